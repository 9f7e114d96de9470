"""Token buckets of this process: how often somebody may do something, however many sockets or requests they use.

Nothing here waits for anything, so it also counts single frames. `contactcenter.rate_limit` counts over all processes.
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
"""So many at once, and so many in this many seconds in the long run."""

KEPT: Final = 10_000
"""Buckets of one kind. Beyond it the bucket that was used longest ago is dropped; a bucket that is in use elsewhere stays."""


class Bucket:
    """At most ``count`` at once and ``count`` per ``seconds`` in the long run, times CONTACTCENTER_RATE_SCALE."""

    __slots__ = ("__weakref__", "at", "count", "per_second", "tokens")

    def __init__(self, count: float, seconds: float) -> None:
        scale = float(settings.RATE_SCALE)
        self.count = count * scale
        self.per_second = self.count / seconds
        self.tokens = self.count
        self.at = time.monotonic()

    def spend(self, tokens: float = 1) -> bool:
        """Take that many; False, and nothing taken, when there are not enough."""
        now = time.monotonic()
        self.tokens = min(self.count, self.tokens + (now - self.at) * self.per_second)
        self.at = now
        if self.tokens < tokens:
            return False
        self.tokens -= tokens
        return True

    def take(self, tokens: float = 1) -> None:
        """Take that many. Raises :class:`Fault` ``rate.exceeded`` when there was too much."""
        if not self.spend(tokens):
            raise exceeded((tokens - self.tokens) / self.per_second if self.per_second else 0)


def exceeded(seconds: float) -> Fault:
    """The refusal of what is too much; ``seconds``: when it may be tried again."""
    if seconds < 45:
        return Fault("rate.exceeded", _("Too many requests. Try again in a moment."), retry=True)
    minutes = max(1, round(seconds / 60))
    words = ngettext(
        "Too many attempts. Try again in a minute.",
        "Too many attempts. Try again in %(minutes)d minutes.",
        minutes,
    )
    return Fault("rate.exceeded", words % {"minutes": minutes}, retry=True)


class _Kind:
    """The buckets of one kind by key: the latest used, and those that a socket holds."""

    __slots__ = ("held", "recent")

    def __init__(self) -> None:
        self.recent: OrderedDict[str, Bucket] = OrderedDict()
        self.held: WeakValueDictionary[str, Bucket] = WeakValueDictionary()


_kinds: dict[str, _Kind] = {}
_lock: Final = Lock()


def bucket_of(kind: str, key: str, rate: Rate) -> Bucket:
    """The one bucket of this kind for this key, such as an actor's ``sender``. Each kind has room of its own, so that one cannot
    flush another; a closed socket's bucket is still known when its owner opens the next."""
    with _lock:
        return _find(kind, key, rate)


def take(kind: str, key: str, rate: Rate) -> None:
    """Count one in the bucket of this kind and key, from any thread. Raises Fault ``rate.exceeded``."""
    with _lock:
        _find(kind, key, rate).take()


def forget() -> None:
    """Start counting afresh: for tests."""
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
