"""``python -m tests.faults.counted MODULE …``: run a server program that tells on SIGUSR2 what it really holds (`tests.faults.holding`).

It collects its garbage, gives free memory back to the kernel, and writes JSON into the file named by ``COUNTED_FILE``. Never part of an
installation: while it counts, a fifth of a second, nobody is served.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import re
import runpy
import signal
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

FILE, ALONE = "COUNTED_FILE", "COUNTED_ALONE"
"""Names of variables: the file for the answer; and with any value, garbage waits until it's asked, which then tells its classes, too."""
SMALL = re.compile(rb"# bytes in allocated blocks\s+=\s+([\d,]+)")
FIELDS = ("arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks", "uordblks", "fordblks", "keepcost")


class _Malloc(ctypes.Structure):
    """``struct mallinfo2`` of mallinfo(3)."""

    _fields_ = [(name, ctypes.c_size_t) for name in FIELDS]


def small_blocks() -> int:
    """Return the bytes in use in Python's own allocator. It prints its figures only, past ``sys.stderr``."""
    with tempfile.TemporaryFile() as out:
        error = os.dup(2)
        os.dup2(out.fileno(), 2)
        try:
            sys._debugmallocstats()
        finally:
            os.dup2(error, 2)
            os.close(error)
        out.seek(0)
        found = SMALL.search(out.read())
    assert found, "this Python doesn't tell the bytes in its blocks"
    return int(found[1].replace(b",", b""))


def large_blocks(library: ctypes.CDLL) -> int:
    """Return the bytes in use of malloc(3): larger objects, and what libraries in C hold."""
    library.mallinfo2.restype = _Malloc
    found = library.mallinfo2()
    return int(found.uordblks + found.hblkhd)


def kinds() -> Counter[str]:
    """Return how many objects of each class the collector looks after."""
    return Counter(f"{type(each).__module__}.{type(each).__qualname__}" for each in gc.get_objects())


def count() -> dict[str, Any]:
    """Collect, give back, count."""
    library = ctypes.CDLL(None)
    before = kinds() if ALONE in os.environ else Counter()
    garbage = gc.collect()
    left = before - kinds() if before else {}
    library.malloc_trim(0)
    return {"garbage": garbage, "left": left, "small": small_blocks(), "large": large_blocks(library)}


def _answer(_signal: int, _frame: object) -> None:
    place = Path(os.environ[FILE])
    fresh = place.with_suffix(".new")
    fresh.write_text(json.dumps(count()))
    fresh.rename(place)
    if ALONE in os.environ:
        gc.disable()


if __name__ == "__main__":
    signal.signal(signal.SIGUSR2, _answer)
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
