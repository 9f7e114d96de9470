"""The whiteboard by touch (F5): on a phone one finger draws, two zoom, and the page behind stays where it is."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser import board
from tests.browser.board import COUNT, LOOK, add, agree, looks, open_board
from tests.browser.pages import Pages, hook
from tests.browser.talk import Talk
from tests.browser.touch import PHONE, Fingers
from tests.servers import Site
from tests.servers.process import until

WET = "() => window.contactcenter.looking.board.other.wet.size"
STROKES = "() => window.contactcenter.looking.board.drawing.strokes.map(({ stroke, points }) => [stroke, ...points])"
STAYED = "() => [visualViewport.scale, visualViewport.offsetTop, scrollX, scrollY]"
TOLD = """() => {
  const { wire } = window.contactcenter;
  window.told = [];
  const send = wire.send.bind(wire);
  wire.send = (command, ...rest) => { window.told.push(command.type); return send(command, ...rest); };
}"""


@pytest.fixture
def by_phone(operator_page: Page, site: Site, pages: Pages) -> Talk:
    """An operator at a desktop and a client with a phone view the same picture."""
    talk = Talk(operator_page, pages.open(f"{site.other_url}/demo/", **PHONE)).begin()
    add(talk, "boiler.png", "image/png", board.drawing())
    open_board(talk, "boiler.png")
    return talk


def test_one_finger_draws_two_zoom_and_the_page_behind_stays(by_phone: Talk) -> None:
    talk, fingers = by_phone, Fingers(by_phone.client)
    box = hook(talk.inside, "board").locator("canvas").bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    places = (talk.client, talk.frame)
    before = [place.evaluate(STAYED) for place in places]
    clean = agree(talk, 0)

    fingers.down((x - 80, y - 30))
    fingers.move((x + 80, y + 30))
    fingers.up()
    assert agree(talk, 1) != clean
    drawn, seen = (place.evaluate(STROKES) for place in (talk.frame, talk.console))
    assert drawn == seen
    assert len(drawn[0]) > 6

    talk.frame.evaluate(TOLD)
    fingers.down((x - 40, y - 40))
    fingers.move((x - 30, y - 40), steps=2)
    fingers.down((x + 40, y + 40))
    fingers.move((x - 90, y - 90), (x + 90, y + 90))
    fingers.lift()
    fingers.move((x, y - 90))
    fingers.up()
    assert until(lambda: looks(talk)[0] == looks(talk)[1] and 200 < looks(talk)[0][1] < 260), looks(talk)
    assert until(lambda: "board.view" in talk.frame.evaluate("() => window.told"))
    assert not {"board.ink", "board.stroke"} & set(talk.frame.evaluate("() => window.told")), "two fingers left ink"
    assert talk.console.evaluate(WET) == 0
    assert talk.frame.evaluate(COUNT) == [1, 0]
    assert talk.frame.evaluate(STAYED) == before[1]

    fingers.down((x - 90, y - 90), (x + 90, y + 90))
    fingers.move((x - 20, y - 20), (x + 20, y + 20))
    fingers.up()
    assert until(lambda: [look[1:] for look in looks(talk)] == [[100, 0, 5000, 5000]] * 2), looks(talk)

    # A stroke in progress stays; the fingers go on as a pinch.
    fingers.down((x - 80, y + 60))
    fingers.move((x + 40, y + 60))
    assert until(lambda: talk.console.evaluate(WET) == 1)
    fingers.down((x + 90, y - 60))
    fingers.move((x + 40, y + 90), (x + 90, y - 90))
    fingers.up()
    agree(talk, 2)
    assert talk.frame.evaluate(LOOK)[1] > 110

    # A stroke beside the picture means nothing.
    fingers.down((x - 90, y - 90), (x + 90, y + 90))
    fingers.move((x - 20, y - 20), (x + 20, y + 20))
    fingers.up()
    assert until(lambda: [look[1] for look in looks(talk)] == [100, 100]), looks(talk)
    fingers.down((x, box["y"] + 10))
    fingers.move((x, box["y"] + 40))
    fingers.up()
    hook(talk.inside, "board-undo").click()  # Chromium would swallow a tap so soon after a quick slide
    agree(talk, 1)
    expect(hook(talk.inside, "board", state="open")).to_be_visible()
    assert [place.evaluate(STAYED) for place in places] == before
