"""An export as one zip file: the JSON, and the stored files under the paths it names."""

from __future__ import annotations

import json
import zipfile
from typing import IO, Any, Final

from django.db.models import QuerySet

from sessions_app import hooks
from sessions_app.actor import SYSTEM, Actor
from sessions_app.files import storage
from sessions_app.models import Client, Session
from sessions_app.privacy.export import client_export, exported_sessions
from sessions_app.privacy.selectors import browsers_of

DATA: Final = "client.json"


def write_archive(
    out: IO[bytes], client: Client, *, by: Actor = SYSTEM, within: QuerySet[Session] | None = None
) -> dict[str, Any]:
    """Write the zip and return the export in it. A file the storage has lost is listed under ``missing_files``."""
    export = client_export(client, by=by, within=within)
    sessions = exported_sessions(list(browsers_of(client)), by, within)
    export["missing_files"] = []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, key in (pair for room in hooks.personal_data for pair in room.files(sessions)):
            if not _add(archive, path, key):
                export["missing_files"].append(path)
        archive.writestr(DATA, as_text(export))
    return export


def _add(archive: zipfile.ZipFile, path: str, key: str) -> bool:
    pieces = storage.chunks(key)
    try:
        first = next(pieces, b"")
    except FileNotFoundError:
        return False
    with archive.open(path, "w", force_zip64=True) as entry:
        entry.write(first)
        for piece in pieces:
            entry.write(piece)
    return True


def as_text(export: dict[str, Any]) -> str:
    return json.dumps(export, ensure_ascii=False, indent=1)
