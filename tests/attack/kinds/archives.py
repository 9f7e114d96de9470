"""Archives just within the limits that take long to check."""

from __future__ import annotations

import io
import os
import zipfile
from functools import cache

from tests.attack.kinds.pictures import send_all
from tests.attack.model import Attack, Outcome, Target
from tests.attack.visitor import waiting

PIECE = 19 * 1024 * 1024
PIECES = 10
SENDERS = 12


@cache
def deflate() -> bytes:
    """Return two hundred megabytes, compressed a hundredfold: the most an archive's parts may shrink."""
    noise = os.urandom(PIECE // 110)
    content = noise + bytes(PIECE - len(noise))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for number in range(PIECES):
            archive.writestr(f"{number}.bin", content)
    return out.getvalue()


@cache
def bzip2() -> bytes:
    """Return the same in bzip2, which takes several times as long to unpack."""
    noise = os.urandom(PIECE // 110)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_BZIP2, compresslevel=9) as archive:
        for number in range(PIECES):
            archive.writestr(f"{number}.bin", noise + bytes(PIECE - len(noise)))
    return out.getvalue()


def both() -> tuple[bytes, bytes]:
    return deflate(), bzip2()


async def run(target: Target) -> Outcome:
    """Send both types from a dozen clients at once."""
    contents = both()
    senders = await waiting(target, target.times(SENDERS))
    said = [await send_all(senders[half::2], "a.zip", contents[half]) for half in (0, 1)]
    return Outcome("; ".join(said))


ATTACKS = [Attack("archives", "archives of 200 MB unpacked from 12 people at once", run, ("a picture",), prepare=both)]
