"""Every entry, from the press to the end: video call, CallBack, code, and the message while nobody is online (E2 to E5, C2, C3)."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from typing import Any

from playwright.sync_api import FrameLocator, Page, expect

from tests.browser.devices import NO_DEVICE
from tests.browser.pages import Pages, hook, seen, sign_in, widget, widget_frame
from tests.browser.people import accept, choose_entry
from tests.browser.talk import REMEMBER_TRACKS, STEADY_SECONDS, Side
from tests.servers import Site
from tests.servers.process import until


def look_up(site: Site, query: str) -> tuple[Any, ...]:
    """Return one row of the site's database."""
    with closing(sqlite3.connect(f"file:{site.folder}/data/contactcenter.sqlite3?mode=ro", uri=True)) as database:
        row: tuple[Any, ...] = database.execute(query).fetchone()
    return row


def wrap_up(console: Page) -> None:
    """End the conversation as the operator, who is free again."""
    hook(console, "end-session").click()
    hook(console, "confirm-yes").click()
    hook(console, "wrapup-done").click()
    expect(hook(console, "wrapup")).to_have_count(0)


def runs(console: Page, inside: FrameLocator) -> None:
    """Check that both sides are in the call and nobody was prompted."""
    for place in (console, inside):
        expect(hook(place, "call", state="connected")).to_be_visible(timeout=STEADY_SECONDS)
    expect(hook(inside, "call-prompt")).to_have_count(0)


def test_a_video_call_starts_by_itself_with_the_devices_prepared_while_waiting(
    client_page: Page, operator_page: Page, site: Site
) -> None:
    inside = choose_entry(client_page, "videocall")
    hook(inside, "field-name").fill("Emily Carter")
    hook(inside, "field-topic").fill("F.22")
    inside.get_by_role("button", name="Back").click()
    hook(inside, "entry-videocall").click()
    expect(hook(inside, "field-topic")).to_have_value("F.22")
    frame = widget_frame(client_page)
    frame.evaluate(REMEMBER_TRACKS)
    hook(inside, "entry-submit").click()

    expect(hook(inside, "waiting", position="1")).to_be_visible()
    expect(hook(inside, "preview-video")).to_be_visible()
    frame.wait_for_function("() => document.querySelector('[data-test=\"preview-video\"]').videoWidth > 0")
    frame.wait_for_function("() => Number(document.querySelector('[data-test=\"mic-level\"]').ariaValueNow) > 5")
    checked = "SELECT devices FROM sessions_app_session"
    assert until(lambda: look_up(site, checked)[0] == '{"microphone": "granted", "camera": "granted"}'), look_up(site, checked)

    accept(operator_page)
    runs(operator_page, inside)
    client, operator = Side(frame), Side(operator_page)
    client.gets_frames()
    operator.gets_sound()
    # The devices of the preview, not opened again; the camera was released (C3).
    assert until(lambda: sorted(client.tracks()) == ["ended", "live"]), client.tracks()
    assert operator.while_sound_passes().frames == 0
    expect(hook(inside, "toggle-camera", state="off")).to_be_visible()
    hook(inside, "toggle-camera").click()
    operator.gets_frames()
    hook(inside, "hangup").click()
    expect(hook(operator_page, "call")).to_be_hidden()
    expect(hook(inside, "session-state", state="active")).to_be_attached()
    assert until(lambda: "live" not in client.tracks())


