"""``manage.py compilemessages``: write the catalogues in the form that programs read.

In place of Django's command of that name, which needs a program of gettext.
"""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from contactcenter.languages import catalogues


class Command(BaseCommand):
    """Compile catalogues."""

    help = "Compiles the catalogues. With --complete it fails, and says why, if one has a text without a translation."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("languages", nargs="*", metavar="LANGUAGE", help="Codes such as cs; by default all there are.")
        parser.add_argument(
            "--complete", action="store_true", help="Fail unless every text has a translation with its placeholders."
        )

    def handle(self, *args: Any, languages: list[str], complete: bool, **options: Any) -> None:
        wrong: list[str] = []
        for language in languages or catalogues.languages():
            for domain in catalogues.DOMAINS:
                wrong += [f"{language}/{domain}: {fault}" for fault in catalogues.faults(catalogues.read(language, domain))]
                catalogues.place(language, domain).with_suffix(".mo").write_bytes(catalogues.compiled(language, domain))
        if complete and wrong:
            raise CommandError("\n".join([*wrong, f"{len(wrong)} faults"]))
