"""Delete expired data: files, transcripts, clients, audit, unfinished uploads, orphaned bytes. Every process also does this by itself."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from sessions_app.housekeeping import TERMS
from sessions_app.privacy.services import traces


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Only show what would be deleted.")

    def handle(self, *args: Any, **options: Any) -> None:
        dry, count, now = options["dry_run"], 0, timezone.now()
        found = [(term, one) for term in TERMS for one in term.due(now)]
        for term, one in found:
            if dry or term.delete(one, at="command"):
                self.stdout.write(str(one))
                count += 1
        if not dry and not traces.remove_patiently():
            self.stderr.write(traces.STAY)
        self.stdout.write(f"{count} would be deleted." if dry else f"{count} deleted.")
