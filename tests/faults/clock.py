"""A process whose clock can be set: Debian's libfaketime, which reads the offset from a file. The monotonic clock stays true."""

from __future__ import annotations

from pathlib import Path

from tests.faults.model import NotHereError
from tests.servers import Site

LIBRARIES = "/usr/lib/*/faketime/libfaketime.so.1"


class Clock:
    """``set(seconds)`` moves the clock of the prepared process within a second or two."""

    def __init__(self) -> None:
        self._file: Path | None = None

    def prepare(self, file: Path, site: Site) -> None:
        """Start this process with a clock of its own, if the machine has the library."""
        library = next(iter(sorted(Path("/").glob(LIBRARIES[1:]))), None)
        if library is None:
            return
        self._file = file
        self.set(0)
        site.env |= {
            "LD_PRELOAD": str(library), "FAKETIME_TIMESTAMP_FILE": str(file), "FAKETIME_CACHE_DURATION": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1", "DONT_FAKE_MONOTONIC": "1", "FAKETIME_DONT_RESET": "1",
        }  # fmt: skip

    def set(self, seconds: int) -> None:
        """Set the offset from the true time. Raises NotHereError without the library."""
        if self._file is None:
            raise NotHereError("a clock that can be set needs Debian's libfaketime")
        new = self._file.with_suffix(".new")
        new.write_text(f"{seconds:+d}s\n")
        new.rename(self._file)
