"""Reloading a page during its call: seconds until the other side's picture returns, without a prompt or a press."""

from __future__ import annotations

from time import monotonic

from playwright.sync_api import Frame, Page

from tests.browser.pages import hook, widget_frame
from tests.browser.talk import Talk

BACK = """() => {
  const call = window.contactcenter?.call;
  const video = document.querySelector('[data-test="remote-video"]');
  return call?.view.phase === "connected" && call.view.mine && video?.readyState >= 2 && video.currentTime > 0;
}"""


def reload_client(talk: Talk) -> float:
    """Return the seconds from reloading the host page to the operator's picture in the widget."""
    return _reload(talk.client, lambda: widget_frame(talk.client), talk)


def reload_operator(talk: Talk) -> float:
    """Return the seconds from reloading the console to the client's picture in it."""
    return _reload(talk.console, lambda: talk.console, talk)


def _reload(page: Page, place: object, talk: Talk) -> float:
    began = monotonic()
    page.reload(wait_until="commit")
    inside: Page | Frame = place()  # type: ignore[operator]
    inside.wait_for_function(BACK, timeout=20_000, polling=50)
    took = monotonic() - began
    assert hook(talk.inside, "call-prompt").count() == 0, "the client was asked again"
    return took
