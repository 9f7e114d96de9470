"""Answers to a request that lead to no call, and who may ask at all (C1, C4)."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import Pages, hook, seen
from tests.browser.talk import Talk
from tests.servers import Site
from tests.servers.process import until


def nothing_runs(talk: Talk) -> None:
    """Check that no prompt is left and that the operator's camera is released. A slow one opens only now, and is released then."""
    expect(hook(talk.inside, "call-prompt")).to_have_count(0)
    expect(hook(talk.console, "call")).to_be_hidden()
    assert until(lambda: set(talk.operator_side.tracks()) == {"ended"}), talk.operator_side.tracks()
    assert talk.client_side.tracks() == []


def test_a_declined_request_is_explained_and_can_be_repeated(talk: Talk) -> None:
    talk.ask()
    hook(talk.inside, "prompt-decline").click()
    outcome = hook(talk.console, "call-outcome", state="declined")
    expect(outcome).to_contain_text("Emily declined")
    nothing_runs(talk)
    expect(hook(talk.console, "presence", state="online")).to_be_visible()
    talk.call("prompt-accept-audio")


def test_withdrawing_a_request_removes_the_prompt_and_it_can_be_repeated(talk: Talk) -> None:
    talk.ask()
    hook(talk.console, "call-withdraw").click()
    expect(hook(talk.console, "call-outcome", state="withdrawn")).to_be_visible()
    nothing_runs(talk)
    talk.ask()
    expect(hook(talk.console, "call-outcome")).to_have_count(0)


@pytest.mark.parametrize("site_env", [{"CONTACTCENTER_PROMPT_SECONDS": "5"}], indirect=True, ids=["five seconds"])
def test_an_unanswered_request_expires_and_can_be_repeated(talk: Talk, site_env: dict[str, str]) -> None:
    talk.ask()
    expect(hook(talk.inside, "prompt-countdown")).to_have_text(re.compile("^[0-5]$"))
    expect(hook(talk.console, "call-outcome", state="no-answer")).to_contain_text("No answer")
    nothing_runs(talk)
    talk.ask()


def test_the_client_cancels_their_request(talk: Talk) -> None:
    hook(talk.console, "tab-call").click()
    hook(talk.inside, "ask-call").click()
    expect(hook(talk.console, "call-asked")).to_be_visible()
    talk.inside.get_by_role("button", name="Cancel").click()
    expect(hook(talk.console, "call-asked")).to_have_count(0)
    expect(hook(talk.console, "call-start")).to_be_enabled()


def test_an_operator_in_a_call_is_busy_and_gets_no_other_client(talk: Talk, pages: Pages, site: Site) -> None:
    talk.call("prompt-accept-audio")
    expect(hook(talk.console, "presence", state="busy")).to_be_visible()
    other = Talk(talk.console, pages.open(f"{site.other_url}/demo/"))
    # New clients are told before they ask (E5), and may wait anyway.
    expect(hook(other.client, "launcher", state="busy")).to_be_visible()
    other.open()
    expect(seen(other.inside, "All operators are busy right now.")).to_be_visible()
    other.enter("Jonas Weber")
    accept = hook(talk.console, "accept")
    expect(accept).to_have_attribute("aria-disabled", "true")
    expect(seen(talk.console, "You’re in a call.")).to_be_visible()
    hook(talk.inside, "hangup").click()
    expect(hook(talk.console, "presence", state="online")).to_be_visible()
    expect(accept).not_to_have_attribute("aria-disabled", "true")
    expect(hook(pages.open(f"{site.other_url}/demo/"), "launcher", state="online")).to_be_visible()


def test_a_browser_without_calls_declines_automatically_and_says_why(operator_page: Page, pages: Pages, site: Site) -> None:
    client = pages.open()
    client.add_init_script("delete window.RTCPeerConnection")
    client.goto(f"{site.other_url}/demo/")
    talk = Talk(operator_page, client).begin()
    hook(talk.console, "tab-call").click()
    hook(talk.console, "call-start").click()
    expect(hook(talk.console, "call-outcome", state="declined")).to_contain_text("browser")
