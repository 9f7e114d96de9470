"""Life of a session as a table of moves (S1). Pure: no rows, no clock."""

from __future__ import annotations

from typing import Final

OPEN: Final = frozenset({"waiting", "active"})
"""States in which the client may write."""

OWNED: Final = frozenset({"active", "wrapup"})
"""States in which an operator has the session."""

UNFINISHED: Final = OPEN | OWNED
"""States in which either side may still do something."""

PAST: Final = frozenset({"wrapup", "closed", "abandoned", "missed"})
"""States after the conversation, or without one."""

MOVES: Final[dict[tuple[str, str], tuple[str, frozenset[str]]]] = {
    ("waiting", "accept"): ("active", frozenset({"operator"})),
    ("waiting", "leave"): ("abandoned", frozenset({"client"})),
    ("waiting", "abandon"): ("abandoned", frozenset({"system"})),
    ("waiting", "miss"): ("missed", frozenset({"supervisor", "system"})),
    ("active", "end"): ("wrapup", frozenset({"client", "operator", "supervisor", "system"})),
    ("active", "redirect"): ("waiting", frozenset({"operator", "supervisor", "system"})),
    ("active", "postpone"): ("waiting", frozenset({"operator"})),
    ("wrapup", "close"): ("closed", frozenset({"operator", "supervisor", "system"})),
}


class Refused(Exception):  # noqa: N818
    """The move isn't possible from this state, or not for this role."""


def step(state: str, move: str, by: str) -> str:
    """Return the state after ``move`` by ``by``. Raises :class:`Refused`."""
    found = MOVES.get((state, move))
    if found is None or by not in found[1]:
        raise Refused(f"{by} cannot {move} a {state} session")
    return found[0]
