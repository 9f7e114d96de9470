"""The video funnel (A5): how far calls come, how soon there is a picture, why they drop. Pure: counts go in, numbers come out.

``CallTotals`` can be added up like ``Totals``; times to the picture are kept as counts of tenths of a second, so percentiles can be, too.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, fields
from typing import Final

from supervision.rules.measures import Number

GOOD_SECONDS: Final = 30
TENTH: Final = 10


@dataclass(frozen=True, slots=True)
class CallTotals:
    """Each step counts the calls that came through all steps before it. ``recorded``: connected calls with a quality record, ``relayed``
    those of them that went through the relay; ``pictures``: tenths of a second from accepting to the first picture or sound;
    ``drops``: calls that were accepted and didn't end by a person, by cause (CAUSES).
    """

    call_offered: int = 0
    call_accepted: int = 0
    devices_allowed: int = 0
    connected: int = 0
    good: int = 0
    ended_by_person: int = 0
    recorded: int = 0
    relayed: int = 0
    pictures: Counter[int] = field(default_factory=Counter)
    drops: Counter[str] = field(default_factory=Counter)

    def __add__(self, other: CallTotals) -> CallTotals:
        return CallTotals(**{one.name: getattr(self, one.name) + getattr(other, one.name) for one in fields(CallTotals)})


STEPS: Final = ("call_offered", "call_accepted", "devices_allowed", "connected", "good", "ended_by_person")
"""In the order of a call's life."""
CAUSES: Final = {
    "dropped_connection_lost": "connection-lost",
    "dropped_not_connected": "not-connected",
    "dropped_session": "session",
}
"""Why a call ended without a person ending it, by the reason in its row: lost, never connected, or over with its session."""
SHARES: Final = frozenset({"share_relayed"})
SECONDS: Final = frozenset({"picture_p50", "picture_p95"})
NAMES: Final = (*STEPS, "picture_p50", "picture_p95", "share_relayed", "drops", *CAUSES)


def call_measures(totals: CallTotals) -> dict[str, Number]:
    """Return all measures of calls by name. None where there is nothing to divide, or no picture."""
    return {
        **{name: getattr(totals, name) for name in STEPS},
        "picture_p50": percentile(totals.pictures, 50),
        "picture_p95": percentile(totals.pictures, 95),
        "share_relayed": totals.relayed / totals.recorded if totals.recorded else None,
        "drops": totals.drops.total(),
        **{name: totals.drops[name] for name in CAUSES},
    }


def percentile(pictures: Counter[int], per_cent: int) -> float | None:
    """Return the seconds within which so many per cent had a picture (nearest rank)."""
    rank = -(-pictures.total() * per_cent // 100)
    for tenths in sorted(pictures):
        rank -= pictures[tenths]
        if rank <= 0:
            return tenths / TENTH
    return None
