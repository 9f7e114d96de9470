"""Rehearse a restore: a copy of the product from a backup, beside the running one, that reaches nobody and is deleted at the end."""

from __future__ import annotations

import signal
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from operation.rehearsal import RehearsalError, rehearsed


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="The backup.")
        parser.add_argument("--port", type=int, default=8099)
        parser.add_argument("--host", default="127.0.0.1", help="Where the copy listens; in a container 0.0.0.0.")
        parser.add_argument("--once", action="store_true", help="End as soon as the copy is ready to serve.")

    def handle(self, *args: Any, file: Path, port: int, host: str, once: bool, **options: Any) -> None:
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            with rehearsed(file, host=host, port=port, report=self._report) as server:
                self._report(self.style.SUCCESS(f"The copy serves http://localhost:{port}/console/ and /admin/."))
                if not once:
                    self._report("Sign in, open a session and a file. Ctrl-C ends the copy and deletes it.")
                    server.wait()
                    raise CommandError("The copy's server has ended: see above.")
        except RehearsalError as error:
            raise CommandError(str(error)) from None
        except KeyboardInterrupt:
            pass
        self._report("The copy is deleted.")

    def _report(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
