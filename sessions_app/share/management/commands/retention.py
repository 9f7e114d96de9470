"""Delete expired data: files by kind and age, unfinished uploads, orphaned bytes. Every process also does this by itself."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from sessions_app.share.services import retention


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Only show what would be deleted.")

    def handle(self, *args: Any, **options: Any) -> None:
        dry, count = options["dry_run"], 0
        for one in list(retention.due(timezone.now())):
            if dry or retention.delete_due(one, at="command"):
                self.stdout.write(str(one))
                count += 1
        self.stdout.write(f"{count} would be deleted." if dry else f"{count} deleted.")
