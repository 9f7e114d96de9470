"""``manage.py makemessages``: collect the texts that are marked for translation into the catalogues below ``locale/``.

In place of Django's command of that name: it needs no program of gettext, and finds texts inside JavaScript's templates.
"""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from contactcenter.languages import catalogues, sources
from contactcenter.languages.installed import CLIENTS, READERS
from contactcenter.languages.marked import NotALiteralError


class Command(BaseCommand):
    """Collect texts."""

    help = "Collects the texts that are marked for translation. Translations that exist are kept."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("languages", nargs="*", metavar="LANGUAGE", help="Codes such as cs; by default all there are.")
        parser.add_argument("--for-clients", action="store_true", help="For a new language: only what clients read.")
        parser.add_argument("--check", action="store_true", help="Change nothing; fail unless the catalogues have every text.")

    def handle(self, *args: Any, languages: list[str], for_clients: bool, check: bool, **options: Any) -> None:
        try:
            texts = {domain: sources.marked(domain) for domain in catalogues.DOMAINS}
        except NotALiteralError as error:
            raise CommandError(str(error)) from None
        outdated = []
        for language in languages or catalogues.languages():
            for domain, marked in texts.items():
                known = catalogues.read(language, domain)
                if for_clients:
                    known.metadata[READERS] = CLIENTS
                new = catalogues.updated(known, marked)
                if check and keys(known) != keys(new):
                    outdated.append(f"{language}/{domain}")
                elif not check:
                    catalogues.write(new, language, domain)
                    missing = len(new) - len(new.translated_entries())
                    self.stdout.write(f"{catalogues.place(language, domain)}: {len(new)} texts, {missing} without a translation")
        if outdated:
            raise CommandError(f"Not up to date: {', '.join(outdated)}. Run manage.py makemessages.")


def keys(catalogue: Any) -> set[tuple[str | None, str, str]]:
    """Return what a catalogue knows its texts by."""
    return {(entry.msgctxt, entry.msgid, entry.msgid_plural or "") for entry in catalogue if not entry.obsolete}
