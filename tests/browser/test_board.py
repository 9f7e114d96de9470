"""The whiteboard (F5): the same pixels on both sides, whatever happens to a page, and the result in the chat."""

from __future__ import annotations

from playwright.sync_api import Route, expect

from tests.browser import board
from tests.browser.board import LOOK, MANY, SHOWN, add, agree, count, looks, open_board, stroke
from tests.browser.pages import hook
from tests.browser.talk import Talk
from tests.servers.process import until


def test_500_strokes_look_the_same_on_both_sides_after_reload_and_reconnect(talk: Talk) -> None:
    add(talk, "boiler.png", "image/png", board.drawing())
    open_board(talk, "boiler.png")
    expect(hook(talk.console, "board")).to_contain_text("Emily sees this")
    expect(hook(talk.inside, "board")).to_contain_text("nothing else on your screen")
    assert hook(talk.inside, "message", author="operator").count() == 0
    clean = agree(talk, 0)

    stroke(talk.console, talk.console)
    expect(hook(talk.inside, "board-says")).to_have_text("Anna is drawing")
    stroke(talk.client, talk.inside)
    agree(talk, 2)
    hook(talk.inside, "board-undo").click()
    agree(talk, 1)

    talk.console.evaluate(MANY, [250, 7])
    talk.frame.evaluate(MANY, [125, 11])
    talk.console.reload()
    expect(hook(talk.console, "board", state="open")).to_be_visible()
    talk.frame.evaluate("() => window.contactcenter.wire.close()")
    talk.console.evaluate(MANY, [50, 13])
    talk.frame.evaluate("() => window.contactcenter.wire.open()")
    talk.frame.evaluate(MANY, [75, 17])
    full = agree(talk, 501)
    talk.client.reload()
    expect(hook(talk.inside, "board", state="open")).to_be_visible()
    assert agree(talk, 501) == full != clean

    hook(talk.console, "board-rotate").click()
    hook(talk.console, "board-send").click()
    for place in (talk.console, talk.inside):
        hook(place, "board-fold").click()
        expect(hook(place, "file", name="boiler-marked.png")).to_be_visible()
        hook(place, "board-fold").click()
    assert until(lambda: looks(talk)[0] == looks(talk)[1] and looks(talk)[0][2] == 90), looks(talk)

    hook(talk.inside, "board-clear").click()
    agree(talk, 301)
    hook(talk.console, "board-clear").click()
    assert agree(talk, 0) != full
    for place in (talk.console, talk.inside):
        expect(hook(place, "board-clear")).to_have_attribute("aria-disabled", "true")
    hook(talk.console, "board-undo").click()
    agree(talk, 301)
    hook(talk.inside, "board-undo").click()
    agree(talk, 501)
    hook(talk.console, "board-close").click()
    for place in (talk.console, talk.inside):
        expect(hook(place, "board")).to_have_count(0)
    hook(talk.console, "tab-share").click()
    expect(hook(talk.console, "share-item", name="boiler-marked.png")).to_be_visible()


def test_the_eraser_removes_strokes_and_undo_restores_them_even_after_a_reconnect(talk: Talk) -> None:
    add(talk, "boiler.png", "image/png", board.drawing())
    open_board(talk, "boiler.png")
    for place in (talk.console, talk.inside):
        expect(hook(place, "board-undo")).to_have_attribute("aria-disabled", "true")
    stroke(talk.console, talk.console)
    stroke(talk.client, talk.inside, lower=60)
    drawn = agree(talk, 2)

    hook(talk.inside, "board-eraser").click()
    stroke(talk.client, talk.inside, turned=True)
    clean = agree(talk, 1)
    stroke(talk.client, talk.inside, lower=60, turned=True)
    agree(talk, 0)
    expect(hook(talk.console, "board-undo")).to_have_attribute("aria-disabled", "true")
    hook(talk.inside, "board-undo").click()
    assert agree(talk, 1) == clean
    hook(talk.inside, "board-undo").click()
    assert agree(talk, 2) == drawn

    talk.console.evaluate("() => window.contactcenter.wire.close()")
    hook(talk.console, "board-eraser").click()
    stroke(talk.console, talk.console, turned=True)
    assert talk.console.evaluate(SHOWN) == 1
    talk.console.evaluate("() => window.contactcenter.wire.open()")
    assert agree(talk, 1) == clean
    talk.console.reload()
    expect(hook(talk.console, "board", state="open")).to_be_visible()
    agree(talk, 1)
    hook(talk.console, "board-undo").click()
    assert agree(talk, 2) == drawn

    hook(talk.console, "composer").fill("Do you see the valve?")
    hook(talk.console, "composer").press("Enter")
    for place in (talk.console, talk.inside):
        expect(hook(place, "message", author="operator").filter(has_text="Do you see the valve?")).to_be_visible()


