"""Starting a call: from a chat to pictures and sound on both sides, proven by the browsers' own statistics (C3, C4)."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.pages import hook
from tests.browser.talk import Talk
from tests.servers.process import until


def test_accepting_with_video_gives_pictures_and_sound_on_both_sides(talk: Talk) -> None:
    talk.call("prompt-accept")
    talk.operator_side.gets_frames()
    talk.client_side.gets_frames()
    expect(hook(talk.inside, "peer-camera", state="on")).to_be_attached()
    expect(hook(talk.inside, "peer-microphone", state="on")).to_be_attached()
    expect(hook(talk.console, "client-camera", state="granted")).to_be_visible()
    expect(hook(talk.console, "client-microphone", state="granted")).to_be_visible()


def test_audio_only_hides_the_client_until_their_camera_is_turned_on(talk: Talk) -> None:
    talk.call("prompt-accept-audio")
    talk.client_side.gets_frames()
    passed = talk.operator_side.while_sound_passes()
    assert passed.energy > 0
    assert passed.frames == 0
    assert talk.client_side.tracks() == ["live"]
    expect(hook(talk.inside, "toggle-camera", state="off")).to_be_visible()
    expect(hook(talk.console, "snapshot")).to_have_attribute("aria-disabled", "true")

    hook(talk.inside, "toggle-camera").click()
    talk.operator_side.gets_frames()
    expect(hook(talk.console, "client-camera", state="granted")).to_be_visible()
    expect(hook(talk.inside, "self-video")).to_be_visible()


def test_the_operator_sees_themselves_and_nothing_is_sent_before_acceptance(talk: Talk) -> None:
    talk.ask()
    expect(hook(talk.console, "call", state="requested")).to_be_visible()
    own = hook(talk.console, "self-video")
    expect(own).to_be_visible()
    talk.console.wait_for_function("video => video.videoWidth > 0 && video.currentTime > 0.5", arg=own.element_handle())
    assert talk.operator_side.received().sent == 0
    assert talk.client_side.received().frames == 0
    assert talk.client_side.tracks() == []
    hook(talk.inside, "prompt-accept").click()
    talk.connected()


@pytest.mark.parametrize("site_env", [{"CONTACTCENTER_ARMED_CALLS": "0"}], indirect=True)
def test_without_armed_calls_no_browser_connects_before_acceptance(talk: Talk) -> None:
    talk.ask()
    expect(hook(talk.inside, "call-prompt")).to_be_visible()
    own = hook(talk.console, "self-video")
    talk.console.wait_for_function("video => video.videoWidth > 0 && video.currentTime > 0.5", arg=own.element_handle())
    for side in (talk.operator_side, talk.client_side):
        assert side.run("() => window.contactcenter.call.peer") is None
    assert talk.client_side.tracks() == []
    hook(talk.inside, "prompt-accept").click()
    talk.connected()
    talk.operator_side.gets_frames()
    talk.client_side.gets_frames()


def test_a_call_the_client_asked_for_starts_without_a_prompt(talk: Talk) -> None:
    hook(talk.inside, "ask-call").click()
    hook(talk.console, "tab-call").click()
    expect(hook(talk.console, "call-asked")).to_be_visible()
    hook(talk.console, "call-start").click()
    talk.connected()
    expect(hook(talk.inside, "call-prompt")).to_have_count(0)
    talk.client_side.gets_frames()
    assert talk.operator_side.while_sound_passes().frames == 0
    expect(hook(talk.inside, "toggle-camera", state="off")).to_be_visible()
    assert until(lambda: sorted(talk.client_side.tracks()) == ["ended", "live"]), talk.client_side.tracks()
