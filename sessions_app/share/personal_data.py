"""Files as part of what is known of a client (P2): exported with their sessions, erased with them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sessions_app.hooks import PersonalData
from sessions_app.log import moment
from sessions_app.models import Session, Share
from sessions_app.share.services.erasure import files_erase

KEPT_IN_LOG: Final = {"share.changed": frozenset({"change", "kind", "state", "id", "at", "role", "mime", "call"})}


def _path(file: Share) -> str:
    """Return where a file lies in an export; names are unique within a session, and have no slashes (`files/checks.py`)."""
    return f"files/{file.session.number}/{file.name}" if file.file else ""


def _ready(sessions: Sequence[Session]) -> list[Share]:
    rows = Share.objects.filter(session__in=sessions, state=Share.State.READY).select_related("session")
    return list(rows.order_by("session", "pk"))


def exported(sessions: Sequence[Session]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {}
    for file in _ready(sessions):
        found.setdefault(file.session_id, []).append(
            {
                "id": file.public_id,
                "kind": file.kind,
                "name": file.name,
                "path": _path(file),
                "url": file.url,
                "size": file.size,
                "type": file.mime,
                "sha256": file.sha256,
                "width": file.width,
                "height": file.height,
                "by": {"role": file.role, "name": file.author},
                "at": moment(file.created_at),
                "visible_to_client": file.sent,
                "source": file.source,
                "call": file.call,
            }
        )
    return found


def stored(sessions: Sequence[Session]) -> list[tuple[str, str]]:
    return [(_path(file), str(file.file.name)) for file in _ready(sessions) if file.file]


PERSONAL_DATA: Final = PersonalData("files", exported, files_erase, stored, own_terms=True)
