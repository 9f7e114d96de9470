"""One rate limiter for whatever is dear, over all processes: per person and per network address, the same from views and sockets.

Every call is counted in this process first, which bounds what a flood costs, and then in Redis where there is one (with the library
``limits``). While Redis is away the counts of the process alone hold. Knows nothing of the product.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import time
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from django.conf import settings
from msgspec import Struct

from contactcenter.network_address import network, site
from contactcenter.realtime import rate

if TYPE_CHECKING:
    from limits.strategies import SlidingWindowCounterRateLimiter

SITE_FACTOR: Final = 4
"""A /48 of IPv6 addresses may do this many times what one /64 may."""
REDIS_SECONDS: Final = 0.25
"""How long Redis may take to answer."""
AWAY_SECONDS: Final = 5.0
"""How long Redis is not asked again after it has not answered."""

log = logging.getLogger(__name__)
_threads: Final = ThreadPoolExecutor(max_workers=2, thread_name_prefix="rate-limit")


class Limit(Struct, frozen=True):
    """How often something may be done in ``seconds``: by one person, and from one network address. 0: as often as they like.

    An address may be that of a whole office: let it do several times what one person may.
    """

    kind: str
    seconds: float
    person: float = 0
    address: float = 0


def hit(limit: Limit, *, person: str = "", address: str | None = None) -> None:
    """Count one call, from a view or a service. Raises Fault ``rate.exceeded``.

    ``address`` is the plain network address; all whose address is not known (empty) are counted together.
    """
    counts = _counts(limit, person, address)
    for kind, key, count in counts:
        rate.take(kind, key, (count, limit.seconds))
    if settings.REDIS_URL:
        _hit_redis(limit, counts)


async def ahit(limit: Limit, *, person: str = "", address: str | None = None) -> None:
    """The same from the event loop, which never waits for Redis itself."""
    counts = _counts(limit, person, address)
    for kind, key, count in counts:
        rate.take(kind, key, (count, limit.seconds))
    if settings.REDIS_URL:
        await asyncio.get_running_loop().run_in_executor(_threads, _hit_redis, limit, counts)


Counts = list[tuple[str, str, float]]


def _counts(limit: Limit, person: str, address: str | None) -> Counts:
    """Kind, key and count of each counter, the narrowest first: what a person is refused does not count against their neighbours."""
    counts: Counts = []
    if person and limit.person:
        counts.append((f"{limit.kind}.person", person, limit.person))
    if address is not None and limit.address:
        counts.append((f"{limit.kind}.address", network(address), limit.address))
        if wide := site(address):
            counts.append((f"{limit.kind}.site", wide, limit.address * SITE_FACTOR))
    return counts


class _Redis:
    """The counters in Redis. ``away_until``: it did not answer, and is not asked before."""

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


def _hit_redis(limit: Limit, counts: Counts) -> None:
    from limits import RateLimitItemPerSecond
    from redis.exceptions import RedisError

    redis = _redis(settings.REDIS_URL)
    if time.monotonic() < redis.away_until:
        return
    try:
        for kind, key, count in counts:
            item = RateLimitItemPerSecond(max(1, int(count * settings.RATE_SCALE)), int(limit.seconds), namespace=kind)
            hashed = hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
            if not redis.limiter.hit(item, hashed):
                raise rate.exceeded(redis.limiter.get_window_stats(item, hashed).reset_time - time.time())
        if redis.away_until:
            redis.away_until = 0.0
            log.info("rate limits count over all processes again")
    except RedisError as error:
        if not redis.away_until:
            log.warning("rate limits count in each process alone: Redis does not answer (%s)", type(error).__name__)
        redis.away_until = time.monotonic() + AWAY_SECONDS
