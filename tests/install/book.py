"""Reads the commands of ``deploy/install.md`` and ``docs/translating.md``: what is tested is what an administrator types."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

BOOK: Final = Path(__file__).resolve().parents[2] / "deploy/install.md"
LANGUAGES: Final = BOOK.parents[1] / "docs/translating.md"
DOMAIN, TURN_DOMAIN, ADDRESS = "cc.example", "turn.example", "203.0.113.10"
"""The names that stand in the book for the reader's own."""


def blocks(heading: str, page: Path = BOOK) -> list[list[str]]:
    """Return the commands of each block under this heading."""
    found = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", page.read_text(), re.MULTILINE | re.DOTALL)
    assert found, f"{page.name} has no chapter {heading!r}"
    return [block.splitlines() for block in re.findall(r"^```sh\n(.*?)^```$", found[1], re.MULTILINE | re.DOTALL)]


def packages() -> list[str]:
    """Return the commands that install Debian's packages."""
    (commands,) = blocks("Packages")
    return commands


def installation() -> tuple[str, str, str, str]:
    """Return the commands as they are run: certbot's or one for another certificate, the installation, the first account."""
    (certbot, install, account), (certificate,) = blocks("Certificate, product, first account")
    return certbot, certificate, install, account


def restart() -> list[str]:
    """Return the commands that restart one process after the other."""
    return blocks("Running it")[1]


def third_process() -> list[str]:
    """Return the commands that add a server process."""
    return blocks("Running it")[2]


def upgrade() -> str:
    """Return the command that installs another release."""
    return blocks("Upgrade and rollback")[0][0]


def rollback() -> list[str]:
    """Return the commands that go back to an earlier release."""
    return blocks("Upgrade and rollback")[1]


def new_machine() -> list[str]:
    """Return the commands that make a new machine ready for a backup."""
    return blocks("Restoring")[0]


def restore() -> list[str]:
    """Return the commands that restore a backup where the product runs."""
    return blocks("Restoring")[1]


def forget() -> list[str]:
    """Return the commands that delete what was there before the restore."""
    return blocks("Restoring")[2]


def language() -> list[str]:
    """Return the commands that add a language on Debian, without the comments."""
    return [line for line in blocks("Adding a language", LANGUAGES)[1] if not line.startswith("#")]
