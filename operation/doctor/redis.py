"""Redis: whether it answers and carries notifications. Every version that still gets fixes can."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any, Final

from django.conf import settings

from operation.doctor.finding import Finding, ok, warning, wrong

PART: Final = "redis"
SECONDS: Final = 3.0
PROBE: Final = "contactcenter.doctor"


def examine() -> Iterator[Finding]:
    if not settings.REDIS_URL:
        yield ok(PART, "None is set: right for one process.")
        return
    import redis  # it loads much, and apps that add a part to the doctor import this

    client = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=SECONDS, socket_connect_timeout=SECONDS)
    try:
        version = str(client.info("server")["redis_version"])
        carried = _carries(client)
    except redis.RedisError as error:
        advice = "Check REDIS_URL, and that the server runs. Until then each process polls the database: slower, nothing is lost."
        yield wrong(PART, f"It does not answer: {error}", advice)
        return
    if not carried:
        yield warning(
            PART, "A notification did not come back within 3 s.", "Check the load of the Redis server and its ACL for pub/sub."
        )
    yield ok(PART, f"Redis {version} answers.")


def _carries(client: Any) -> bool:
    """Whether what is published arrives."""
    listener = client.pubsub(ignore_subscribe_messages=True)
    try:
        listener.subscribe(PROBE)
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            client.publish(PROBE, "ping")
            if listener.get_message(timeout=0.2):
                return True
        return False
    finally:
        listener.close()
