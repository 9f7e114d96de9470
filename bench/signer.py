"""A camera that sees somebody signing: hands as large as a face, fast, in front of a room, with a sensor's noise.

The software camera's own picture costs an encoder almost nothing. This one is drawn, three seconds long, and repeats without a jump.
"""

from __future__ import annotations

from math import cos, pi, sin
from pathlib import Path
from typing import Final

from PIL import Image, ImageChops, ImageDraw, ImageFilter

SIZE: Final = (640, 480)
PICTURES_A_SECOND: Final = 30
PICTURES: Final = 3 * PICTURES_A_SECOND
SKIN, SLEEVE, COAT = (214, 170, 140), (40, 62, 110), (52, 74, 128)
NOISE: Final = 10
"""Of the sensor, in levels of 256: an ordinary room in the evening."""


def camera(file: Path) -> str:
    """Draw the pictures into ``file`` and return Chromium's option that shows them as its camera."""
    room = _room()
    with file.open("wb") as out:
        out.write(b"YUV4MPEG2 W%d H%d F%d:1 Ip A1:1 C420jpeg\n" % (*SIZE, PICTURES_A_SECOND))
        for number in range(PICTURES):
            out.write(b"FRAME\n")
            luma, *chroma = _picture(room, number / PICTURES).convert("YCbCr").split()
            out.write(ImageChops.add(luma, Image.effect_noise(SIZE, NOISE), scale=1, offset=-128).tobytes())
            for plane in chroma:
                out.write(plane.resize((SIZE[0] // 2, SIZE[1] // 2)).tobytes())
    return f"--use-file-for-fake-video-capture={file}"


def _room() -> Image.Image:
    """A wall with books: edges that stand still."""
    room = Image.new("RGB", SIZE, (196, 188, 170))
    pen = ImageDraw.Draw(room)
    for shelf in range(4):
        for book in range(32):
            left, top = book * 20, shelf * 120
            height = 60 + (book * 37 + shelf * 53) % 50
            colour = ((book * 67) % 200, (book * 29 + shelf * 90) % 180, (shelf * 70 + book * 11) % 190)
            pen.rectangle((left, top + 116 - height, left + 17, top + 116), fill=colour)
    return room.filter(ImageFilter.GaussianBlur(1))


def _picture(room: Image.Image, at: float) -> Image.Image:
    """Return the picture at this part of the three seconds."""
    picture = room.copy()
    pen = ImageDraw.Draw(picture)
    pen.polygon([(160, 480), (215, 270), (425, 270), (480, 480)], fill=COAT)
    nod = 5 * sin(2 * pi * 2 * at)
    pen.ellipse((255, 90 + nod, 385, 265 + nod), fill=SKIN)
    for eye in (292, 348):
        pen.ellipse((eye - 9, 160 + nod, eye + 9, 172 + nod), fill=(60, 40, 30))
    mouth = 5 + 9 * abs(sin(2 * pi * 6 * at))
    pen.ellipse((295, 218 + nod - mouth, 345, 218 + nod + mouth), fill=(140, 60, 60))
    for side, turns in ((-1, 4), (1, 5)):
        angle = 2 * pi * turns * at
        hand = (320 + side * 110 + 85 * sin(angle), 300 + 95 * cos(angle * 1.0 + side))
        pen.line([(320 + side * 120, 320), (320 + side * 190, 440), hand], fill=SLEEVE, width=44, joint="curve")
        _hand(pen, hand, angle + side)
    return picture


def _hand(pen: ImageDraw.ImageDraw, at: tuple[float, float], turn: float) -> None:
    """A palm with five fingers that open and close."""
    x, y = at
    pen.ellipse((x - 34, y - 34, x + 34, y + 34), fill=SKIN)
    for finger in range(5):
        direction = -pi / 2 + (finger - 2) * 0.42 + 0.5 * sin(turn)
        reach = 44 + 30 * abs(sin(1.5 * turn + finger))
        end = (x + reach * cos(direction), y + reach * sin(direction))
        pen.line([(x, y), end], fill=(188, 140, 112), width=16)
        pen.ellipse((end[0] - 8, end[1] - 8, end[0] + 8, end[1] + 8), fill=SKIN)
