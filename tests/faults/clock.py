"""A process whose wall clock can be set (``moved_clock.c``, compiled when it's needed). The monotonic clock stays true."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Final

from tests.faults.model import NotHereError
from tests.servers import Site

SOURCE: Final = Path(__file__).with_name("moved_clock.c")


class Clock:
    """``set(seconds)`` moves the clock of the prepared process at once."""

    def __init__(self) -> None:
        self._file: Path | None = None

    def prepare(self, file: Path, site: Site) -> None:
        """Start this process with a clock of its own, if the machine has a C compiler."""
        compiler = shutil.which("cc")
        if compiler is None:
            return
        library = file.with_suffix(".so")
        subprocess.run([compiler, "-O2", "-shared", "-fPIC", "-o", library, SOURCE, "-ldl"], check=True)
        self._file = file
        file.write_bytes(bytes(8))
        site.env |= {"LD_PRELOAD": str(library), "MOVED_CLOCK_FILE": str(file)}

    def set(self, seconds: int) -> None:
        """Set how far the clock is ahead of the true time. Raises NotHereError without the library."""
        if self._file is None:
            raise NotHereError("a clock that can be set needs a C compiler")
        with self._file.open("r+b", buffering=0) as place:
            place.write(seconds.to_bytes(8, "little", signed=True))
