"""What is left of a log entry when its session is erased: kind, time, side, and what says nothing about the client. Pure.

A text is emptied unless it's listed: what a new kind of entry says is gone until somebody decides that it may stay.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import msgspec

KEPT: Final[dict[str, frozenset[str]]] = {
    "session.changed": frozenset({"step", "state", "operator", "result"}),
    "session.redirected": frozenset({"to"}),
    "callback.tried": frozenset({"outcome", "starts_at"}),
}
"""Texts that stay, by kind. Other rooms list theirs in ``hooks.kept_in_log``."""
FREE_NAMES: Final = frozenset({"parameters"})
"""Objects whose names are texts of others, too."""
IDS: Final = frozenset({"command", "client_leg", "operator_leg"})
"""Ids that browsers choose: null afterwards, as for entries that never had one."""
_encode: Final = msgspec.json.Encoder().encode


def redacted(kind: str, body: str, kept: Mapping[str, frozenset[str]]) -> str:
    """Return the body of an entry without words, in the same form. ``kept``: texts that stay, by kind."""
    return _encode(_emptied(msgspec.json.decode(body), kept.get(kind, frozenset()))).decode()


def _emptied(value: Any, kept: frozenset[str], name: str = "") -> Any:
    if name in IDS:
        return None
    if isinstance(value, str):
        return value if name in kept else ""
    if isinstance(value, list):
        return []
    if isinstance(value, dict):
        return {} if name in FREE_NAMES else {key: _emptied(part, kept, key) for key, part in value.items()}
    return value
