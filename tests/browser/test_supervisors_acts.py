"""Supervisors act on the live board, and operators call them for help: in real pages of both."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.access import Access
from tests.browser.board_page import PUSHED
from tests.browser.pages import Pages, hook, query, supervise, widget
from tests.browser.talk import Talk
from tests.servers import Site


@pytest.fixture
def board(pages: Pages, site: Site, talk: Talk) -> Page:
    """The board, while Anna talks with a client."""
    page = supervise(pages.open(), site)
    expect(hook(page, "board", state="live")).to_be_visible()
    expect(hook(page, "session-row")).to_be_visible()
    return page


def anna_of(site: Site) -> str:
    return str(query(site, "SELECT id FROM sessions_app_operator WHERE name LIKE 'Anna%'")[0][0])


def test_a_session_is_ended_with_a_reason_by_keyboard_only(board: Page, talk: Talk) -> None:
    end = hook(hook(board, "session-row"), "act-end")
    end.focus()
    board.keyboard.press("Enter")
    dialog = hook(board, "act-dialog")
    expect(hook(dialog, "act-reason")).to_be_focused()
    board.keyboard.press("Enter")
    expect(dialog).to_contain_text("Give a reason first.")
    board.keyboard.type("Fire drill")
    board.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(end).to_be_focused()
    board.keyboard.press("Enter")
    expect(hook(dialog, "act-reason")).to_have_value("Fire drill")
    board.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(hook(board, "session-row")).to_have_count(0)
    expect(hook(talk.console, "conversation", state="wrapup")).to_be_visible()
    expect(hook(talk.console, "message", author="system").last).to_contain_text("sofia ended the session", ignore_case=True)
    expect(hook(talk.console, "note")).to_contain_text("Fire drill")
    inside = widget(talk.client)
    expect(inside.get_by_text("A supervisor ended").first).to_be_visible()
    expect(inside.locator("body")).not_to_contain_text(re.compile("sofia|fire drill", re.IGNORECASE))


def test_a_session_that_has_just_ended_is_refused_in_words_and_nothing_is_lost(board: Page, talk: Talk) -> None:
    hook(hook(board, "session-row"), "act-redirect").click()
    dialog = hook(board, "act-dialog")
    hook(dialog, "act-target").select_option(index=2)
    hook(dialog, "act-reason").fill("Boris knows this boiler")
    hook(talk.console, "end-session").click()
    hook(talk.console, "confirm-yes").click()
    expect(hook(board, "session-row")).to_have_count(0)
    hook(dialog, "act-confirm").click()
    expect(hook(dialog, "act-refusal")).to_contain_text(re.compile("Anna.* has already ended this session."))
    expect(hook(dialog, "act-reason")).to_have_value("Boris knows this boiler")


def test_an_operator_is_set_away_and_reads_by_whom_and_why(board: Page, talk: Talk, site: Site) -> None:
    row = hook(board, "operator-row", operator=anna_of(site))
    hook(row, "act-state").click()
    dialog = hook(board, "act-dialog")
    hook(dialog, "act-value").select_option("away")
    hook(dialog, "act-reason").fill("You look tired")
    hook(dialog, "act-confirm").click()
    expect(dialog).to_be_hidden()
    expect(hook(board, "operator-row", operator=anna_of(site), state="away")).to_be_visible()
    expect(hook(talk.console, "notice")).to_contain_text("set you away")
    expect(hook(talk.console, "notice")).to_contain_text("You look tired")


def test_an_operator_is_signed_out(board: Page, talk: Talk, site: Site) -> None:
    hook(hook(board, "operator-row", operator=anna_of(site)), "act-signout").click()
    dialog = hook(board, "act-dialog")
    hook(dialog, "act-reason").fill("Your shift is over")
    hook(dialog, "act-confirm").click()
    expect(hook(board, "operator-row", operator=anna_of(site), state="offline")).to_be_visible()
    assert query(site, "SELECT count(*) FROM django_session WHERE session_key = 'session-of-anna'") == [(0,)]


def test_help_is_asked_for_answered_and_withdrawn(board: Page, talk: Talk, site: Site) -> None:
    console = talk.console
    console.keyboard.press("Alt+Shift+KeyH")
    hook(console, "help-reason").fill("May I give a refund?")
    console.keyboard.press("Escape")
    expect(hook(console, "help-reason")).to_be_hidden()
    hook(console, "ask-help").click()
    expect(hook(console, "help-reason")).to_have_value("May I give a refund?")
    hook(console, "help-send").click()
    expect(hook(console, "help-withdraw")).to_be_visible()
    request = hook(board, "help-request", operator=anna_of(site))
    expect(request).to_contain_text("May I give a refund?", timeout=PUSHED)
    hook(request, "help-answer").fill("Yes, up to 100")
    hook(request, "help-answer").press("Enter")
    expect(request).to_have_count(0)
    expect(hook(console, "note").last).to_contain_text("Yes, up to 100")
    expect(hook(console, "notice")).to_contain_text("answers your call for help")
    expect(hook(console, "help-withdraw")).to_have_count(0)
    hook(console, "ask-help").click()
    hook(console, "help-reason").fill("And now?")
    hook(console, "help-send").click()
    expect(hook(board, "help-request")).to_have_count(1)
    hook(console, "help-withdraw").click()
    expect(hook(board, "help-request")).to_have_count(0)
    expect(hook(board, "help-over").last).to_contain_text("no longer needs help")
    expect(widget(talk.client).locator("body")).not_to_contain_text("refund")


def test_a_reason_written_while_the_connection_is_cut_is_sent_afterwards(board: Page, talk: Talk) -> None:
    console = talk.console
    console.context.set_offline(True)
    hook(console, "ask-help").click()
    hook(console, "help-reason").fill("Are you there?")
    console.context.set_offline(False)
    hook(console, "help-send").click()
    expect(hook(board, "help-request")).to_contain_text("Are you there?")
    expect(hook(console, "help-reason")).to_be_hidden()


def test_axe_finds_nothing_in_the_dialogs_and_in_a_call_for_help(board: Page, talk: Talk) -> None:
    access = Access()
    hook(talk.console, "ask-help").click()
    hook(talk.console, "help-reason").fill("May I give a refund?")
    hook(talk.console, "help-send").click()
    expect(hook(talk.console, "help-withdraw")).to_be_visible()
    access.looks(talk.console, "call for help")
    expect(hook(board, "help-request")).to_be_visible()
    access.looks(board, "board with a call for help")
    for within, act in (("session", "redirect"), ("session", "end"), ("operator", "state"), ("operator", "signout")):
        hook(hook(board, f"{within}-row"), f"act-{act}").first.click()
        expect(hook(board, "act-dialog")).to_be_visible()
        access.looks(board, f"dialog of {act}")
        board.keyboard.press("Escape")
        expect(hook(board, "act-dialog")).to_be_hidden()
    assert access.found == []


def test_the_admins_list_asks_for_the_reason(pages: Pages, site: Site, talk: Talk) -> None:
    page = supervise(pages.open(), site, "/admin/sessions_app/session/")
    page.locator(".action-select").first.check()
    page.locator('select[name="action"]').select_option("end_sessions")
    page.locator('button[name="index"]').click()
    page.locator('input[name="reason"]').fill("Fire drill")
    hook(page, "act-confirm").click()
    expect(page.locator(".messagelist")).to_contain_text("Ended.")
    expect(hook(talk.console, "conversation", state="wrapup")).to_be_visible()


def test_the_second_of_two_supervisors_is_refused_with_what_happened(board: Page, talk: Talk, pages: Pages, site: Site) -> None:
    other = supervise(pages.open(), site)
    expect(hook(other, "board", state="live")).to_be_visible()  # before, it's the server's, whose buttons do nothing yet
    for page, act in ((board, "act-end"), (other, "act-redirect")):
        hook(hook(page, "session-row"), act).click()
        hook(page, "act-reason").fill("Both of us saw it")
    hook(other, "act-target").select_option(index=2)
    hook(board, "act-confirm").click()
    expect(hook(board, "act-dialog")).to_be_hidden()
    hook(other, "act-confirm").click()
    expect(hook(other, "act-refusal")).to_contain_text(re.compile("sofia.* has already ended this session.", re.IGNORECASE))
    expect(hook(talk.console, "conversation", state="wrapup")).to_be_visible()
    hook(hook(board, "operator-row", operator=anna_of(site)), "act-wrapup").click()
    hook(board, "act-reason").fill("Somebody waits")
    hook(board, "act-confirm").click()
    expect(hook(talk.console, "conversation")).to_have_count(0)
    expect(hook(board, "operator-row", operator=anna_of(site), state="online")).to_be_visible()
