"""Canaries: what the tests' people are called, write and own, which must never stand in a log (O3, P2).

All that the tests log, and the logs of all servers they start, is searched after each test; the test with the find fails.
"""

from __future__ import annotations

import logging
import re
from pathlib import Path
from typing import Final

from contactcenter.web.log_filters import Formatter, NotAborted, RefusalsInOneLine
from tests.servers.process import Server

WORDS: Final = (
    *("Carla", "David", "Emily Carter"),
    *("601 123 456", "601123456"),
    *("c@example.com", "carla@example.com", "emily@posteo.example"),
    *("My boiler shows F.22", "F.22 again", "Are you there?", "Good day", "Still here?", "The pressure is low"),
    *("correct horse battery", "the client's secret of the tests", "JBSWY3DPEHPK3PXP"),
    *("boiler.png", "boiler.jpg", "boiler.txt", "manual.pdf", "report.pdf"),
)
"""Names, a number, addresses, messages, secrets and files of the people in ``tests/world``, ``tests/accounts``,
``tests/contactcenter`` and ``tests/browser``.
"""
TOKEN: Final = re.compile(r"(?<![\w-])(?=[\w-]*[A-Z])(?=[\w-]*[a-z])(?=[\w-]*\d)(?:[\w-]{43}|[\w-]{32})(?![\w-])|cc_[\w-]{43}")
"""What the token of a client or of an invitation looks like, 32 or 24 random bytes in base64; and that of the API."""


SIGNED: Final = re.compile(r"eyJ[\w-]{10,}\.eyJ[\w-]+")
"""What a signed token looks like: of a provider of single sign-on, or of a website for its client."""


def canaries(text: str) -> list[str]:
    """Return what is in the text of people's words and tokens."""
    return [word for word in WORDS if word in text] + TOKEN.findall(text) + SIGNED.findall(text)


class Watch(logging.Handler):
    """Reads what goes into the log as production would write it, and what servers have written since the last look."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.setFormatter(Formatter("%(levelname)s %(name)s %(message)s"))
        for kept in (NotAborted(), RefusalsInOneLine()):
            self.addFilter(kept)
        self.found: list[str] = []
        self._read: dict[Path, int] = {}

    def emit(self, record: logging.LogRecord) -> None:
        self.search("the test's own log", self.format(record))

    def search(self, place: str, text: str) -> None:
        for word in canaries(text):
            line = next((line for line in text.splitlines() if word in line), text)
            self.found.append(f"{word!r} in {place}: {line[:500]}")

    def search_servers(self) -> None:
        """Search what the servers of this run have written since."""
        for file in list(Server.logs):
            try:
                with file.open("rb") as log:
                    log.seek(self._read.get(file, 0))
                    new = log.read()
            except FileNotFoundError:
                continue
            self._read[file] = self._read.get(file, 0) + len(new)
            self.search(file.name, new.decode(errors="replace"))

    def take(self) -> list[str]:
        """Return what was found since the last time."""
        self.search_servers()
        found, self.found = self.found, []
        return found