def test_a_callback_is_a_call_on_an_open_page_and_a_phone_call_otherwise(
    client_page: Page, operator_page: Page, pages: Pages, site: Site
) -> None:
    inside = choose_entry(client_page, "callback")
    expect(hook(inside, "field-time")).to_have_value("now")
    hook(inside, "field-name").fill("Lukas Brandt")
    hook(inside, "field-phone").fill("12")
    hook(inside, "entry-submit").click()
    expect(hook(inside, "error")).to_contain_text("Check this number")
    expect(hook(inside, "field-phone")).to_be_focused()
    expect(hook(inside, "field-name")).to_have_value("Lukas Brandt")
    hook(inside, "field-phone").fill("601 123 456")
    hook(inside, "entry-submit").click()
    expect(hook(inside, "callback-phone")).to_have_text("+420 601 123 456")
    expect(hook(inside, "callback-when")).to_have_text("As soon as someone is free")

    hook(inside, "waiting-cancel").press("Escape")
    expect(hook(client_page, "widget-frame")).to_be_hidden()
    accept(operator_page)  # which brings the widget back: nobody is in a call without seeing it
    runs(operator_page, inside)
    Side(widget_frame(client_page)).gets_frames()
    Side(operator_page).gets_sound()
    wrap_up(operator_page)

    away = pages.open(f"{site.other_url}/demo/")
    inside = choose_entry(away, "callback")
    hook(inside, "field-phone").fill("+44 20 7946 0018")
    expect(hook(inside, "field-time")).to_have_value("now")
    hook(inside, "entry-submit").click()
    expect(hook(inside, "waiting", position="1")).to_be_visible()
    away.close()
    gone = "SELECT state, away, callback_phone FROM sessions_app_session ORDER BY id DESC"
    assert until(lambda: look_up(site, gone) == ("waiting", 1, "+442079460018")), look_up(site, gone)
    accept(operator_page, "client-away")
    assert look_up(site, "SELECT count(*) FROM videocall_call")[0] == 1


def test_a_time_is_chosen_by_day_and_hour_in_the_clients_locale(pages: Pages, operator_page: Page, site: Site) -> None:
    client = pages.open(locale="en-GB", timezone_id="Asia/Tokyo")
    client.goto(f"{site.other_url}/demo/")
    inside = choose_entry(client, "callback")
    field, days, hours = hook(inside, "field-time"), hook(inside, "time-day"), hook(inside, "time-hour")
    expect(field).to_have_value("now")
    expect(hours).to_have_count(0)  # as soon as possible has no hour
    days.nth(2).check()
    expect(hours.first).to_be_checked()
    assert 1 <= hours.count() <= 24
    expect(hours.first.locator("xpath=..")).to_have_text(re.compile(r"^\d\d:\d\d$"))
    hours.nth(3).press("Space")
    expect(field).to_have_value(hours.nth(3).get_attribute("value") or "")
    hours.nth(3).press("ArrowRight")
    chosen = hours.nth(4).get_attribute("value") or ""
    expect(field).to_have_value(chosen)
    # Scrolling the list itself moves the chips along.
    field.select_option("now")
    expect(days.first).to_be_checked()
    field.select_option(chosen)
    expect(hours.nth(4)).to_be_checked()
    hook(inside, "field-phone").fill("+44 20 7946 0018")
    hook(inside, "entry-submit").click()
    expect(hook(inside, "callback-when")).to_have_text(re.compile(r", \d\d:\d\d to \d\d:\d\d$"))
    start = look_up(site, "SELECT callback_from, callback_zone FROM sessions_app_session")
    assert (start[0][:16].replace(" ", "T"), start[1]) == (chosen[:16], "Asia/Tokyo")


def in_sight(page: Page, place: FrameLocator, name: str) -> bool:
    """Return whether it's completely visible without scrolling, and uncovered in the middle, once everything has come to rest."""

    def is_so() -> bool:
        box, frame = hook(place, name).bounding_box(), hook(page, "widget-frame").bounding_box()
        return (
            bool(box and frame and frame["y"] <= box["y"] and box["y"] + box["height"] <= frame["y"] + frame["height"])
            and on_top()
        )

    def on_top() -> bool:
        found: bool = hook(place, name).evaluate("""element => {
          const { left, top, width, height } = element.getBoundingClientRect();
          return element.contains(document.elementFromPoint(left + width / 2, top + height - 2));
        }""")
        return found

    return until(is_so)


def test_submit_buttons_are_in_sight_in_a_low_window(pages: Pages, operator_page: Page, site: Site) -> None:
    client = pages.open(viewport={"width": 1280, "height": 640})
    client.goto(f"{site.other_url}/demo/")
    inside = choose_entry(client, "callback")
    hook(inside, "time-day").nth(1).check()
    assert in_sight(client, inside, "entry-submit")
    hook(inside, "time-hour").last.scroll_into_view_if_needed()
    assert in_sight(client, inside, "entry-submit")
    inside.get_by_role("button", name="Back", exact=True).click()
    hook(inside, "entry-chat").click()
    hook(inside, "field-message").fill("Hello")
    assert in_sight(client, inside, "entry-submit")
    hook(inside, "entry-submit").click()
    accept(operator_page)
    hook(operator_page, "end-session").click()
    hook(operator_page, "confirm-yes").click()
    expect(hook(inside, "rating-submit")).to_be_visible()
    assert in_sight(client, inside, "rating-submit")


