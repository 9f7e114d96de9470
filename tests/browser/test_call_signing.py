"""Sign-language mode of a call (L2): both sides follow, it lasts, and it says when signs don't get through."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect

from tests.browser.pages import Place, hook
from tests.browser.reloads import reload_client, reload_operator
from tests.browser.talk import Side, Talk
from tests.servers.process import until

SENT = """() => {
  const sender = window.contactcenter.call.peer?.getSenders().find(({ track }) => track?.kind === "video");
  const { encodings = [{}], degradationPreference } = sender?.getParameters() ?? {};
  const { maxFramerate, scaleResolutionDownBy } = encodings[0] ?? {};
  return { degradationPreference, maxFramerate, scaleResolutionDownBy };
}"""

PICTURES = """(received) => {
  const { call } = window.contactcenter;
  window.received = received;
  if (window.faked) return;
  window.faked = true;
  const read = RTCPeerConnection.prototype.getStats;
  const counted = { decoded: 0, sent: 0, at: performance.now() };
  RTCPeerConnection.prototype.getStats = async function (...which) {
    const report = new Map((await read.apply(this, which)).entries());
    const seconds = (performance.now() - counted.at) / 1000;
    counted.at += seconds * 1000;
    counted.decoded += seconds * window.received;
    counted.sent += seconds * 30;
    for (const [id, line] of report) {
      if (line.kind !== "video") continue;
      if (line.type === "inbound-rtp") report.set(id, { ...line, framesDecoded: counted.decoded });
      if (line.type === "outbound-rtp") report.set(id, { ...line, framesSent: counted.sent });
      if (line.type === "media-source") report.set(id, { ...line, frames: counted.sent });
    }
    return report;
  };
}"""
"""The browser's statistics from now on: so many pictures a second arrive here, thirty leave."""


def sends_signing(side: Side) -> bool:
    """Whether this side's sender keeps its pictures a second."""
    sent: dict[str, Any] = side.run(SENT)
    return sent["degradationPreference"] == "maintain-framerate" and (sent["maxFramerate"] or 0) >= 20


def shows_mode(place: Place, state: str) -> None:
    expect(hook(place, "sign-mode", state=state)).to_be_visible()
    expect(hook(place, "signing")).to_have_count(1 if state == "on" else 0)


def in_mode(talk: Talk) -> Talk:
    talk.call()
    hook(talk.inside, "sign-mode").click()
    for place in (talk.console, talk.inside):
        shows_mode(place, "on")
    return talk


def both_send_signing(talk: Talk) -> bool:
    sides = (talk.operator_side, talk.client_side)
    return until(lambda: all(sends_signing(side) for side in sides), seconds=10)


def test_either_side_switches_it_by_keyboard_and_both_send_for_signing(talk: Talk) -> None:
    talk.call()
    for place in (talk.console, talk.inside):
        shows_mode(place, "off")
    button = hook(talk.inside, "sign-mode")
    button.focus()
    button.press("Enter")
    for place in (talk.console, talk.inside):
        shows_mode(place, "on")
    assert both_send_signing(talk), [side.run(SENT) for side in (talk.operator_side, talk.client_side)]
    expect(hook(talk.console, "message", author="system").filter(has_text="Emily turned sign-language mode on")).to_be_attached()
    expect(button).to_have_accessible_name("Turn sign-language mode off")

    hook(talk.console, "sign-mode").press("Space")
    for place in (talk.console, talk.inside):
        shows_mode(place, "off")
    assert until(lambda: not sends_signing(talk.client_side) and not sends_signing(talk.operator_side), seconds=10)


def test_it_survives_a_reload_of_either_side(talk: Talk) -> None:
    in_mode(talk)
    for reload in (reload_client, reload_operator):
        reload(talk)
        for place in (talk.console, talk.inside):
            shows_mode(place, "on")
        assert both_send_signing(talk)


def test_the_operator_calls_in_it_and_the_next_call_is_in_it_too(talk: Talk) -> None:
    hook(talk.console, "tab-call").click()
    tick = hook(talk.console, "call-signing")
    expect(tick).not_to_be_checked()
    tick.check()
    talk.call()
    for place in (talk.console, talk.inside):
        shows_mode(place, "on")
    hook(talk.inside, "hangup").click()
    expect(tick).to_be_checked()
    talk.console.reload()
    hook(talk.console, "active-item").first.click()
    hook(talk.console, "tab-call").click()
    expect(tick).to_be_checked()
    tick.uncheck()
    talk.call()
    for place in (talk.console, talk.inside):
        shows_mode(place, "off")


def test_signs_that_do_not_get_through_are_told_on_both_sides_and_writing_is_offered(talk: Talk) -> None:
    in_mode(talk)
    talk.frame.evaluate(PICTURES, 30)
    talk.console.evaluate(PICTURES, 12)
    told = hook(talk.console, "quality", state="bad")
    expect(told).to_contain_text("Emily’s signing doesn’t come through: the connection is too slow.", timeout=20_000)
    expect(hook(talk.inside, "line", state="bad")).to_contain_text("Your signing doesn’t reach Anna", timeout=20_000)
    assert until(lambda: talk.client_side.run(SENT)["scaleResolutionDownBy"] > 2, seconds=20), talk.client_side.run(SENT)
    assert sends_signing(talk.client_side)

    hook(told, "write-instead").click()
    expect(hook(talk.console, "composer")).to_be_focused()
    hook(hook(talk.inside, "line"), "write-instead").click()
    expect(hook(talk.inside, "composer")).to_be_focused()

    talk.console.evaluate(PICTURES, 30)
    for place, name in ((talk.console, "quality"), (talk.inside, "line")):
        expect(hook(place, name, state="bad")).to_have_count(0, timeout=20_000)
