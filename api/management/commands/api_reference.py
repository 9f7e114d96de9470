"""Write the reference of the API for readers; ``--check`` only says whether it's up to date.

The output is the same for the same endpoints, byte for byte. Between the marks only: the walk before it is written by hand.
"""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from api import urls  # noqa: F401 - declares the endpoints
from api.reference_page import markdown

BEGIN: Final = "<!-- Written by manage.py api_reference; do not edit below. -->\n"


class Command(BaseCommand):
    help = "Writes the reference in docs/api.md from the endpoints of the API."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="Write nothing; fail when the file is not up to date.")

    def handle(self, *, check: bool, **_: Any) -> None:
        path = Path(settings.BASE_DIR) / "docs" / "api.md"
        old = path.read_text(encoding="utf-8")
        with override("en"):
            new = old.partition(BEGIN)[0] + BEGIN + "\n" + markdown()
        if new == old:
            return
        if check:
            raise CommandError("Not up to date: api.md. Run manage.py api_reference.")
        path.write_text(new, encoding="utf-8")
        self.stdout.write("Wrote api.md")
