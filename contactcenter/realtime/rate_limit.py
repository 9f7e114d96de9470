"""One rate limiter for expensive actions, over all processes: per person and per network address, the same for views and sockets.

Every call is counted in this process first, which bounds what a flood costs, and then in Redis if there is one (with the library
``limits``). While Redis is away only the process's own counts apply. Knows nothing of the product.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import math
import time
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from django.conf import settings
from msgspec import Struct

from contactcenter.realtime import token_bucket
from contactcenter.realtime.network_address import network, site

if TYPE_CHECKING:
    from limits.strategies import SlidingWindowCounterRateLimiter

SITE_FACTOR: Final = 4
"""A /48 of IPv6 addresses may do this many times what one /64 may."""
REDIS_SECONDS: Final = 0.25
"""Time-out of a Redis request."""
AWAY_SECONDS: Final = 5.0
"""Pause after Redis hasn't answered."""

log = logging.getLogger(__name__)
_threads: Final = ThreadPoolExecutor(max_workers=2, thread_name_prefix="rate-limit")


class Limit(Struct, frozen=True):
    """Calls allowed in ``seconds``: by one person, and from one network address. 0: no limit.

    An address may be that of a whole office: allow several times what one person may do.
    """

    kind: str
    seconds: float
    person: float = 0
    address: float = 0


class Quota(Struct, frozen=True):
    """What is left of a limit: ``remaining`` of ``count`` calls, and the seconds until all of them are back."""

    count: int
    remaining: int
    seconds: int


def spend(limit: Limit, *, person: str) -> Quota:
    """Count one call of a person like ``hit``, and return what is left to them."""
    counts = _counts(limit, person, None)
    ((kind, key, count),) = counts
    left, seconds = token_bucket.take(kind, key, (count, limit.seconds))
    shared = _hit_redis(limit, counts, remaining=True) if settings.REDIS_URL else None
    if shared is not None:
        left, seconds = min(left, shared[0]), max(seconds, shared[1])
    return Quota(max(1, int(count * settings.RATE_SCALE)), int(left), math.ceil(seconds))


def hit(limit: Limit, *, person: str = "", address: str | None = None) -> None:
    """Count one call, from a view or a service. Raises Fault ``rate.exceeded``.

    ``address`` is the plain network address; calls from unknown addresses (empty) are counted together.
    """
    counts = _counts(limit, person, address)
    for kind, key, count in counts:
        token_bucket.take(kind, key, (count, limit.seconds))
    if settings.REDIS_URL:
        _hit_redis(limit, counts)


async def ahit(limit: Limit, *, person: str = "", address: str | None = None) -> None:
    """Like ``hit``, from the event loop, which never waits for Redis itself."""
    counts = _counts(limit, person, address)
    for kind, key, count in counts:
        token_bucket.take(kind, key, (count, limit.seconds))
    if settings.REDIS_URL:
        await asyncio.get_running_loop().run_in_executor(_threads, _hit_redis, limit, counts)


Counts = list[tuple[str, str, float]]


def _counts(limit: Limit, person: str, address: str | None) -> Counts:
    """Kind, key and count of each counter, the narrowest first: a person's refusals don't count against their neighbours."""
    counts: Counts = []
    if person and limit.person:
        counts.append((f"{limit.kind}.person", person, limit.person))
    if address is not None and limit.address:
        counts.append((f"{limit.kind}.address", network(address), limit.address))
        if wide := site(address):
            counts.append((f"{limit.kind}.site", wide, limit.address * SITE_FACTOR))
    return counts


class _Redis:
    """The counters in Redis. ``away_until``: it didn't answer, and isn't asked before."""

    def __init__(self, url: str) -> None:
        from limits.storage import RedisStorage
        from limits.strategies import SlidingWindowCounterRateLimiter
        from redis.backoff import NoBackoff
        from redis.retry import Retry

        times = {"socket_timeout": REDIS_SECONDS, "socket_connect_timeout": REDIS_SECONDS}
        storage = RedisStorage(url, key_prefix="contactcenter.rate", retry=Retry(NoBackoff(), 0), **times)  # type: ignore[arg-type]
        self.limiter: SlidingWindowCounterRateLimiter = SlidingWindowCounterRateLimiter(storage)
        self.away_until = 0.0


def load() -> None:
    """Import what counting in Redis needs, before the first call is counted."""
    if settings.REDIS_URL:
        _redis(settings.REDIS_URL)


@lru_cache(maxsize=1)
def _redis(url: str) -> _Redis:
    return _Redis(url)


def _hit_redis(limit: Limit, counts: Counts, remaining: bool = False) -> tuple[float, float] | None:
    """Count in Redis. ``remaining``: return what is left by the last counter, and the seconds until its window ends."""
    from limits import RateLimitItemPerSecond
    from redis.exceptions import RedisError

    redis = _redis(settings.REDIS_URL)
    if time.monotonic() < redis.away_until:
        return None
    left: tuple[float, float] | None = None
    try:
        for kind, key, count in counts:
            item = RateLimitItemPerSecond(max(1, int(count * settings.RATE_SCALE)), int(limit.seconds), namespace=kind)
            hashed = hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
            allowed = redis.limiter.hit(item, hashed)
            if allowed and not remaining:
                continue
            window = redis.limiter.get_window_stats(item, hashed)
            if not allowed:
                raise token_bucket.exceeded(window.reset_time - time.time())
            left = window.remaining, window.reset_time - time.time()
        if redis.away_until:
            redis.away_until = 0.0
            log.info("rate limits count over all processes again")
    except RedisError as error:
        if not redis.away_until:
            log.warning("rate limits count in each process alone: Redis does not answer (%s)", type(error).__name__)
        redis.away_until = time.monotonic() + AWAY_SECONDS
    return left
