"""Write the list of erased clients, ids and times alone, for ``restore --erasures``. Each backup keeps one beside it."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from operation.backup import erasures


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="Where erasures.jsonl is written, or added to.")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        if not folder.is_dir():
            raise CommandError(f"There is no folder {folder}.")
        erasures.keep(folder)
        self.stdout.write(f"{len(erasures.listed())} erasures in {folder / erasures.NAME}.")