def test_a_client_without_devices_is_offered_a_callback_and_keeps_the_place(
    operator_page: Page, pages: Pages, site: Site
) -> None:
    client = pages.open()
    client.add_init_script(NO_DEVICE)
    client.goto(f"{site.other_url}/demo/")
    inside = choose_entry(client, "videocall")
    hook(inside, "entry-submit").click()
    expect(hook(inside, "device-help", device="camera", state="no-device")).to_be_visible()
    hook(inside, "callback-instead").click()
    hook(inside, "field-phone").fill("601 123 456")
    expect(hook(inside, "field-time")).to_have_value("now")
    hook(inside, "entry-submit").click()
    expect(hook(inside, "callback-phone")).to_be_visible()
    expect(hook(inside, "waiting", position="1")).to_be_visible()
    row = "SELECT entry, callback_phone, devices FROM sessions_app_session"
    wanted = ("videocall", "+420601123456", '{"microphone": "no-device", "camera": "no-device"}')
    assert until(lambda: look_up(site, row) == wanted), look_up(site, row)
    accept(operator_page)
    runs(operator_page, inside)
    Side(widget_frame(client)).gets_frames()


INVITATION = """
from django.utils import timezone
from sessions_app.models import Invitation, Operator, Widget
from sessions_app.services.invitations import code_hash
now = timezone.now()
Invitation.objects.create(operator=Operator.objects.get(user__username='anna'), widget=Widget.objects.get(key='demo'), token_hash='t',
    code_hash=code_hash('ABCD2345'), created_at=now, expires_at=now + timezone.timedelta(hours=1))
"""


def test_a_code_works_in_any_spelling(client_page: Page, operator_page: Page, site: Site) -> None:
    site.manage("shell", "-c", INVITATION)
    inside = choose_entry(client_page, "invitation")
    hook(inside, "field-code").fill("ZZZZ-2345")
    hook(inside, "entry-submit").click()
    expect(hook(inside, "error")).to_have_text("This code isn’t valid. Check it, or ask for a new one.")
    expect(hook(inside, "field-code")).to_be_focused()
    hook(inside, "field-code").fill(" abcd 23-45 ")
    hook(inside, "entry-submit").click()
    expect(hook(inside, "preview-video")).to_be_visible()
    accept(operator_page)
    runs(operator_page, inside)
    Side(operator_page).gets_sound()


def test_an_offline_widget_takes_messages_and_updates_when_somebody_comes_online(pages: Pages, site: Site) -> None:
    client = pages.open(f"{site.other_url}/demo/")
    launcher = hook(client, "launcher")
    expect(launcher).to_have_attribute("data-state", "offline")
    launcher.click()
    inside = widget(client)
    expect(hook(inside, "entry-form")).to_be_visible()
    expect(hook(inside, "entry-chat")).to_have_attribute("aria-disabled", "true")
    expect(hook(inside, "entry-chat")).to_have_accessible_description("Nobody is here right now.")
    expect(hook(inside, "entry-callback")).not_to_have_attribute("aria-disabled", "true")
    hook(inside, "field-email").fill("emily@")
    hook(inside, "field-message").fill("My boiler shows F.22")
    hook(inside, "entry-submit").click()
    expect(hook(inside, "error")).to_have_text(re.compile("This e-mail address is incomplete"))
    hook(inside, "field-email").fill("emily@posteo.example")
    hook(inside, "entry-submit").click()
    expect(seen(inside, "We’ll reply to emily@posteo.example.")).to_be_visible()
    assert look_up(site, "SELECT state, message, away FROM sessions_app_session") == ("waiting", 1, 1)
    hook(inside, "new-conversation").click()

    visitor = pages.open(f"{site.other_url}/demo/")
    hook(visitor, "launcher").click()
    expect(hook(widget(visitor), "entry-form")).to_be_visible()
    console = pages.open()
    sign_in(console, site, "anna")
    expect(hook(console, "presence", state="online")).to_be_visible()
    for page in (client, visitor):  # one has a socket, one doesn't and looks every five seconds
        expect(hook(page, "launcher", state="online")).to_be_attached(timeout=20_000)
        expect(hook(widget(page), "entry-form")).to_have_count(0)
        expect(hook(widget(page), "entry-chat")).not_to_have_attribute("aria-disabled", re.compile("."))
