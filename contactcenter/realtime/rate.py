"""Token buckets: how often something may happen."""

from __future__ import annotations

import time

from django.conf import settings

from contactcenter.realtime.wire import Fault


class Bucket:
    """At most ``count`` at once and ``count`` per ``seconds`` in the long run, times CONTACTCENTER_RATE_SCALE."""

    __slots__ = ("at", "count", "per_second", "tokens")

    def __init__(self, count: float, seconds: float) -> None:
        scale = float(settings.RATE_SCALE)
        self.count = count * scale
        self.per_second = self.count / seconds
        self.tokens = self.count
        self.at = time.monotonic()

    def take(self) -> None:
        """Raises :class:`Fault` ``rate.exceeded`` when there was too much."""
        now = time.monotonic()
        self.tokens = min(self.count, self.tokens + (now - self.at) * self.per_second)
        self.at = now
        if self.tokens < 1:
            raise Fault("rate.exceeded", "That was too much at once. Wait a moment.", retry=True)
        self.tokens -= 1
