"""The open sockets of each person in this process, oldest first, and how many they may have."""

from __future__ import annotations

from typing import Any, Final

_sockets: Final[dict[str, dict[Any, None]]] = {}


def join(person: str, socket: Any, most: int) -> Any | None:
    """Register a new socket. Returns the one to close if there are too many: the oldest idle one, or else the oldest."""
    theirs = _sockets.setdefault(person, {})
    oldest = None
    if len(theirs) >= most:
        oldest = next((one for one in theirs if not one.in_use()), next(iter(theirs)))
        del theirs[oldest]
    theirs[socket] = None
    return oldest


def leave(person: str, socket: Any) -> None:
    theirs = _sockets.get(person, {})
    theirs.pop(socket, None)
    if not theirs:
        _sockets.pop(person, None)


def forget() -> None:
    """Forget everybody: for tests."""
    _sockets.clear()
