"""What a page in another language must show: no English word, nothing cut off, its language and direction."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Literal

from playwright.sync_api import Frame, Page, ViewportSize

from tests.browser import words
from tests.browser.access import SETTLE
from tests.browser.axe import findings
from tests.browser.layout import TWO_FRAMES
from tests.languages import pseudo

LANGUAGES: Final = ["cs", "de", pseudo.CODE]
NAMES: Final = {
    *("BL", "Boris", "True", "False", "Administration"),  # also Django’s own: names of its icons, and a word that German has, too
    *(
        "AK",
        "EC",
        "Alder Heating",
        "Anna",
        "Anna Keller",
        "anna",
        "Boris Lind",
        "boris",
        "Emily",
        "Emily Carter",
        "Sofia",
        "Sofia Berg",
        "sofia",
    ),
    *(
        "Service desk",
        "Break",
        "Lunch",
        "Meeting",
        "Training",
        "Solved",
        "Needs a visit",
        "Passed on",
        "Client left",
        "operating manual",
    ),
    *("boiler", "heat pump", "invoice", "warranty", "Vitalis", "demo", "localhost", "example.com", "www.", "crm.", "events"),
    *("Chrome", "HeadlessChrome", "Linux", "CSV", "JSON", "UTC", "CET", "http", "https"),
    *("English", "Deutsch", "čeština", "Česky", pseudo.CODE, pseudo.CODE.capitalize()),
}
"""Of people, things and formats, and what demo supervisors wrote: what may be in Latin letters."""

DESKTOP: Final[ViewportSize] = {"width": 1280, "height": 720}
PHONE: Final[ViewportSize] = {"width": 390, "height": 844}

AXE: Final[dict[str, Literal["dark", "light"]]] = {"cs": "light", pseudo.CODE: "dark"}


class Look:
    """Checks what a page or frame shows now, and collects the faults of all pages: one run shows them all.

    ``CONTACTCENTER_PICTURES`` names a folder for pictures, in light and dark.
    """

    def __init__(self, language: str) -> None:
        self._language = language
        self._names = set(NAMES)
        self.found: list[str] = []

    def allow(self, *names: str) -> None:
        """Allow what somebody has called something, such as a file."""
        self._names.update(names)

    def __call__(self, place: Page | Frame, name: str, *, within: str = "html") -> None:
        page = place if isinstance(place, Page) else place.page
        self._keep(page, name)
        self._add(f"{name}: English in {self._language}", self._foreign(words.shown(place, within)))
        self._add(f"{name} in {self._language}", words.unfit(place))
        if within == "html":
            assert place.evaluate("document.documentElement.lang") == self._language
            assert place.evaluate("document.documentElement.dir || 'ltr'") == ("rtl" if self._language == pseudo.CODE else "ltr")

    def both(self, place: Page | Frame, name: str) -> None:
        """Check it on a desktop and on a phone, and ask axe: in light in one language, in dark in the one from right to left."""
        page = place if isinstance(place, Page) else place.page
        with on_a_phone(page):
            self(place, f"{name}-phone")
        self(place, name)
        if scheme := AXE.get(self._language):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            place.evaluate(SETTLE)
            self._add(f"{name} in {self._language}, {scheme}", findings(place))
            page.emulate_media(color_scheme=None, reduced_motion=None)

    def _add(self, where: str, faults: list[str]) -> None:
        self.found += [f"{where}: {fault}" for fault in faults]

    def _foreign(self, texts: Iterable[str]) -> list[str]:
        if self._language == pseudo.CODE:
            return words.latin(texts, self._names)
        return words.english(texts, self._language, self._names)

    def _keep(self, page: Page, name: str) -> None:
        if not (folder := os.environ.get("CONTACTCENTER_PICTURES")):
            return
        for scheme in ("dark", "light"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            page.screenshot(path=Path(folder) / f"{name}-{self._language}-{scheme}.png", animations="disabled")


@contextmanager
def on_a_phone(page: Page) -> Iterator[None]:
    """Give the page a phone's size for a while."""
    page.set_viewport_size(PHONE)
    page.evaluate(TWO_FRAMES)
    yield
    page.set_viewport_size(DESKTOP)
    page.evaluate(TWO_FRAMES)
