"""The storage of files: a file is stored, read back and deleted; and the virus scanner, if there is one."""

from __future__ import annotations

import io
import secrets
from collections.abc import Iterator
from typing import Final

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from contactcenter.realtime.wire import Fault
from operation.backup import place
from operation.doctor.finding import Finding, ok, wrong
from sessions_app.files import storage, virus_scan

PART: Final = "storage"
SCANNER: Final = "virus scanner"


def examine() -> Iterator[Finding]:
    content = secrets.token_bytes(64)
    where = "The S3 bucket" if storage.direct() else f"The folder {settings.MEDIA_ROOT}"
    advice = (
        "Check CONTACTCENTER_STORAGE_URL, the bucket and its keys."
        if storage.direct()
        else "Give the service's user this folder."
    )
    try:
        name = default_storage.save(f"doctor/{secrets.token_hex(8)}", ContentFile(content))
        with default_storage.open(name) as stored:
            same = stored.read() == content
        default_storage.delete(name)
        unfinished = place.unfinished()
    except storage.failures() as error:
        yield wrong(PART, f"{where} can't be used: {error}", advice)
        return
    if same:
        yield ok(PART, f"{where} stores, returns and deletes a file.")
    else:
        yield wrong(PART, f"{where} returned other bytes than were stored.", advice)
    if unfinished:
        yield wrong(
            PART, "A restore stopped half way: files or rows are missing.", "Run manage.py restore with the same backup again."
        )


def examine_virus_scanner() -> Iterator[Finding]:
    if not settings.CLAMD:
        yield ok(SCANNER, "None is set: files are checked by content only.")
        return
    try:
        virus_scan.scan(io.BytesIO(b"nothing bad"), "doctor")
    except Fault:
        yield wrong(
            SCANNER,
            f"{settings.CLAMD} does not answer: nobody can send a file.",
            "Check CONTACTCENTER_CLAMD and that clamd runs.",
        )
        return
    yield ok(SCANNER, "It answers.")
