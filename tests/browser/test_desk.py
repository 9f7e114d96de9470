"""The life of a session at the console: offers, redirects, invitations, CallBacks of absent clients, client data, bans."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
import qrcode
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.board import add, drawing
from tests.browser.caller import Caller
from tests.browser.pages import Pages, hook, query, sign_in
from tests.browser.talk import Talk
from tests.servers import Site

PHONE = {"phone": "601 123 456", "zone": "America/New_York"}


def change(site: Site, code: str) -> None:
    """Change rows as a supervisor would, before any page opens."""
    site.manage("shell", "-c", f"from sessions_app.models import *; {code}")


@pytest.fixture
def open_site(site: Site) -> Site:
    """Let the widget offer every entry."""
    change(site, "Widget.objects.update(entries=['chat', 'videocall', 'callback', 'invitation'])")
    return site


@pytest.fixture
def boris(open_site: Site, pages: Pages) -> Page:
    page = pages.open()
    sign_in(page, open_site, "boris")
    return page


@pytest.fixture
def anna(open_site: Site, pages: Pages) -> Page:
    page = pages.open(color_scheme="dark")
    sign_in(page, open_site, "anna")
    return page


@pytest.fixture
def emily(open_site: Site) -> Iterator[Caller]:
    with Caller(open_site) as caller:
        yield caller


def accept(console: Page, name: str) -> None:
    hook(hook(console, "queue-item").filter(has_text=name), "accept").click()
    expect(hook(console, "conversation").get_by_role("heading", level=1)).to_have_text(name)


def test_a_client_is_redirected_with_a_note_and_full_colleagues_cannot_be_chosen(
    open_site: Site, anna: Page, boris: Page, emily: Caller
) -> None:
    change(open_site, "Group.objects.create(name='Heat pumps')")
    emily.enter(name="Emily Carter", message="My boiler shows F.22")
    accept(anna, "Emily Carter")
    hook(anna, "redirect").click()
    empty = hook(anna, "redirect-target", kind="group").filter(has_text="Heat pumps")
    expect(empty).to_have_attribute("aria-disabled", "true")
    expect(empty).to_contain_text("Nobody else in")
    expect(hook(anna, "redirect-send")).to_have_attribute("aria-disabled", "true")
    hook(anna, "redirect-target", kind="operator").filter(has_text="Boris Lind").click()
    hook(anna, "redirect-note").fill("Has a contract")
    anna.keyboard.press("Escape")
    hook(anna, "redirect").click()
    expect(hook(anna, "redirect-note")).to_have_value("Has a contract")
    hook(anna, "redirect-send").click()
    expect(hook(anna, "conversation")).to_have_count(0)
    expect(hook(boris, "message", author="system").last).to_contain_text("Anna passed Emily on to you")
    expect(hook(boris, "note")).to_contain_text("Has a contract")
    told = emily.until(lambda frame: frame["type"] == "session.changed" and frame["step"] == "redirected")
    assert told["operator"] == "Boris Lind"
    assert "contract" not in str(emily.seen)
    hook(boris, "redirect").click()
    hook(boris, "redirect-target", kind="group").filter(has_text="Service desk").click()
    hook(boris, "redirect-note").fill("Ask for the gauge")
    hook(boris, "redirect-send").click()
    hook(hook(anna, "queue-item"), "preview").click()
    expect(hook(anna, "preview-dialog")).to_contain_text("Redirected by Boris Lind: Ask for the gauge")


def test_single_offers_do_not_interrupt_and_passing_offers_to_the_next(
    open_site: Site, anna: Page, boris: Page, emily: Caller
) -> None:
    change(open_site, "Group.objects.update(offers_to_one=True)")
    hook(anna, "settings").focus()
    emily.enter("videocall", name="Emily Carter", topic="Boiler")
    emily.do("devices.check", session=emily.session, microphone="granted", camera="blocked-person")
    expect(hook(anna, "offer")).to_contain_text("Emily Carter")
    expect(hook(anna, "settings")).to_be_focused()
    expect(hook(hook(anna, "queue-item"), "check-camera", state="blocked-person")).to_contain_text("Blocked by Emily")
    expect(hook(boris, "queue-item")).to_contain_text("being offered to Anna Keller")
    expect(hook(boris, "accept")).to_have_attribute("aria-disabled", "true")
    # A dialog makes the page behind it inert: a pending offer moves into it, a new one shows in it.
    hook(anna, "settings").click()
    hook(hook(anna, "settings-dialog"), "offer-pass").click(trial=True)
    hook(anna, "settings-close").click()
    expect(hook(anna, "settings")).to_be_focused()
    hook(boris, "settings").click()
    anna.keyboard.press("Tab")
    while not hook(anna, "offer-pass").evaluate("(button) => button === document.activeElement"):
        anna.keyboard.press("Tab")
    anna.keyboard.press("Enter")
    expect(hook(anna, "offer")).to_have_count(0)
    hook(hook(boris, "settings-dialog"), "offer-accept").click()
    expect(hook(boris, "offer")).to_have_count(0)
    hook(boris, "settings-close").click()
    expect(hook(boris, "conversation", entry="videocall")).to_be_visible()


def shown_qr(page: Page, size: int) -> list[list[bool]]:
    """Read what a scanner sees: dark or not, at the middle of each module of the code on the screen."""
    picture = Image.open(io.BytesIO(hook(page, "invite-qr").screenshot())).convert("L")
    step = picture.width / size
    return [
        [picture.getpixel((int((x + 0.5) * step), int((y + 0.5) * step))) < 128 for x in range(size)]  # type: ignore[operator]
        for y in range(size)
    ]


def test_an_invitation_leads_to_its_operator_only_and_a_revoked_one_to_nobody(
    anna: Page, boris: Page, open_site: Site, emily: Caller
) -> None:
    hook(anna, "invite").click()
    hook(anna, "invite-name").fill("Emily Carter")
    hook(anna, "invite-validity").select_option("custom")
    hook(anna, "invite-minutes").fill("0")
    expect(hook(anna, "invite-create")).to_have_attribute("aria-disabled", "true")
    hook(anna, "invite-minutes").fill("30")
    hook(anna, "invite-create").click()
    link, code = hook(anna, "invite-link").input_value(), hook(anna, "invite-code").input_value()
    wanted = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=4)
    wanted.add_data(link)
    matrix = wanted.get_matrix()
    assert shown_qr(anna, len(matrix)) == matrix
    hook(anna, "invite-another").click()
    hook(anna, "invite-create").click()
    second = hook(anna, "invite-code").input_value()
    assert second != code
    item = hook(anna, "invite-item", state="unused")
    expect(item).to_have_count(2)
    hook(item.first, "invite-revoke").click()
    hook(anna, "confirm-no").click()
    expect(item).to_have_count(2)
    hook(item.first, "invite-revoke").click()
    hook(anna, "confirm-yes").click()
    expect(hook(anna, "invite-item", state="revoked")).to_have_count(1)
    expect(hook(anna, "invite-code")).to_have_count(0)
    assert emily.do("entry.start", entry="invitation", code=second)["code"] == "invitation.revoked"
    emily.enter("invitation", code=code)
    expect(hook(anna, "invite-item", state="waiting")).to_contain_text("Emily Carter")
    hook(anna, "invite-close").click()
    expect(hook(anna, "invite")).to_be_focused()
    expect(hook(anna, "queue-item", entry="invitation")).to_contain_text("Only you")
    expect(hook(boris, "queue-item")).to_have_count(0)


def test_absent_clients_are_phoned_or_answered_on_their_return(anna: Page, open_site: Site, emily: Caller) -> None:
    with Caller(open_site) as nora:
        nora.do("message.leave", name="Nora Aalto", email="nora@posteo.example", message="When do you open?")
    emily.enter("callback", name="Emily Carter", **PHONE)
    emily.close()
    waiting = hook(anna, "queue-item", entry="callback")
    expect(waiting).to_contain_text("+420 601 123 456")
    expect(waiting).to_contain_text("Client away", timeout=20_000)
    accept(anna, "Emily Carter")
    expect(hook(anna, "conversation")).to_have_attribute("data-state", "client-away")
    expect(hook(anna, "callback-number")).to_have_attribute("href", "tel:+420601123456")
    hook(anna, "callback-no-answer").click()
    expect(hook(anna, "callback-tries")).to_contain_text("No answer")
    hook(anna, "callback-called").click()
    expect(hook(anna, "callback-tries").get_by_role("listitem")).to_have_count(2)
    hook(anna, "send-invitation").click()
    expect(hook(anna, "invite-name")).to_have_value("Emily Carter")
    hook(anna, "invite-create").click()
    link = hook(anna, "invite-link").input_value()
    hook(anna, "invite-chat").click()
    expect(hook(anna, "composer")).to_have_value(link)
    with Caller(open_site, emily.token):
        expect(hook(anna, "callback-number")).to_have_count(0)
    accept(anna, "Nora Aalto")
    expect(hook(anna, "client-gone")).to_contain_text("Nora left a message")
    expect(hook(anna, "answer-email")).to_have_attribute(
        "href", "mailto:nora@posteo.example?subject=Your%20message%20to%20Alder%20Heating"
    )


def test_an_unanswered_callback_is_postponed_and_waits_in_the_queue(anna: Page, emily: Caller) -> None:
    emily.enter("callback", name="Emily Carter", **PHONE)
    emily.close()
    expect(hook(anna, "queue-item", entry="callback")).to_contain_text("Client away", timeout=20_000)
    accept(anna, "Emily Carter")
    expect(hook(anna, "callback-postpone")).to_have_count(0)
    hook(anna, "callback-no-answer").click()
    expect(hook(anna, "callback-postpone")).to_have_text(["In 15 minutes", "In 1 hour", "Tomorrow"])
    hook(anna, "callback-postpone", value="hour").click()
    expect(hook(anna, "conversation")).to_have_count(0)
    expect(hook(anna, "active-item")).to_have_count(0)
    expect(hook(anna, "queue-item", entry="callback")).to_contain_text(re.compile(r"from \d\d:\d\d|from tomorrow"))
    accept(anna, "Emily Carter")
    expect(hook(anna, "callback-tries").get_by_role("listitem").first).to_contain_text("Try again from")


def test_client_data_is_corrected_history_is_read_and_a_ban_holds(anna: Page, open_site: Site, emily: Caller) -> None:
    emily.enter(name="Emily", message="First question", parameters={"Contract": "Comfort"})
    accept(anna, "Emily")
    add(Talk(anna, anna), "boiler.png", "image/png", drawing())
    hook(hook(anna, "share-item"), "share-send").click()
    expect(hook(hook(anna, "timeline"), "file")).to_be_visible()
    hook(anna, "tab-client").click()
    hook(anna, "end-session").click()
    hook(anna, "confirm-yes").click()
    emily.do("session.rate", session=emily.session, value=4, comment="Quick and kind")
    expect(hook(anna, "client-rating", value="4")).to_contain_text("Quick and kind")
    hook(anna, "wrapup-done").click()
    expect(hook(anna, "conversation")).to_have_count(0)
    # A colleague's past session: readable, with its files, and no more.
    query(
        open_site,
        "UPDATE sessions_app_session SET operator_id = (SELECT id FROM sessions_app_operator WHERE name = 'Boris Lind')",
    )
    emily.enter(name="Emily", message="Second question")
    accept(anna, "Emily")
    hook(anna, "client-edit").click()
    expect(hook(anna, "client-name")).to_be_focused()
    hook(anna, "client-name").fill("Emily Carter")
    hook(anna, "client-email").fill("emily")
    hook(anna, "client-save").click()
    expect(hook(anna, "error")).to_contain_text("e-mail address is incomplete")
    hook(anna, "client-email").fill("emily@posteo.example")
    hook(anna, "client-save").click()
    expect(hook(anna, "panel-client").get_by_role("heading", level=2)).to_have_text("Emily Carter")
    expect(hook(anna, "error")).to_have_count(0)
    expect(hook(anna, "client-edit")).to_be_focused()
    hook(anna, "past-item").click()
    expect(hook(hook(anna, "past-dialog"), "message", author="client")).to_contain_text("First question")
    expect(hook(anna, "past-dialog").get_by_role("textbox")).to_have_count(0)
    hook(hook(anna, "past-dialog"), "file", name="boiler.png").click()
    shown = hook(anna, "preview-dialog")
    anna.wait_for_function("() => document.querySelector('[data-test=\"preview-dialog\"] img')?.naturalWidth === 900")
    expect(shown.get_by_role("button", name="Download")).to_be_visible()
    expect(hook(shown, "share-rename").or_(hook(shown, "look-together"))).to_have_count(0)
    hook(anna, "preview-close").click()
    hook(anna, "past-close").click()
    hook(anna, "conversation-more").click()
    expect(hook(anna, "more-note")).to_be_focused()
    anna.keyboard.press("End")
    expect(hook(anna, "ban")).to_be_focused()
    anna.keyboard.press("Escape")
    expect(hook(anna, "conversation-more")).to_be_focused()
    anna.keyboard.press("Enter")
    anna.keyboard.press("ArrowUp")
    anna.keyboard.press("Enter")
    expect(hook(anna, "ban-confirm")).to_have_attribute("aria-disabled", "true")
    hook(anna, "ban-reason").fill("Insults")
    hook(anna, "ban-confirm").click()
    expect(hook(anna, "conversation", state="wrapup")).to_be_visible()
    expect(hook(anna, "note")).to_contain_text("Insults")
    again: dict[str, Any] = emily.do("entry.start", entry="chat", message="Let me in")
    assert (again["code"], again["text"]) == ("entry.refused", "We can’t start a conversation with you at the moment.")


WAITING = """
from django.utils import timezone
now, widget = timezone.now(), Widget.objects.get(key='demo')
people = [Client(widget=widget, name=f'Client {n:03}', token_hash=str(n), token_until=now, created_at=now) for n in range(107)]
one = {'widget': widget, 'group': widget.group, 'entry': 'chat', 'created_at': now, 'away': True, 'path': [{'url': 'https://shop.example/boilers'}]}
Session.objects.bulk_create(Session(client=client, parameters={'plan': 'gold'}, **one) for client in Client.objects.bulk_create(people))
"""


def test_a_very_long_queue_shows_a_hundred_items_and_the_number_of_others(open_site: Site, pages: Pages) -> None:
    open_site.manage("shell", "-c", f"from sessions_app.models import *\n{WAITING}")
    console = pages.open()
    sign_in(console, open_site, "anna")
    expect(hook(console, "queue-item")).to_have_count(100)
    expect(hook(console, "queue").get_by_role("heading", level=2)).to_contain_text("107")
    expect(hook(console, "queue-more")).to_have_text("And 7 more waiting.")
    hook(hook(console, "queue-item").filter(has_text="Client 000"), "preview").click()
    expect(hook(console, "preview-dialog")).to_contain_text("gold")
