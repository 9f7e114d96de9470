"""A running call through reloads, a second tab and a killed server: it goes on, and nobody is prompted (C14)."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from bench.real_time_text import MEDIA
from tests.browser.lateness import lateness, note_lateness
from tests.browser.pages import Pages, hook
from tests.browser.reloads import reload_client, reload_operator
from tests.browser.talk import FALL_SILENT, Talk
from tests.servers import Site

RELOADS = 5


@pytest.fixture
def call(talk: Talk) -> Talk:
    return talk.call()


def test_each_side_returns_from_five_reloads_without_a_prompt(call: Talk) -> None:
    """``make bench`` measures how long that takes (bench/reload.py)."""
    for side in (reload_client, reload_operator):
        for _ in range(RELOADS):
            side(call)
    call.connected()


def test_a_killed_server_ends_no_call(call: Talk, site: Site, pages: Pages) -> None:
    pages.allow("ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET|WebSocket|Failed to load resource")
    site.kill()
    for place in (call.console, call.frame):
        place.wait_for_function("() => window.contactcenter.call.wire.state === 'reconnecting'")
    for side in (call.operator_side, call.client_side):
        side.gets_frames(20)
    site.start()
    for place in (call.console, call.frame):
        place.wait_for_function("() => window.contactcenter.call.wire.state === 'open'", timeout=40_000)
    for place in (call.console, call.inside):
        expect(hook(place, "call", state="connected")).to_be_visible()
    states = [place.evaluate("() => window.contactcenter.call.view.call.state") for place in (call.console, call.frame)]
    assert states == ["connected"] * 2
    for side in (call.operator_side, call.client_side):
        side.gets_frames()
    call.chat()


@pytest.fixture
def phone_offered(site: Site) -> None:
    """Wait until the widget offers to call back."""
    change = "w = Widget.objects.get(key='demo'); w.entries = sorted({*w.entries, 'callback'}); w.save()"
    site.manage("shell", "-c", f"from sessions_app.models import Widget; {change}")


@pytest.mark.usefixtures("phone_offered")
@pytest.mark.parametrize("site_env", [{"CONTACTCENTER_CALL_GRACE_SECONDS": "8"}], indirect=True)
def test_an_interruption_is_shown_within_three_seconds_and_a_failed_call_leaves_chat_and_phone(call: Talk) -> None:
    call.console.evaluate(
        """() => {
          const { call } = window.contactcenter;
          call.addEventListener("change", () => { if (call.view.phase === "reconnecting") window.told ??= Date.now(); });
        }"""
    )
    call.frame.evaluate(MEDIA, False)  # what repairs the connection doesn't get through either
    note_lateness(call.console)
    stopped = call.frame.evaluate(FALL_SILENT)
    expect(hook(call.console, "call", state="reconnecting")).to_be_visible()
    late = lateness(call.console)
    expect(hook(call.inside, "line")).to_contain_text("can’t hear you")
    took = (call.console.evaluate("window.told") - stopped) / 1000
    assert took <= 3 + late, f"told after {took:.1f} s"

    expect(hook(call.inside, "call-lost")).to_contain_text("didn’t come back", timeout=30_000)
    expect(hook(call.console, "call-outcome", state="failed")).to_be_visible()
    hook(call.inside, "lost-phone").fill("+420 605 123 456")
    hook(call.inside, "lost-send").click()
    expect(hook(call.inside, "call-lost")).to_have_count(0)
    expect(hook(call.console, "message", author="client").last).to_contain_text("Please call me by phone: +420 605 123 456")
