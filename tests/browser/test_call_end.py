"""Ending, resuming and repeating calls while the conversation goes on (C11, C14)."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.lateness import lateness, note_lateness
from tests.browser.pages import hook
from tests.browser.talk import Talk
from tests.servers.process import until

AT_ONCE = 1.0  # seconds after which everything is released
WATCH = """(button) => {
  document.addEventListener("click", ({ target }) => { if (target.closest(button)) window.pressed = Date.now(); }, true);
  const look = setInterval(() => {
    if (window.tracks.some(({ readyState }) => readyState === "live")) return;
    window.freed = Date.now();
    clearInterval(look);
  }, 20);
}"""
"""Note in the page itself when the button is pressed, and when no device is held any more."""


def is_over(talk: Talk) -> None:
    expect(hook(talk.console, "call")).to_be_hidden()
    expect(hook(talk.inside, "call")).to_be_hidden()


class Freed:
    """Both sides free their devices at once when this button is pressed."""

    def __init__(self, talk: Talk, button: str) -> None:
        self._sides = (talk.operator_side, talk.client_side)
        self._places = (talk.console, talk.frame)
        for side in self._sides:
            side.run(WATCH, f"[data-test={button}]")
        note_lateness(*self._places)

    def at_once(self) -> None:
        for side in self._sides:
            assert until(lambda side=side: side.run("() => window.freed > 0")), f"devices are still held: {side.tracks()}"  # type: ignore[misc]
        pressed = max(side.run("() => window.pressed ?? 0") for side in self._sides)
        took = (max(side.run("() => window.freed") for side in self._sides) - pressed) / 1000
        assert 0 <= took <= AT_ONCE + lateness(*self._places), f"freed after {took:.1f} s"


@pytest.mark.parametrize("who", ["operator", "client"])
def test_hanging_up_frees_both_sides_at_once_and_the_chat_goes_on(talk: Talk, who: str) -> None:
    talk.call()
    first = talk.console if who == "operator" else talk.inside
    devices = Freed(talk, "hangup")
    hook(first, "hangup").click()
    devices.at_once()
    is_over(talk)
    talk.chat()
    expect(hook(talk.console, "presence", state="online")).to_be_visible()


def test_a_second_call_prompts_again_and_works(talk: Talk) -> None:
    talk.call("prompt-accept-audio")
    hook(talk.console, "hangup").click()
    is_over(talk)
    talk.call("prompt-accept")
    talk.operator_side.gets_frames()
    talk.client_side.gets_frames()
    expect(hook(talk.console, "panel-call").get_by_text("Ended by you")).to_be_visible()


def test_the_call_returns_by_itself_after_the_operators_reload(talk: Talk) -> None:
    talk.call()
    talk.console.reload()
    talk.connected()
    expect(hook(talk.inside, "call-prompt")).to_have_count(0)
    talk.operator_side.gets_frames()
    talk.client_side.gets_frames()


def test_the_call_returns_by_itself_after_the_websites_reload(talk: Talk) -> None:
    talk.call()
    talk.client.reload()
    expect(hook(talk.inside, "call", state="connected")).to_be_visible(timeout=20_000)
    expect(hook(talk.inside, "call-prompt")).to_have_count(0)
    talk.operator_side.gets_frames()
    talk.client_side.gets_frames()
    expect(hook(talk.inside, "toggle-camera", state="on")).to_be_visible()


def test_the_camera_keeps_its_state_through_a_reload(talk: Talk) -> None:
    talk.call("prompt-accept-audio")
    hook(talk.inside, "toggle-mic").click()
    expect(hook(talk.console, "client-microphone", state="muted")).to_be_visible()
    talk.client.reload()
    expect(hook(talk.inside, "call", state="connected")).to_be_visible(timeout=20_000)
    expect(hook(talk.inside, "toggle-mic", state="off")).to_be_visible()
    expect(hook(talk.inside, "toggle-camera", state="off")).to_be_visible()
    passed = talk.operator_side.while_sound_passes()
    assert passed.frames == 0


def test_ending_the_session_ends_the_call(talk: Talk) -> None:
    talk.call()
    devices = Freed(talk, "confirm-yes")
    hook(talk.console, "end-session").click()
    hook(talk.console, "confirm-yes").click()
    devices.at_once()
    expect(hook(talk.console, "conversation", state="wrapup")).to_be_visible()
    expect(hook(talk.inside, "session-state", state="closed")).to_be_attached()
