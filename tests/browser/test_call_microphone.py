"""A microphone that hears nothing is told to its owner, on either side, before the other side has to say so."""

from __future__ import annotations

import pytest
from playwright.sync_api import Frame, Locator, Page, expect

from tests.browser.devices import OWN_SOUND
from tests.browser.pages import Place, hook
from tests.browser.talk import STEADY_SECONDS, Talk

GIVE_A_VOICE = f"""() => {{
  window.voice = 0;
  ({OWN_SOUND})((context) => {{
    const tone = new OscillatorNode(context, {{ frequency: 500 }});
    const loud = new GainNode(context, {{ gain: window.voice }});
    window.speak = (gain) => {{ loud.gain.value = window.voice = gain; }};
    tone.start();
    return tone.connect(loud);
  }});
}}"""
"""From now on every microphone is as loud as the page's ``speak`` says: at first it delivers zeros."""

QUIET_ROOM = 2e-4
"""−74 dB: what a good microphone delivers where nobody speaks."""


TOLD = 30_000
"""Milliseconds until it's told: six seconds without a sound, looked at every second, begin when the call is connected."""


def silent(place: Place) -> Locator:
    return hook(place, "device-notice", device="microphone", what="silent")


@pytest.mark.parametrize("side", ["client", "operator"])
def test_its_owner_is_told_and_no_longer_when_it_hears(talk: Talk, side: str) -> None:
    place, view = sides(talk, side)
    place.evaluate(GIVE_A_VOICE)
    talk.ask()
    hook(talk.inside, "prompt-accept").click()
    expect(silent(view)).to_contain_text("Your microphone is on but hears nothing.", timeout=TOLD)
    other = talk.console if side == "client" else talk.inside
    expect(silent(other)).to_have_count(0)
    place.evaluate("() => window.speak(0.3)")
    expect(silent(view)).to_have_count(0)


def test_the_line_leads_to_the_devices_and_a_press_puts_it_away(talk: Talk) -> None:
    talk.frame.evaluate(GIVE_A_VOICE)
    talk.ask()
    hook(talk.inside, "prompt-accept").click()
    hook(silent(talk.inside), "silent-devices").click(timeout=TOLD)
    expect(hook(talk.inside, "settings-dialog")).to_be_visible()
    hook(talk.inside, "settings-close").click()
    silent(talk.inside).get_by_role("button", name="Close").click()
    expect(silent(talk.inside)).to_have_count(0)


def test_nothing_is_said_of_a_quiet_room_or_of_a_microphone_turned_off(talk: Talk) -> None:
    talk.frame.evaluate(GIVE_A_VOICE)
    talk.frame.evaluate(f"() => {{ window.voice = {QUIET_ROOM}; }}")
    talk.console.evaluate(GIVE_A_VOICE)
    talk.ask()
    hook(talk.console, "toggle-mic", state="on").click()
    hook(talk.inside, "prompt-accept").click()
    expect(hook(talk.inside, "call", state="connected")).to_be_visible(timeout=STEADY_SECONDS)
    # Longer than a dead microphone would take to be told: ten seconds of what the other side receives.
    talk.client_side.while_sound_passes(packets=500)
    for place in (talk.inside, talk.console):
        expect(silent(place)).to_have_count(0)


def sides(talk: Talk, side: str) -> tuple[Page | Frame, Place]:
    """Return where the side's scripts run, and where it is looked at."""
    return (talk.frame, talk.inside) if side == "client" else (talk.console, talk.console)
