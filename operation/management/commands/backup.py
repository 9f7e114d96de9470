"""Write a backup of rows, files and the secret key to a new file, while the product runs."""

from __future__ import annotations

import signal
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from operation.backup import BackupError, create
from operation.backup.manifest import Manifest


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="A name that doesn't exist yet. The file is readable for its owner only.")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that nothing is left behind
        report = self._report if options["verbosity"] > 0 else lambda _: None
        try:
            made = create(file, report)
        except BackupError as error:
            raise CommandError(str(error)) from None
        finally:
            signal.signal(signal.SIGTERM, before)
        self._tell(file, made, report)

    def _tell(self, file: Path, made: Manifest, report: Callable[[str], None]) -> None:
        kept = made.files
        for key in kept.gone:
            report(f"{key} was deleted while the backup ran: it is deleted in the backup, too.")
        size = file.stat().st_size
        report(self.style.SUCCESS(f"{file}: {len(made.tables)} tables, {made.rows} rows, {kept.count} files, {size} bytes."))
        for key in kept.missing:
            self.stderr.write(f"{key} is missing in the storage, though a row names it: it can't be restored.")
        for key in kept.damaged:
            self.stderr.write(f"{key} has another checksum than when it was stored: the backup has it as it is now.")
        if kept.missing or kept.damaged:
            raise CommandError("The backup is complete, but the storage isn't: see above.", returncode=2)

    def _report(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
