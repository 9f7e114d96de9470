"""Small files that take long to decode as pictures: thousands of scans or frames."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable, Coroutine
from functools import cache
from typing import Any

from PIL import Image

from tests.attack.http import Answer
from tests.attack.model import Attack, Outcome, Target
from tests.attack.visitor import Visitor, waiting

SCANS, FRAMES = 5_000, 100_000
WAIT = 12.0


@cache
def scans(count: int = SCANS, side: int = 6300) -> bytes:
    """Return a progressive JPEG with its last scan repeated: each time the decoder processes the whole picture."""
    out = io.BytesIO()
    Image.new("L", (side, side), 128).save(out, "JPEG", progressive=True)
    whole = out.getvalue()
    end = len(whole) - 2
    return whole[:end] + whole[whole.rindex(b"\xff\xda") : end] * count + whole[end:]


@cache
def frames(count: int = FRAMES) -> bytes:
    """Return a GIF of so many one-pixel frames."""
    head = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff"
    one = b"\x21\xf9\x04\x00\x01\x00\x00\x00" + b"\x2c\x00\x00\x00\x00\x01\x00\x01\x00\x00" + b"\x02\x02\x4c\x01\x00"
    other = one.replace(b"\x4c", b"\x44")
    return head + (one + other) * (count // 2) + b"\x3b"


def bomb(name: str, make: Callable[[], bytes], count: int) -> Callable[[Target], Coroutine[Any, Any, Outcome]]:
    """Wait as a CallBack, which needs no operator, and send the file a few times at once."""

    async def run(target: Target) -> Outcome:
        content = make()
        return Outcome(await send_all(await waiting(target, target.times(count)), name, content))

    return run


async def send_all(senders: list[Visitor], name: str, content: bytes) -> str:
    """Send it from all clients at once; return the results in words."""
    work = [asyncio.create_task(sender.upload(name, content, seconds=WAIT)) for sender in senders]
    answers: list[Answer] = await asyncio.gather(*work)
    said: dict[str, int] = {}
    for answer in answers:
        code = str(answer.json().get("code", "")) if answer.body.startswith(b"{") else ""
        word = (
            "taken"
            if answer.status == 201
            else code or (f"answered {answer.status}" if answer.status else f"no answer in {WAIT:.0f} s")
        )
        said[word] = said.get(word, 0) + 1
    return f"{len(answers)} files of {len(content) / 1024:.0f} KB: " + ", ".join(
        f"{count} {word}" for word, count in said.items()
    )


ATTACKS = [
    Attack("scans", "two progressive JPEGs with thousands of scans", bomb("a.jpg", scans, 2), ("a picture",), prepare=scans),
    Attack("gif-frames", "two GIFs of 100,000 frames of one pixel", bomb("a.gif", frames, 2), ("a picture",), prepare=frames),
    Attack("many-scans", "the JPEGs from 24 people at once", bomb("a.jpg", scans, 24), ("a picture",), prepare=scans),
]
