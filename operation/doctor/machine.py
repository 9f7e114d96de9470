"""Limits of the machine: space on the disk, and files one process may have open (each socket is one)."""

from __future__ import annotations

import resource
import shutil
from collections.abc import Iterator
from typing import Final

from django.conf import settings

from operation.doctor.finding import Finding, ok, warning, wrong

PART: Final = "machine"
FILES: Final = 4096
LOW_BYTES: Final = 2 * 1024**3
NO_BYTES: Final = 200 * 1024**2


def examine() -> Iterator[Finding]:
    soft, _hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < FILES:
        yield warning(
            PART, f"A process may have {soft} files open: as many people at once.", "Set LimitNOFILE=65536 in the service."
        )
    free = shutil.disk_usage(settings.DATA_DIR).free
    words = f"{free // 1024**2:,} MB are free where the data is ({settings.DATA_DIR})."
    if free < NO_BYTES:
        yield wrong(PART, words, "Make room now: messages can't be stored on a full disk.")
    elif free < LOW_BYTES:
        yield warning(PART, words, "Make room, or shorten the retention of files.")
    else:
        yield ok(PART, words)
