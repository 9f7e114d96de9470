"""The live board (A3) in real browsers: true within a second, and never old numbers as new ones."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.access import Access
from tests.browser.board_page import PUSHED
from tests.browser.pages import Pages, hook, supervise
from tests.browser.people import accept, enter
from tests.servers import Site

COUNTS = (
    "offered",
    "accepted",
    "abandoned",
    "short_abandoned",
    "missed",
    "rated",
    "waiting",
    "active",
    "calls",
    "online",
    "away",
)

CUT_OFF = """() => [...document.querySelectorAll(".figure")].filter((card) => {
    const number = document.createRange();
    number.selectNodeContents(card.querySelector("strong"));
    return number.getBoundingClientRect().right > card.getBoundingClientRect().right;
}).map((card) => card.dataset.name)"""


def live(page: Page) -> Page:
    expect(hook(page, "board", state="live")).to_be_visible()
    return page


@pytest.fixture
def boards(pages: Pages, site: Site) -> list[Page]:
    """The boards of two supervisors."""
    return [live(supervise(pages.open(), site)) for _ in range(2)]


def measure(page: Page, name: str, value: object) -> None:
    expect(hook(page, "measure", name=name)).to_have_attribute("data-value", str(value), timeout=PUSHED)


def test_two_boards_follow_an_operators_change_within_a_second(operator_page: Page, boards: list[Page]) -> None:
    for board in boards:
        expect(hook(board, "operator-row", state="online")).to_have_count(1)
        measure(board, "online", 1)
    hook(operator_page, "presence").click()
    hook(operator_page, "presence-option", value="away").click()
    expect(hook(operator_page, "presence")).to_have_attribute("data-state", "away")
    for board in boards:
        expect(hook(board, "operator-row", state="away")).to_have_count(1, timeout=PUSHED)
        measure(board, "away", 1)
        measure(board, "online", 0)


def test_a_client_is_on_the_board_from_the_queue_to_the_end(operator_page: Page, client_page: Page, boards: list[Page]) -> None:
    board = boards[0]
    enter(client_page)
    row = hook(board, "waiting-row", entry="chat")
    expect(row).to_contain_text("Emily Carter", timeout=PUSHED)
    measure(board, "waiting", 1)
    accept(operator_page)
    expect(hook(board, "session-row")).to_contain_text("Emily Carter", timeout=PUSHED)
    expect(row).to_have_count(0)
    measure(board, "active", 1)
    measure(board, "accepted", 1)
    hook(operator_page, "end-session").click()
    hook(operator_page, "confirm-yes").click()
    expect(hook(board, "session-row")).to_have_count(0)
    expect(hook(board, "operator-row", state="wrapup")).to_have_count(1)


def test_the_link_of_each_number_lists_exactly_that_many_rows(operator_page: Page, client_page: Page, boards: list[Page]) -> None:
    enter(client_page)
    accept(operator_page)
    board, other = boards
    measure(board, "active", 1)
    for name in COUNTS:
        figure = hook(board, "measure", name=name)
        link = figure.get_by_role("link").get_attribute("href")
        other.goto(f"{re.match('https?://[^/]+', board.url)[0]}{link}")  # type: ignore[index]
        expect(figure).to_have_attribute("data-value", str(other.locator("#result_list tbody tr").count()))


def test_a_board_whose_socket_is_cut_says_so_and_heals(site: Site, pages: Pages, boards: list[Page]) -> None:
    pages.allow("WebSocket")
    board = boards[0]
    site.stop()
    expect(hook(board, "board", state="stale")).to_be_visible()
    expect(hook(board, "stale-since")).to_contain_text(re.compile(r"Stale since \d\d:\d\d:\d\d"))
    site.start()
    expect(hook(board, "board", state="live")).to_be_visible(timeout=40_000)  # tries are ever farther apart
    expect(hook(board, "stale-since")).to_have_count(0)


def test_axe_finds_nothing_while_somebody_waits(pages: Pages, site: Site, operator_page: Page, client_page: Page) -> None:
    enter(client_page)
    access = Access()
    for path in ("/admin/board/", "/admin/board/wall/"):
        access.looks(live(supervise(pages.open(), site, path)), path)
    assert access.found == []


def test_without_a_script_the_servers_last_state_is_there_with_a_link_to_refresh(pages: Pages, site: Site) -> None:
    page = supervise(pages.open(java_script_enabled=False), site)
    expect(hook(page, "board", state="stale")).to_be_visible()
    expect(hook(page, "operator-row")).to_have_count(2)
    expect(hook(page, "measure", name="offered")).to_have_attribute("data-value", "0")
    expect(hook(page, "measure", name="service_level")).to_have_attribute("data-value", "")
    hook(page, "refresh").click()
    expect(hook(page, "operator-row")).to_have_count(2)


def test_the_wall_fills_the_screen_and_hides_the_pointer(pages: Pages, site: Site) -> None:
    page = live(supervise(pages.open(), site, "/admin/board/wall/"))
    assert page.evaluate("[document.documentElement.scrollHeight, innerHeight]") == [720, 720]
    size = page.evaluate("parseFloat(getComputedStyle(document.querySelector('[data-name=waiting] strong')).fontSize)")
    assert size >= 72
    pointer = "getComputedStyle(document.querySelector('.wall')).cursor"
    assert page.evaluate(pointer) == "none"
    page.mouse.move(100, 100)
    assert page.evaluate(pointer) == "none", "this only told where it rests"
    page.mouse.move(110, 100)
    page.wait_for_function(f"{pointer} !== 'none'")


def test_no_number_is_cut_off_on_the_wall(operator_page: Page, client_page: Page, pages: Pages, site: Site) -> None:
    enter(client_page)
    accept(operator_page)
    wall = supervise(pages.open(), site, "/admin/board/wall/")
    expect(hook(wall, "measure", name="service_level")).to_contain_text("100%")
    for width, height in ((1280, 720), (1920, 1080), (390, 844)):
        wall.set_viewport_size({"width": width, "height": height})
        assert wall.evaluate(CUT_OFF) == []
