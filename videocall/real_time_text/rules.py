"""Whether the two sides of a call share real-time text, from the answer each has given. Pure: no clock, no rows.

An agreement holds for the call until one side takes its part back: the other, who has agreed, isn't asked again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

UNASKED: Final = ""
YES: Final = "yes"
NO: Final = "no"
OTHER: Final = {"client": "operator", "operator": "client"}

Answers = Mapping[str, str]
"""The answer of each side, ``client`` and ``operator``."""


class Standing(NamedTuple):
    """How it stands: ``off``, ``asked`` or ``on``. ``by``: the side that asks, or the side whose *no* keeps it off."""

    state: str
    by: str | None = None


def standing(answers: Answers) -> Standing:
    """Return how it stands with these answers."""
    if answers["client"] == answers["operator"] == YES:
        return Standing("on")
    for side, other in OTHER.items():
        if answers[side] == NO:
            return Standing("off", side)
        if answers[side] == YES and answers[other] == UNASKED:
            return Standing("asked", side)
    return Standing("off")


def answered(answers: Answers, by: str, on: bool) -> tuple[dict[str, str], str]:
    """Return the answers after one side turned it on or off, and the name of the step; the name is empty if nothing changes.

    Turning on asks the other side, unless that side has agreed before. Turning off withdraws the question, refuses it, or ends the text.
    """
    after, other = dict(answers), OTHER[by]
    before = standing(answers)
    if on:
        after[by] = YES
        if after[other] == NO:
            after[other] = UNASKED
        step = "text-on" if standing(after).state == "on" else "text-ask"
    elif before == Standing("asked", by):
        after[by] = UNASKED
        step = "text-withdraw"
    elif before.state != "off":
        after[by] = NO
        step = "text-off"
        if before.state == "asked":  # with the refusal the question is gone, too
            after[other], step = UNASKED, "text-decline"
    else:
        step = ""
    return after, "" if after == answers else step


STEPS: Final = frozenset({"text-ask", "text-on", "text-off", "text-decline", "text-withdraw"})
