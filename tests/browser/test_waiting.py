"""Waiting clients get an estimate, and alternatives after two minutes without losing their place before (E2, E3, E5)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from playwright.sync_api import FrameLocator, Page, expect

from tests.browser.pages import hook, query, seen, widget
from tests.servers import Site


def stamp(seconds_ago: float) -> str:
    """Format a time as the database stores it."""
    return (datetime.now(UTC) - timedelta(seconds=seconds_ago)).strftime("%Y-%m-%d %H:%M:%S.%f")


def enter(page: Page, site: Site, entry: str, waited: int) -> FrameLocator:
    """Let the client have waited so many seconds, written, and returned to the page."""
    hook(page, "launcher").click()
    inside = widget(page)
    hook(inside, f"entry-{entry}").click()
    hook(inside, "entry-submit").click()
    expect(hook(inside, "waiting")).to_be_visible()
    assert query(site, "UPDATE sessions_app_session SET created_at = ? WHERE state = 'waiting' RETURNING id", stamp(waited))
    page.reload()
    expect(hook(inside, "waiting")).to_be_visible()
    return inside


def test_no_alternative_is_offered_before_two_minutes(client_page: Page, operator_page: Page, site: Site) -> None:
    inside = enter(client_page, site, "chat", 60)
    expect(hook(inside, "waiting-cancel")).to_be_visible()
    expect(hook(inside, "way-out")).to_have_count(0)
    expect(hook(inside, "expected-wait")).to_have_count(0)  # nobody was accepted today, so there is no estimate


def test_a_long_waiting_chat_can_become_a_callback_and_keeps_waiting_until_then(
    client_page: Page, operator_page: Page, site: Site
) -> None:
    inside = enter(client_page, site, "chat", 130)
    hook(inside, "callback-instead").click()
    expect(hook(inside, "field-phone")).to_be_focused()
    hook(inside, "wait-on").click()
    expect(hook(inside, "waiting", position="1")).to_be_visible()
    expect(hook(inside, "composer")).to_be_visible()
    hook(inside, "callback-instead").click()
    expect(hook(inside, "field-time")).to_have_value("now")
    hook(inside, "field-phone").fill("601 123 456")
    hook(inside, "entry-submit").click()
    expect(hook(inside, "callback-phone")).to_have_text("+420 601 123 456")
    expect(hook(inside, "waiting", position="1")).to_be_visible()
    assert query(site, "SELECT entry, callback_phone, state FROM sessions_app_session") == [("chat", "+420601123456", "waiting")]
    hook(operator_page, "accept").first.click()
    expect(hook(inside, "composer")).to_be_visible()


def test_a_message_instead_of_waiting_keeps_earlier_messages(client_page: Page, operator_page: Page, site: Site) -> None:
    inside = enter(client_page, site, "chat", 130)
    hook(inside, "composer").fill("My boiler shows F.22")
    hook(inside, "send").click()
    expect(hook(inside, "message")).to_have_count(1)
    hook(inside, "message-instead").click()
    expect(hook(inside, "field-email")).to_be_focused()
    hook(inside, "entry-submit").click()
    expect(hook(inside, "error")).to_be_visible()
    expect(hook(inside, "waiting", position="1")).to_be_attached()
    hook(inside, "field-email").fill("emily@posteo.example")
    hook(inside, "field-message").fill("Write me")
    hook(inside, "entry-submit").click()
    expect(seen(inside, "emily@posteo.example")).to_be_visible()
    expect(hook(inside, "session-state", state="none")).to_be_attached()
    assert query(site, "SELECT state, message, away FROM sessions_app_session") == [("waiting", 1, 1)]

    hook(operator_page, "accept").first.click()
    expect(hook(hook(operator_page, "conversation"), "message", author="client")).to_contain_text(
        ["My boiler shows F.22", "Write me"]
    )
    expect(hook(inside, "session-state", state="active")).to_be_attached()


def test_a_long_waiting_video_call_is_offered_both_alternatives(client_page: Page, operator_page: Page, site: Site) -> None:
    inside = enter(client_page, site, "videocall", 130)
    expect(hook(inside, "callback-instead")).to_be_visible()
    hook(inside, "message-instead").click()
    hook(inside, "field-message").fill("Write me")
    hook(inside, "entry-submit").click()
    expect(hook(inside, "session-state", state="none")).to_be_attached()
    assert query(site, "SELECT entry, message FROM sessions_app_session") == [("videocall", 1)]


ACCEPTED = """
from datetime import timedelta
from django.utils import timezone
from sessions_app.models import Client, Operator, Session, Widget
widget, anna, at = Widget.objects.get(key='demo'), Operator.objects.get(user__username='anna'), timezone.now()
for number in range(3):
    client = Client.objects.create(widget=widget, token_hash=str(number), token_until=at, created_at=at)
    Session.objects.create(widget=widget, group=widget.group, client=client, entry='chat', state='closed', operator=anna,
        created_at=at - timedelta(seconds=200), accepted_at=at - timedelta(seconds=20))
"""


def test_the_expected_wait_is_computed_from_accepted_clients(client_page: Page, operator_page: Page, site: Site) -> None:
    site.manage("shell", "-v", "0", "-c", ACCEPTED)
    hook(client_page, "launcher").click()
    inside = widget(client_page)
    hook(inside, "entry-chat").click()
    hook(inside, "entry-submit").click()
    expect(hook(inside, "expected-wait")).to_have_text("About 3 minutes")
