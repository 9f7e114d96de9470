"""Calls over the wire."""

from __future__ import annotations

from tests.browser.pages import hook
from tests.browser.talk import Talk


def end(talk: Talk) -> None:
    hook(hook(talk.console, "call"), "hangup").click()
    for place in (talk.console, talk.inside):
        hook(place, "call", state="connected").wait_for(state="detached")
