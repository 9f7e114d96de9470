"""Which events anybody wants: the question before each row of the outbox, answered from memory for a second at a time."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from msgspec import Struct

from api.webhooks.models import Webhook

SECONDS: Final = 1.0
"""A new webhook gets what happens from at most so much later on; in the process that saved it, at once."""


class Subscription(Struct, frozen=True):
    """A webhook that is on. Without ``groups`` it hears of all, and of what belongs to none."""

    webhook: int
    events: frozenset[str]
    groups: frozenset[int]


_known: tuple[float, list[Subscription]] | None = None


def current() -> list[Subscription]:
    global _known
    known = _known
    if known is None or time.monotonic() - known[0] > SECONDS:
        asked = time.monotonic()
        known = _known = (asked, _read())
    return known[1]


def _read() -> list[Subscription]:
    rows = list(Webhook.objects.filter(active=True).order_by("pk").values_list("pk", "events"))
    if not rows:
        return []
    groups: dict[int, set[int]] = defaultdict(set)
    for webhook, group in Webhook.groups.through.objects.values_list("webhook", "group"):
        groups[webhook].add(group)
    return [Subscription(pk, frozenset(events), frozenset(groups[pk])) for pk, events in rows]


def forget() -> None:
    """Ask the database the next time: a webhook has changed."""
    global _known
    _known = None


def wanted(event: str) -> bool:
    return any(event in each.events for each in current())


def subscribers(event: str, groups: Iterable[int]) -> list[int]:
    """Return the webhooks that want this event of these groups."""
    about = frozenset(groups)
    return [each.webhook for each in current() if event in each.events and (not each.groups or each.groups & about)]
