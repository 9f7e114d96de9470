"""What a module imports and exports, and what a page reaches."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from contactcenter.web.modules import needed, parse, parts, reachable

SOURCE = """// Words.
import { one, two as second } from "./numbers.js";
import {
  far,
} from "../far.js";
export { three } from "./numbers.js";

export const word = `${one} ${second} ${far}`;
export async function later() {
  return import("./later/part.js");
}
class Hidden {}
export { Hidden, Hidden as Shown };
"""


def test_a_module_is_its_body_and_what_it_takes_and_gives() -> None:
    module = parse("a/words.js", SOURCE)
    assert module.imports == {"a/numbers.js": {"one": "one", "second": "two", "three_": "three"}, "far.js": {"far": "far"}}
    assert module.exports == {"three": "three_", "word": "word", "later": "later", "Hidden": "Hidden", "Shown": "Hidden"}
    assert module.parts == ("a/later/part.js",)
    assert module.body.startswith("const word=`")
    assert "export" not in module.body


@pytest.mark.parametrize(
    "statement",
    [
        "export default 1;",
        "export let count = 0;",
        "export const { one, two } = pair;",
        'export * from "./all.js";',
        'import * as all from "./all.js";',
        'import all from "./all.js";',
        'import "./effect.js";',
        "const here = import.meta.url;",
    ],
)
def test_a_form_no_bundle_can_carry_is_refused(statement: str) -> None:
    with pytest.raises(ValueError, match=r"a\.js can't be put into a bundle"):
        parse("a.js", f"{statement}\n")


@pytest.fixture
def page(settings: Any, tmp_path: Path) -> Path:
    settings.STATICFILES_DIRS = [tmp_path]
    return tmp_path


def test_modules_run_after_what_they_import_and_parts_come_later(page: Path) -> None:
    (page / "entry.js").write_text('import { a } from "./a.js";\nimport { b } from "./b.js";\nimport("./part.js");\n')
    (page / "a.js").write_text('import { b } from "./b.js";\nexport const a = b;\n')
    (page / "b.js").write_text("export const b = 1;\n")
    (page / "part.js").write_text('import { b } from "./b.js";\nexport const part = () => import("./deep.js");\n')
    (page / "deep.js").write_text('import { a } from "./a.js";\nexport const deep = a;\n')
    assert needed("entry.js") == ["b.js", "a.js", "entry.js"]
    assert parts("entry.js") == {"part.js": ["part.js"], "deep.js": ["deep.js"]}
    assert reachable("entry.js") == {"entry.js", "a.js", "b.js", "part.js", "deep.js"}


def test_a_circle_of_imports_is_named(page: Path) -> None:
    (page / "one.js").write_text('import { two } from "./two.js";\nexport const one = 1;\n')
    (page / "two.js").write_text('import { one } from "./one.js";\nexport const two = 2;\n')
    with pytest.raises(ValueError, match=r"a circle of imports: one\.js → two\.js → one\.js"):
        needed("one.js")
