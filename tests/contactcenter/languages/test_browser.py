"""What a page gets of a catalogue: its own texts, in the language's forms, and nothing in English."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polib
import pytest

from contactcenter.languages import browser
from contactcenter.web import bundles

RULES = {"cs": "nplurals=3; plural=(n==1) ? 0 : (n>=2 && n<=4) ? 1 : 2;", "de": "nplurals=2; plural=(n != 1);"}
MODULES = {
    "ui/text.js": "export const addTexts = () => {};\nexport const t = (text) => text;\nexport const tn = t;\n",
    "entry.js": """import { t } from "./ui/text.js";
t("Close");
t("Stays English");
const later = () => import("./later.js");
later();
""",
    "later.js": 'import { tn } from "./ui/text.js";\nexport const files = (n) => tn("{n} file", "{n} files", n);\n',
    "alone.js": 'import { t } from "./ui/text.js";\nt("Of another page");\n',
}


@pytest.fixture(autouse=True)
def product(settings: Any, tmp_path: Path) -> None:
    settings.STATICFILES_DIRS, settings.LOCALE_PATHS = [tmp_path / "static"], [tmp_path / "locale"]
    for name, text in MODULES.items():
        path = tmp_path / "static/contactcenter" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    write(tmp_path / "locale", "cs", "Zavřít", ["{n} soubor", "{n} soubory", "{n} souborů"])


def write(folder: Path, language: str, close: str, files: list[str]) -> None:
    catalogue = polib.MOFile()
    catalogue.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Plural-Forms": RULES[language]}
    catalogue.append(polib.MOEntry(msgid="Close", msgstr=close))
    catalogue.append(polib.MOEntry(msgid="Of another page", msgstr="Odjinud"))
    if files:
        catalogue.append(polib.MOEntry(msgid="{n} file", msgid_plural="{n} files", msgstr_plural=dict(enumerate(files))))
    path = folder / language / "LC_MESSAGES"
    path.mkdir(parents=True)
    catalogue.save(str(path / "djangojs.mo"))


def test_a_page_gets_the_texts_of_its_modules_and_no_other() -> None:
    assert browser.page_catalogue("cs", "contactcenter/entry.js") == {
        "language": "cs",
        "plurals": [1, 2, 0],
        "texts": {"Close": "Zavřít", "{n} file": ["{n} soubor", "{n} soubory", "{n} souborů"]},
    }


def test_english_needs_nothing() -> None:
    assert browser.page_catalogue("en", "contactcenter/entry.js") == {}


def test_texts_of_whoever_runs_the_product_come_before_ours(settings: Any, tmp_path: Path) -> None:
    settings.LOCALE_PATHS = [tmp_path / "own", *settings.LOCALE_PATHS]
    write(tmp_path / "own", "cs", "Schovat", [])
    texts = browser.page_catalogue("cs", "contactcenter/entry.js")["texts"]
    assert (texts["Close"], len(texts["{n} file"])) == ("Schovat", 3)


def test_a_bundle_brings_its_own_texts_and_the_first_names_the_language() -> None:
    divided = bundles.divide("contactcenter/entry.js")
    english, czech = bundles.Page(divided).texts(), bundles.Page(divided, "cs").texts()
    assert "addTexts({" not in "".join(english.values())
    assert '.addTexts({"language":"cs","plurals":[1,2,0],"texts":{"Close":"Zavřít"}});' in czech["first"]
    assert '.addTexts({"texts":{"{n} file":["{n} soubor","{n} soubory","{n} souborů"]}});' in czech["later"]
    assert czech["first"].index("addTexts({") < czech["first"].index("Stays English")


def test_a_bundle_without_texts_is_the_english_one() -> None:
    Path(bundles.module("contactcenter/later.js").name)
    divided = {"first": ["contactcenter/ui/text.js"], "later": ["contactcenter/alone.js"], "bare": []}
    assert set(bundles.Page(divided, "cs").texts()) == {"first", "later"}
