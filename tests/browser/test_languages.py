"""Every page in Czech, German and a pseudo-language of Arabic letters: no English word is left, nothing is cut off.

One site serves all tests of a language; none depends on another. ``CONTACTCENTER_PICTURES`` names a folder for pictures of the pages.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Frame, Page, expect

from tests.browser import words
from tests.browser.pages import Pages, attend, be_signed_in, carry_session, hook, query, supervise, widget, widget_frame
from tests.languages import pseudo
from tests.servers import Site

pytestmark = pytest.mark.timeout(600)

LANGUAGES = ["cs", "de", pseudo.CODE]
NAMES = {
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
    *("Service desk", "Break", "Lunch", "Meeting", "Training", "Solved", "Needs a visit", "Passed on", "Client left"),
    *("boiler", "heat pump", "invoice", "warranty", "Vitalis", "demo", "localhost", "example.com", "www.", "crm.", "events"),
    *("Chrome", "HeadlessChrome", "Linux", "CSV", "JSON", "UTC", "CET", "http", "https"),
    *("English", "Deutsch", "čeština", "Česky", pseudo.CODE, pseudo.CODE.capitalize()),
}
"""Of people, things and formats, and what demo supervisors wrote: what may be in Latin letters."""
PLACES = "select[name=timezone], select[name=country], [data-data=countries]"
ADMIN = [
    "/admin/",
    "/admin/board/",
    "/admin/board/wall/",
    "/admin/reports/",
    "/admin/audit/",
    "/admin/sessions_app/session/",
    "/admin/sessions_app/client/",
    "/admin/sessions_app/operator/",
    "/admin/sessions_app/operator/1/change/",
    "/admin/sessions_app/invitation/",
    "/admin/sessions_app/retention/",
    "/admin/supervision/alertrule/add/",
    "/admin/api/apitoken/add/",
    "/admin/webhooks/webhook/add/",
    "/account/security/",
    "/path/",
]


@pytest.fixture(scope="session")
def pseudo_catalogues(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("languages")
    pseudo.make(folder)
    return folder


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def site(prepared_site: Site, pseudo_catalogues: Path, language: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The product in this language: every account has chosen it."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(prepared_site.folder / "data", folder / "data")
    running = Site(folder, port=prepared_site.port, env={"CONTACTCENTER_LOCALE_DIR": str(pseudo_catalogues)})
    running.start()
    query(running, "UPDATE sessions_app_user SET language = ?", language)
    attend(running)
    yield running
    running.close()


Look = Callable[[Page | Frame, str], None]


@pytest.fixture
def look(language: str) -> Look:
    """Check what a page shows now."""

    def check(place: Page | Frame, name: str) -> None:
        page = place if isinstance(place, Page) else place.page
        if folder := os.environ.get("CONTACTCENTER_PICTURES"):
            page.screenshot(path=Path(folder) / f"{name}-{language}.png")
        texts = words.shown(place)
        left = words.latin(texts, NAMES) if language == pseudo.CODE else words.english(texts, language, NAMES)
        assert left == [], f"{name}: English in {language}"
        assert words.unfit(place) == [], f"{name} in {language}"
        assert place.evaluate("document.documentElement.lang") == language
        assert place.evaluate("document.documentElement.dir || 'ltr'") == ("rtl" if language == pseudo.CODE else "ltr")

    return check


def opened(pages: Pages, site: Site, language: str, **options: object) -> tuple[Page, Frame]:
    page = pages.open(f"{site.other_url}/demo/", locale=language, **options)
    hook(page, "launcher").click()
    expect(hook(widget(page), "entry-chat")).to_be_visible()
    return page, widget_frame(page)


@pytest.mark.parametrize("size", [{}, {"viewport": {"width": 390, "height": 844}, "has_touch": True}], ids=["desktop", "phone"])
def test_the_widget(pages: Pages, site: Site, language: str, look: Look, size: dict[str, object]) -> None:
    _page, frame = opened(pages, site, language, **size)
    look(frame, "widget")
    for entry in ("videocall", "callback", "invitation", "chat"):
        hook(frame, f"entry-{entry}").click()
        expect(hook(frame, "entry-form")).to_be_visible()
        look(frame, f"widget-{entry}")
        if entry != "chat":
            frame.locator(".frame__back").click()
    hook(frame, "field-name").fill("Emily Carter")
    hook(frame, "entry-submit").click()
    expect(hook(frame, "composer")).to_be_visible()
    look(frame, "widget-waiting")
    hook(frame, "end-session").or_(hook(frame, "waiting-cancel")).first.click()


def test_the_console_from_the_queue_to_the_wrapup(pages: Pages, site: Site, language: str, look: Look) -> None:
    _page, frame = opened(pages, site, language)
    hook(frame, "entry-chat").click()
    hook(frame, "field-name").fill("Emily Carter")
    hook(frame, "entry-submit").click()
    expect(hook(frame, "waiting")).to_be_visible()
    console = pages.open(locale=language)
    be_signed_in(console, site, "anna")
    expect(hook(console, "queue-item")).to_be_visible()
    look(console, "console-queue")
    hook(console, "accept").click()
    expect(hook(console, "conversation", state="active")).to_be_visible()
    for tab in ("call", "share", "notes", "client"):
        hook(console, f"tab-{tab}").click()
        look(console, f"console-{tab}")
    hook(console, "presence").click()
    look(console, "console-menu")
    console.keyboard.press("Escape")
    for button, dialog in (("settings", "settings-dialog"), ("invite", "invite-dialog"), ("redirect", "redirect-dialog")):
        hook(console, button).click()
        expect(hook(console, dialog)).to_be_visible()
        look(console, dialog)
        console.keyboard.press("Escape")
        expect(hook(console, dialog)).to_be_hidden()
    hook(frame, "composer").fill("2 + 2")
    hook(frame, "send").click()
    expect(hook(console, "message", author="client")).to_be_visible()
    hook(console, "end-session").click()
    hook(console, "confirm-yes").or_(hook(console, "wrapup")).first.wait_for()
    if hook(console, "confirm-yes").is_visible():
        hook(console, "confirm-yes").click()
    expect(hook(console, "wrapup")).to_be_visible()
    look(console, "console-wrapup")
    expect(hook(frame, "rating")).to_be_visible()
    look(frame, "widget-ended")
    hook(console, "wrapup-done").click()
    expect(hook(console, "wrapup")).to_be_hidden()


def test_an_invitation(pages: Pages, site: Site, language: str, look: Look) -> None:
    console = pages.open(locale=language)
    be_signed_in(console, site, "boris")
    hook(console, "invite").click()
    hook(console, "invite-create").click()
    expect(hook(console, "invite-link")).to_be_visible()
    look(console, "console-invitation")
    link = hook(console, "invite-link")
    address = link.input_value() if link.evaluate("element => 'value' in element") else link.inner_text()
    client = pages.open(address.strip(), locale=language)
    expect(hook(client, "entry-submit")).to_be_visible()
    look(client, "invitation")
    pages.allow("status of (404|410)")
    unknown = pages.open(f"{site.url}/i/nobody/", locale=language)
    look(unknown, "invitation-unknown")


def test_the_pages_of_supervisors(pages: Pages, site: Site, language: str, look: Look) -> None:
    page = pages.open(locale=language)
    carry_session(page, site, "sofia")
    for path in ADMIN:
        page.goto(f"{site.url}{path}")
        look(page, path.strip("/").replace("/", "-"))


def test_forms_of_the_admin_but_for_the_names_of_places(pages: Pages, site: Site, language: str, look: Look) -> None:
    page = pages.open(locale=language)
    for path in ("/admin/sessions_app/group/1/change/", "/admin/sessions_app/widget/1/change/"):
        supervise(page, site, path)
        page.locator(PLACES).evaluate_all("elements => elements.forEach((element) => element.replaceChildren())")
        page.locator("textarea, input").evaluate_all("elements => elements.forEach((element) => (element.textContent = ''))")
        look(page, path.strip("/").replace("/", "-"))


def test_the_sign_in_pages(pages: Pages, site: Site, language: str, look: Look) -> None:
    page = pages.open(locale=language)
    for path in ("/", "/console/login/", "/admin/login/"):
        page.goto(f"{site.url}{path}")
        look(page, path.strip("/").replace("/", "-") or "start")
    page.locator('input[name="username"]').fill("anna")
    page.locator('input[name="password"]').fill("wrong")
    page.locator('input[name="password"]').press("Enter")
    expect(page.locator(".errornote, [data-test=error]").first).to_be_visible()
    look(page, "sign-in-refused")