def test_pages_zoom_and_pointer_are_shared_and_work_by_keyboard(talk: Talk) -> None:
    add(talk, "manual.pdf", "application/pdf", board.letter())
    open_board(talk, "manual.pdf")
    canvas = hook(talk.console, "board").locator("canvas")
    expect(canvas).to_be_focused()
    held: list[Route] = []
    talk.console.route("**/picture/?page=2", lambda route: held.append(route))
    hook(talk.console, "board-page-next").press("Enter")
    expect(hook(talk.inside, "board-page")).to_have_text("2 of 3")
    expect(hook(talk.inside, "board", state="open")).to_be_visible()
    expect(hook(talk.console, "board", state="waiting")).to_be_visible()
    canvas.focus()
    for key in ("+", "+"):
        canvas.press(key)
    assert until(lambda: bool(talk.console.evaluate("true")) and bool(held))  # the page is asked for a moment after it is shown
    held[0].continue_()
    expect(hook(talk.console, "board", state="open")).to_be_visible()
    for key in ("+", "ArrowRight", "r"):
        canvas.press(key)
    assert until(lambda: looks(talk)[0] == looks(talk)[1] and looks(talk)[0][:3] == [2, 200, 90]), looks(talk)
    hook(talk.inside, "board-zoom-in").click()
    assert until(lambda: talk.console.evaluate(LOOK)[1] == 300), looks(talk)

    canvas.press("p")
    canvas.press("ArrowLeft")
    assert until(lambda: talk.frame.evaluate("() => window.contactcenter.looking.board.other.at !== null"))
    canvas.press("Enter")
    agree(talk, 1)
    canvas.press("Control+z")
    agree(talk, 0)
    canvas.press("p")
    assert until(lambda: talk.frame.evaluate("() => window.contactcenter.looking.board.other.at === null"))
    hook(talk.console, "end-session").click()
    hook(talk.console, "confirm-yes").click()
    expect(hook(talk.inside, "board")).to_have_count(0)
    expect(hook(talk.console, "board")).to_have_count(0)


def test_the_live_picture_is_drawn_on_then_frozen_and_sent(talk: Talk) -> None:
    talk.call()
    hook(talk.console, "look-together").first.click()
    for place in (talk.console, talk.inside):
        expect(hook(place, "board", kind="live", state="open")).to_be_visible()
    stroke(talk.client, talk.inside)
    stroke(talk.console, talk.console)
    for side in (talk.console, talk.frame):
        assert until(lambda side=side: count(side) == [2, 0]), count(side)  # type: ignore[misc]
    talk.client_side.gets_sound()
    hook(talk.console, "board-freeze").click()
    for place in (talk.console, talk.inside):
        expect(hook(place, "board", kind="file", state="open")).to_be_visible()
    agree(talk, 2)
    hook(talk.console, "board-send").click()
    hook(talk.console, "tab-share").click()
    expect(hook(talk.console, "share-item", kind="snapshot")).to_have_count(1)
    hook(talk.inside, "board-fold").click()
    expect(hook(talk.inside, "file").and_(talk.inside.locator('[data-name$="-marked.png"]'))).to_be_visible()
