"""The language of a page: the address's, the account's, the browser's, or English."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import translation

from sessions_app.models import User
from tests.world import World

FRAME = "/widget/shop/frame/"


def page(address: str, accepted: str = "", browser: Browser | None = None) -> Any:
    return (browser or Browser()).get(address, headers={"Accept-Language": accepted} if accepted else {})


def html_of(answer: Any) -> tuple[str, str]:
    """Return ``lang`` and ``dir`` of a page."""
    found = re.search(r'<html lang="([^"]+)"(?: dir="(\w+)")?', answer.content.decode())
    assert found
    return found[1], found[2] or "ltr"


def data_of(answer: Any) -> dict[str, Any]:
    found = re.search(r'id="widget-data"[^>]*>(.*?)</script>', answer.content.decode())
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("cs", ("cs", "ltr")),
        ("de-AT,de;q=0.9,en;q=0.8", ("de", "ltr")),
        ("ar-EG", ("ar", "rtl")),
        ("tlh,cs;q=0.5", ("cs", "ltr")),
        ("tlh", ("en", "ltr")),
        ("en-GB,cs;q=0.9", ("en", "ltr")),
        ("*", ("en", "ltr")),
        ("", ("en", "ltr")),
        ("x" * 5000, ("en", "ltr")),
    ],
)
def test_the_widget_speaks_the_browsers_language(world: World, accepted: str, language: tuple[str, str]) -> None:
    assert html_of(page(FRAME, accepted)) == language


def test_the_address_wins_and_goes_on_to_what_the_page_fetches(world: World) -> None:
    answer = page(f"{FRAME}?lang=ar", "cs")
    data = data_of(answer)
    assert html_of(answer) == ("ar", "rtl")
    assert data["language"] == "ar"
    assert {data[name].partition("?")[2] for name in ("client", "slots", "message", "availability", "ticket", "return")} == {
        "lang=ar"
    }


@pytest.mark.parametrize("unknown", ["tlh", "", "../../etc", "%00", "<script>", "x" * 500])
def test_an_unknown_language_in_the_address_counts_for_nothing(world: World, unknown: str) -> None:
    answer = page(f"{FRAME}?lang={unknown}", "cs")
    assert html_of(answer) == ("cs", "ltr")
    assert "lang=" not in data_of(answer)["client"]


def test_the_launcher_speaks_it_too_and_says_so_to_caches(world: World) -> None:
    czech, asked = page("/widget.js?key=shop", "cs"), page("/widget.js?key=shop&lang=de", "cs")
    assert translation_of("Talk to us", "cs") in czech.content.decode()
    assert "Accept-Language" in czech.headers["Vary"]
    assert translation_of("Talk to us", "de") in asked.content.decode()
    assert f"{FRAME}?lang=de" in asked.content.decode()


def test_a_refusal_is_in_it(world: World) -> None:
    answer = Browser().post("/widget/shop/client/?lang=cs", headers={"Origin": "https://elsewhere.example"})
    assert answer.json()["text"] == translation_of("Only the widget’s own page can request this.", "cs")


def test_pages_of_staff_speak_what_the_account_chose(world: World) -> None:
    user = world.anna_user if hasattr(world, "anna_user") else User.objects.get(operator=world.anna.pk)
    browser = Browser()
    browser.force_login(user)
    assert html_of(page("/console/", "de", browser)) == ("de", "ltr")
    User.objects.filter(pk=user.pk).update(language="cs")
    assert html_of(page("/console/", "de", browser)) == ("cs", "ltr")
    assert html_of(page(FRAME, "de", browser)) == ("de", "ltr"), "the client's pages don't ask who is signed in"


def test_a_language_for_clients_alone_is_not_offered_to_staff(world: World) -> None:
    assert html_of(page("/console/login/", "ar")) == ("en", "ltr")


def test_one_readers_language_is_not_the_next_ones(world: World) -> None:
    page(FRAME, "cs")
    assert translation.get_language() == "en"
    assert html_of(page(FRAME)) == ("en", "ltr")


def translation_of(text: str, language: str) -> str:
    with translation.override(language):
        found = translation.gettext(text)
    assert found != text
    return found
