"""Every page in Czech, German and a pseudo-language of Arabic letters: no English word is left, nothing is cut off.

One site serves all tests of a language; none depends on another.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Frame, Page, expect

from tests.browser.pages import Pages, be_signed_in, carry_session, hook, query, supervise, widget, widget_frame
from tests.browser.translated import Look
from tests.servers import Site
from tests.servers.process import until

pytestmark = pytest.mark.timeout(600)

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


@pytest.fixture(scope="module")
def site(translated_site: Site) -> Site:
    return translated_site


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
    # The next test looks at the queue.
    assert until(lambda: not query(site, "SELECT 1 FROM sessions_app_session WHERE state = 'waiting'"))


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
