"""Whiteboard helpers of the browser tests: real mouse strokes, strokes in bulk, and what both pages show."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw
from playwright.sync_api import Frame, Page, expect

from tests.browser.pages import Place, hook
from tests.browser.talk import Talk
from tests.servers.process import until

MANY = """async ([count, seed]) => {
  const { board } = window.contactcenter.looking;
  let state = seed;
  const next = (most) => (state = (state * 48271) % 2147483647) % most;
  for (let n = 0; n < count; n += 1) {
    const [x, y] = [next(9000) + 500, next(9000) + 500];
    board.set({ ink: n % 2 ? "orange" : "blue" });
    board.begin({ x, y });
    for (let k = 1; k < 6; k += 1) board.pen.add({ x: Math.min(10000, x + k * 40), y: Math.min(10000, y + next(400)) });
    board.pen.end();
    if (n % 10 === 9) while (board.own.sent.size > 5) await new Promise((done) => setTimeout(done, 20));
  }
  while (board.own.sent.size) await new Promise((done) => setTimeout(done, 20));
}"""
COUNT = """() => {
  const { board } = window.contactcenter.looking ?? {};
  return board ? [board.drawing.strokes.length, board.own.sent.size] : null;
}"""
SHOWN = "() => window.contactcenter.looking.board.lines.length"
PICTURE = "() => window.contactcenter.looking.board.compose()?.toDataURL() ?? ''"
LOOK = "() => { const { page, zoom, turn, x, y } = window.contactcenter.looking.board.look; return [page, zoom, turn, x, y]; }"


def drawing() -> bytes:
    """Return a picture with a clear top and bottom."""
    sheet = Image.new("RGB", (900, 600), "#e9eef5")
    pen = ImageDraw.Draw(sheet)
    pen.rectangle((60, 60, 500, 300), fill="#31465f")
    pen.ellipse((560, 220, 820, 480), fill="#f2c14e", outline="#222222", width=6)
    out = io.BytesIO()
    sheet.save(out, "PNG")
    return out.getvalue()


def letter() -> bytes:
    """Return a PDF of three pages."""
    leaves = [Image.new("RGB", (420, 594), (250 - 40 * number,) * 3) for number in range(3)]
    out = io.BytesIO()
    leaves[0].save(out, "PDF", save_all=True, append_images=leaves[1:])
    return out.getvalue()


def add(talk: Talk, name: str, mime: str, content: bytes) -> None:
    """Add a file as the operator, without sending it to the chat."""
    hook(talk.console, "tab-share").click()
    hook(talk.console, "share-upload").locator("input").set_input_files({"name": name, "mimeType": mime, "buffer": content})
    expect(hook(talk.console, "share-item", name=name, state="ready")).to_be_visible()


def open_board(talk: Talk, name: str) -> None:
    """Open a file as the operator; both see it."""
    hook(hook(talk.console, "share-item", name=name), "look-together").click()
    for place in (talk.console, talk.inside):
        expect(hook(place, "board", state="open")).to_be_visible()


def count(place: Page | Frame) -> list[int] | None:
    """Count the strokes from the server and own pending ones."""
    found: list[int] | None = place.evaluate(COUNT)
    return found


def agree(talk: Talk, strokes: int) -> str:
    """Wait until both pages have so many strokes and the very same pixels; return the picture."""
    for place in (talk.console, talk.frame):
        assert until(lambda place=place: count(place) == [strokes, 0]), count(place)  # type: ignore[misc]
    sides = [place.evaluate(PICTURE) for place in (talk.console, talk.frame)]
    assert len(sides[0]) > 1000
    assert sides[0] == sides[1], "the two pictures differ"
    return str(sides[0])


def looks(talk: Talk) -> list[list[int]]:
    """Return how each side views it."""
    return [place.evaluate(LOOK) for place in (talk.console, talk.frame)]


def stroke(page: Page, place: Place, *, lower: int = 0, turned: bool = False) -> None:
    """Draw with the mouse across the middle of the picture, or so many pixels below; ``turned`` makes the stroke cross one that isn't."""
    box = hook(place, "board").locator("canvas").bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2 + lower
    rise = -20 if turned else 20
    page.mouse.move(x - 40, y - rise)
    page.mouse.down()
    page.mouse.move(x + 40, y + rise, steps=8)
    page.mouse.up()
