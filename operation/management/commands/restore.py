"""Restore a backup into an empty place, and prove every file's checksum and every table's count. With --check: only read it."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from operation.backup import BackupError, restore, verify


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--erasures", type=Path, help="Clients erased since, beside those in erasures.jsonl in the backup's folder."
        )
        parser.add_argument("--check", action="store_true", help="Compare every checksum and count in the file; write nothing.")

    def handle(self, *args: Any, file: Path, check: bool, erasures: Path | None, **options: Any) -> None:
        report = self._report if options["verbosity"] > 0 else lambda _: None
        try:
            made = verify(file, report) if check else restore(file, report, erasures)
        except BackupError as error:
            raise CommandError(str(error)) from None
        if check:
            return
        for key in made.files.missing:
            self.stderr.write(f"{key} was missing when the backup was made.")
        taken = f"{made.taken_at:%Y-%m-%d %H:%M:%S} UTC by version {made.version} on {made.database}"
        proven = f"{len(made.tables)} tables and {made.rows} rows counted, {made.files.count} files compared by SHA-256"
        self.stdout.write(self.style.SUCCESS(f"Restored the backup of {taken}: {proven}."))

    def _report(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
