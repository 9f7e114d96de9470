"""Devices and picture size in a running call, on both sides (C9, C10). Statistics prove what arrives."""

from __future__ import annotations

import re

from playwright.sync_api import FrameLocator, Page, expect

from tests.browser.pages import hook
from tests.browser.talk import HIGH, LOW, NATIVE, Side, Talk, connection, receives


def choose(dialog: Page | FrameLocator, name: str, size: tuple[int, int], sees: Side) -> None:
    hook(dialog, "pick-resolution").select_option(name)
    expect(hook(dialog, "actual-resolution")).to_have_text(f"{size[0]}×{size[1]}")
    receives(sees, size)


def test_both_sides_change_devices_and_size_during_a_call(talk: Talk) -> None:
    # Both pages share the browser's one camera, which runs in one format: only one side has it on at a time.
    talk.call("prompt-accept-audio")
    console, inside = talk.console, talk.inside
    before = [connection(place) for place in (console, talk.frame)]

    hook(console, "settings").click()
    expect(hook(console, "actual-resolution")).to_have_text("640×480")
    for name, size in (("high", HIGH), ("low", LOW), ("default", NATIVE)):
        choose(console, name, size, talk.client_side)
    expect(hook(console, "mic-level")).not_to_have_attribute("aria-valuenow", "0")
    speaker = hook(console, "pick-speaker").locator("option").last.get_attribute("value")
    hook(console, "pick-speaker").select_option(speaker)
    expect(hook(console, "remote-video")).to_have_js_property("sinkId", speaker)
    hook(console, "pick-microphone").select_option(index=2)
    hook(console, "settings-close").click()
    talk.client_side.while_sound_passes()
    hook(console, "toggle-camera", state="on").click()
    hook(inside, "toggle-camera", state="off").click()
    talk.operator_side.gets_frames()

    hook(inside, "call-devices").click()
    dialog = hook(inside, "settings-dialog")
    expect(dialog).to_be_visible()
    expect(hook(dialog, "preview-video")).to_be_visible()
    expect(hook(dialog, "mic-level")).not_to_have_attribute("aria-valuenow", "0")
    for name in ("pick-microphone", "pick-speaker", "pick-camera"):
        expect(hook(dialog, name).locator("option")).not_to_have_count(1)
    for name, size in (("high", HIGH), ("default", NATIVE), ("low", LOW)):
        choose(inside, name, size, talk.operator_side)
    talk.client.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(hook(inside, "call", state="connected")).to_be_visible()

    assert [connection(place) for place in (console, talk.frame)] == before
    assert sorted(talk.client_side.tracks())[-2:] == ["live", "live"]


def test_choices_are_remembered_for_the_next_call(talk: Talk) -> None:
    hook(talk.console, "settings").click()
    hook(talk.console, "pick-resolution").select_option("high")
    expect(hook(talk.console, "actual-resolution")).to_have_text("1280×720")
    hook(talk.console, "settings-close").click()
    talk.console.reload()
    talk.call()
    talk.client_side.gets_frames()
    hook(talk.console, "settings").click()  # in a call it previews the call's own picture
    expect(hook(talk.console, "pick-resolution")).to_have_value("high")
    expect(hook(talk.console, "actual-resolution")).to_have_text(re.compile("1280×720"))
