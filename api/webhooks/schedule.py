"""When a delivery is tried again, and when it's given up. Pure: no rows, no clock."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

MINUTE, HOUR = 60, 3600
OFFSETS: Final = (0, 5, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR)
"""Seconds from the first try to each try (Standard Webhooks)."""
LONGEST: Final = timedelta(hours=24)
"""Longest pause a receiver can ask for with Retry-After."""
GIVE_UP: Final = timedelta(hours=26)
"""Time from the first try after which a delivery is given up, whatever pauses the receiver asked for."""
JITTER: Final = 0.1
SLOW_DOWN: Final = frozenset({429, 502, 503, 504})
"""Answers that ask to send less."""
PATIENCE: Final = 5
"""Failures in a row before all deliveries to a webhook pause between tries."""
REST: Final = timedelta(seconds=60)
"""Longest such pause."""


def pause(tries: int) -> timedelta | None:
    """Return how long to wait after so many tries; None if it's time to give up. Spread, so that not everything comes at once."""
    if tries >= len(OFFSETS):
        return None
    seconds = OFFSETS[tries] - OFFSETS[tries - 1]
    return timedelta(seconds=seconds * random.uniform(1 - JITTER, 1 + JITTER))  # noqa: S311 - no secret


def retry_after(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """Return the pause that the header ``Retry-After`` asks for, in seconds or as a date; None without a valid one."""
    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdecimal():
        return min(timedelta(seconds=int(text[:9])), LONGEST)
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max(moment - now, timedelta()), LONGEST)


def rest(failures: int) -> timedelta:
    """Return how long a webhook rests after so many failures in a row."""
    if failures < PATIENCE:
        return timedelta()
    return min(timedelta(seconds=2 ** min(failures - PATIENCE + 1, 10)), REST)
