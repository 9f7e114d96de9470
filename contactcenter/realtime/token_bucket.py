"""Token buckets of this process: how often a person may do something, however many sockets or requests they use.

Nothing here blocks, so it can count single frames. `contactcenter.realtime.rate_limit` counts over all processes.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from threading import Lock
from typing import Final, TypeAlias
from weakref import WeakValueDictionary

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contactcenter.realtime.wire import Fault

Rate: TypeAlias = tuple[float, float]
"""Burst size, and the seconds in which as many are allowed on average."""

KEPT: Final = 10_000
"""Buckets of one kind. Beyond this the least recently used one is dropped, unless a socket holds it."""


class Bucket:
    """At most ``count`` at once and ``count`` per ``seconds`` on average, times CONTACTCENTER_RATE_SCALE."""

    __slots__ = ("__weakref__", "at", "count", "per_second", "tokens")

    def __init__(self, count: float, seconds: float) -> None:
        scale = float(settings.RATE_SCALE)
        self.count = count * scale
        self.per_second = self.count / seconds
        self.tokens = self.count
        self.at = time.monotonic()

    def spend(self, tokens: float = 1) -> bool:
        """Take that many tokens; return False and take none if there aren't enough."""
        now = time.monotonic()
        self.tokens = min(self.count, self.tokens + (now - self.at) * self.per_second)
        self.at = now
        if self.tokens < tokens:
            return False
        self.tokens -= tokens
        return True

    def take(self, tokens: float = 1) -> None:
        """Take that many tokens. Raises :class:`Fault` ``rate.exceeded`` if there aren't enough."""
        if not self.spend(tokens):
            raise exceeded((tokens - self.tokens) / self.per_second if self.per_second else 0)


def exceeded(seconds: float) -> Fault:
    """Build the refusal; ``seconds`` until it may be tried again."""
    fault = Fault("rate.exceeded", _words(seconds), retry=True)
    fault.after = seconds
    return fault


def _words(seconds: float) -> str:
    if seconds < 45:
        return _("Too many requests. Try again in a moment.")
    minutes = max(1, round(seconds / 60))
    words = ngettext(
        "Too many attempts. Try again in a minute.",
        "Too many attempts. Try again in %(minutes)d minutes.",
        minutes,
    )
    return words % {"minutes": minutes}


class _Kind:
    """Buckets of one kind by key: the most recently used, and those a socket holds."""

    __slots__ = ("held", "recent")

    def __init__(self) -> None:
        self.recent: OrderedDict[str, Bucket] = OrderedDict()
        self.held: WeakValueDictionary[str, Bucket] = WeakValueDictionary()


_kinds: dict[str, _Kind] = {}
_lock: Final = Lock()


def bucket_of(kind: str, key: str, rate: Rate) -> Bucket:
    """Return the bucket of this kind for this key, such as an actor's ``sender``.

    Each kind has its own space, so that one can't flush another. A closed socket's bucket is still known when its owner opens the next.
    """
    with _lock:
        return _find(kind, key, rate)


def take(kind: str, key: str, rate: Rate) -> tuple[float, float]:
    """Count one in the bucket of this kind and key, from any thread. Raises Fault ``rate.exceeded``.

    Returns how many are left, and the seconds until the bucket is full again.
    """
    with _lock:
        bucket = _find(kind, key, rate)
        bucket.take()
        return bucket.tokens, (bucket.count - bucket.tokens) / bucket.per_second


def forget() -> None:
    """Reset all counters: for tests."""
    with _lock:
        _kinds.clear()


def _find(kind: str, key: str, rate: Rate) -> Bucket:
    buckets = _kinds.get(kind)
    if buckets is None:
        buckets = _kinds[kind] = _Kind()
    bucket = buckets.recent.get(key)
    if bucket is not None:
        buckets.recent.move_to_end(key)
        return bucket
    bucket = buckets.held.get(key)
    if bucket is None:
        bucket = buckets.held[key] = Bucket(*rate)
    buckets.recent[key] = bucket
    if len(buckets.recent) > KEPT:
        buckets.recent.popitem(last=False)
    return bucket
