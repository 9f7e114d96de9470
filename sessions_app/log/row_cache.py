"""Sessions as this process last saw them, for messages: they run on these rows, and are written only if the rows are still the same.

A hint, never the truth: whatever is remembered here may be older than the database.
"""

from __future__ import annotations

from collections.abc import Iterable
from threading import Lock
from typing import Any, Final

from sessions_app.log import statements
from sessions_app.models import Session

KEPT: Final = 5_000
"""Sessions of this process; beyond this the one that was written longest ago is dropped."""

_seen: Final[dict[str, tuple[Any, ...]]] = {}
_changing: Final = Lock()


def recall(public_ids: Iterable[str]) -> dict[str, tuple[Any, ...]] | None:
    """Return what is remembered of these sessions; None if one of them is unknown."""
    found = {public_id: _seen.get(public_id) for public_id in public_ids}
    return None if None in found.values() else found  # type: ignore[return-value]


def remember(rows: Iterable[Session]) -> None:
    """Remember these rows, which are in the database like this."""
    with _changing:
        for row in rows:
            _seen.pop(row.public_id, None)
            _seen[row.public_id] = statements.known(row)
        while len(_seen) > KEPT:
            del _seen[next(iter(_seen))]


def forget(*public_ids: str) -> None:
    """Forget sessions that somebody else has changed."""
    with _changing:
        for public_id in public_ids:
            _seen.pop(public_id, None)
