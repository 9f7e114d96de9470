"""Write the protocol for the browser and for readers; ``--check`` only says whether the files are up to date.

The output is the same for the same classes, byte for byte: no date, no random order.
"""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from contactcenter.protocol_files import constants, markdown, types


class Command(BaseCommand):
    help = "Writes static/contactcenter/wire/{protocol,constants}.js and docs/protocol.md from the message classes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="Write nothing; fail when the files are not up to date.")

    def handle(self, *, check: bool, **_: Any) -> None:
        old = {path: text for path, text in files(Path(settings.BASE_DIR)).items() if not _holds(path, text)}
        if check and old:
            raise CommandError(f"Not up to date: {', '.join(path.name for path in old)}. Run manage.py protocol.")
        for path, text in old.items():
            path.write_text(text, encoding="utf-8")
            self.stdout.write(f"Wrote {path.name}")


def files(base: Path) -> dict[Path, str]:
    """Return the content of each file when it's up to date."""
    return {
        base / "static" / "contactcenter" / "wire" / "constants.js": constants(),
        base / "static" / "contactcenter" / "wire" / "protocol.js": types(),
        base / "docs" / "protocol.md": markdown(),
    }


def _holds(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == text
