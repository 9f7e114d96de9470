"""Export or erase everything about a client. ID: the public id, or the number in the admin."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from contactcenter.realtime.group_commit import perform
from contactcenter.realtime.wire import Fault
from sessions_app.actor import SYSTEM
from sessions_app.privacy import archive
from sessions_app.privacy.export import client_export
from sessions_app.privacy.selectors import client_found
from sessions_app.privacy.services import traces
from sessions_app.privacy.services.erasure import client_erase, finish_erasures
from sessions_app.privacy.services.exports import export_note

HYPHEN = "Write -- before one that begins with a hyphen."


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="export|erase")
        export = verbs.add_parser(
            "export", help="Write everything about a client: JSON, or with a file a zip with the files, too."
        )
        export.add_argument("id", help=HYPHEN)
        export.add_argument("file", nargs="?", type=Path, help="A name that doesn't exist yet, readable for its owner only.")
        erase = verbs.add_parser("erase", help="Delete all that a client wrote or gave; numbers stay.")
        erase.add_argument("id", help=HYPHEN)
        erase.add_argument("--reason", default="", help="Kept in the audit: without the client's name.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            client = client_found(options["id"])
            if options["verb"] == "erase":
                self._erase(client, options["reason"])
            else:
                self._export(client, options["file"])
        except Fault as fault:
            raise CommandError(fault.text) from None

    def _erase(self, client: Any, reason: str) -> None:
        perform(client_erase, by=SYSTEM, client=client, reason=reason)
        finish_erasures()
        if not traces.remove_patiently():
            self.stderr.write(traces.STAY)
        self.stdout.write(self.style.SUCCESS(f"Client {client.public_id} is erased."))

    def _export(self, client: Any, file: Path | None) -> None:
        if file is None:
            export = client_export(client)
            perform(export_note, client=client, sessions=len(export["sessions"]))
            self.stdout.write(archive.as_text(export))
            return
        try:
            handle = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        except OSError as error:
            raise CommandError(f"{file} can't be written: {error.strerror}.") from None
        try:
            with os.fdopen(handle, "wb") as out:
                export = archive.write_archive(out, client)
            perform(export_note, client=client, sessions=len(export["sessions"]))
        except BaseException:
            file.unlink(missing_ok=True)
            raise
        for path in export["missing_files"]:
            self.stderr.write(f"{path} is missing in the storage.")
        self.stdout.write(self.style.SUCCESS(f"{file}: {len(export['sessions'])} sessions."))
