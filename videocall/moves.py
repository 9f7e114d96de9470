"""The life of a call as a table: which move leads from which state to which, and who may make it.

Pure: standard library only, no clock, no rows. Services decide *when* to move; this decides *whether*.
"""

from __future__ import annotations

from typing import Final

NONE: Final = "none"
"""The state before there is a call."""

WAITING: Final = frozenset({"asked", "requested"})
"""One side wants the call, the other hasn't answered."""

RUNNING: Final = frozenset({"accepted", "connected", "reconnecting"})
"""Both sides want the call: media may flow."""

CONNECTED: Final = frozenset({"connected", "reconnecting"})
"""The two have seen or heard each other, and the call is still live."""

LIVE: Final = WAITING | RUNNING
"""Live states. A session has at most one such call."""

OVER: Final = frozenset({"declined", "cancelled", "expired", "ended", "failed"})
"""Terminal: no move leads out of these."""

STATES: Final = LIVE | OVER

_client: Final = frozenset({"client"})
_operator: Final = frozenset({"operator"})
_system: Final = frozenset({"system"})
_either: Final = _client | _operator
_anyone: Final = _either | _system
_ends: Final = _anyone | {"supervisor"}

MOVES: Final[dict[tuple[str, str], tuple[str, frozenset[str]]]] = {
    (NONE, "ask"): ("asked", _client),
    (NONE, "request"): ("requested", _operator),
    (NONE, "start"): ("accepted", _system),
    ("asked", "request"): ("accepted", _operator),
    ("asked", "decline"): ("declined", _operator),
    ("asked", "cancel"): ("cancelled", _client | _system),
    ("asked", "expire"): ("expired", _system),
    ("requested", "accept"): ("accepted", _client),
    ("requested", "decline"): ("declined", _client),
    ("requested", "cancel"): ("cancelled", _operator | _system),
    ("requested", "expire"): ("expired", _system),
    ("accepted", "connected"): ("connected", _either),
    ("accepted", "hangup"): ("ended", _ends),
    ("accepted", "lost"): ("failed", _system),
    ("connected", "interrupt"): ("reconnecting", _anyone),
    ("connected", "hangup"): ("ended", _ends),
    ("connected", "lost"): ("failed", _system),
    ("reconnecting", "connected"): ("connected", _either),
    ("reconnecting", "hangup"): ("ended", _ends),
    ("reconnecting", "lost"): ("failed", _system),
}
"""``{(state, move): (state after it, roles that may make it)}``. The system or a supervisor hangs up when the session
closes under the call."""


class Refused(Exception):  # noqa: N818 - the word of the product
    """The move was not made. ``state`` is the call's state."""

    def __init__(self, state: str, move: str, by: str) -> None:
        super().__init__(f"{by} cannot {move} a call that is {state}")
        self.state, self.move, self.by = state, move, by


class Over(Refused):
    """The call is over: no move leads out of a terminal state."""


class Illegal(Refused):
    """Nobody can make this move in this state."""


class NotAllowed(Refused):
    """Another role could make this move, this one can't."""


def step(state: str, move: str, by: str) -> str:
    """Return the state after ``move`` by role ``by``. Raises :class:`Over`, :class:`Illegal` or :class:`NotAllowed`."""
    if state in OVER:
        raise Over(state, move, by)
    try:
        after, roles = MOVES[state, move]
    except KeyError:
        raise Illegal(state, move, by) from None
    if by not in roles:
        raise NotAllowed(state, move, by)
    return after
