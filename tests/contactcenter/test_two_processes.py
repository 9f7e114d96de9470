"""Two server processes on PostgreSQL and Redis, the client on one, the operator on the other, even while Redis is down."""

from __future__ import annotations

import asyncio
import json
import urllib.request
from collections.abc import Iterator
from time import monotonic
from typing import Any

import pytest
import pytest_asyncio

from tests.contactcenter.live import Tab, conversation
from tests.servers import Postgres, Redis, Site
from tests.servers.process import until

OUTAGE_SECONDS = 6.0
PUSH_SECONDS = 5.0
"""With Redis. Heartbeats, which would deliver it too, come every twenty."""


def health(site: Site) -> dict[str, Any]:
    with urllib.request.urlopen(f"{site.other_url}/healthz", timeout=5) as answer:
        return dict(json.load(answer))


@pytest.fixture(scope="module")
def sites(
    tmp_path_factory: pytest.TempPathFactory, postgres_server: Postgres, redis_server: Redis
) -> Iterator[tuple[Site, Site]]:
    shared = {"DATABASE_URL": postgres_server.url(), "REDIS_URL": redis_server.url}
    first, second = (Site(tmp_path_factory.mktemp("process"), env=shared) for _ in range(2))
    first.prepare()
    first.start()
    second.start()
    yield first, second
    first.stop()
    second.stop()
    first.close()
    second.close()


@pytest.fixture(autouse=True)
def in_good_health(sites: tuple[Site, Site]) -> None:
    assert until(lambda: [health(site)["status"] for site in sites] == ["ok", "ok"])


@pytest_asyncio.fixture
async def tabs(sites: tuple[Site, Site]) -> Any:
    operator, client = await Tab.operator(sites[0]), await Tab.client(sites[1])
    yield client, operator
    for session in {frame["session"]["id"] for frame in operator.frames if frame["type"] == "session.snapshot"}:
        await operator.ok("session.end", session=session)
        await operator.ok("session.wrapup", session=session)


async def deliver(sender: Tab, receiver: Tab, session: str, text: str) -> float:
    """Post a message and wait for its acknowledgement and delivery; return the seconds until delivery."""
    start = monotonic()
    await sender.ok("message.post", session=session, text=text)
    await receiver.event("message.posted", lambda frame: frame["text"] == text)
    return monotonic() - start


async def letters_cross(client: Tab, operator: Tab, call: str) -> None:
    """Agree on real-time text and type from both processes."""
    sides = ((client, "client-leg"), (operator, "operator-leg"))
    for tab, leg in sides:
        await tab.ok("text.set", call=call, leg=leg, on=True)
    for (writer, leg), (reader, _other) in (sides, sides[::-1]):
        await reader.event("call.changed", lambda frame: frame["call"]["text"]["state"] == "on")
        await writer.ok("text.edit", call=call, leg=leg, rev=1, line="line-1", at=0, cut=0, add="Hello")
        assert (await reader.event("text.edited"))["add"] == "Hello"
    await operator.ok("text.set", call=call, leg="operator-leg", on=False)
    await client.event("call.changed", lambda frame: frame["move"] == "text-off")
    refused = await client.do("text.edit", call=call, leg="client-leg", rev=2, line="line-1", at=5, cut=0, add="!")
    assert refused["code"] == "text.off"


async def test_chat_and_the_way_into_a_call_cross_the_processes(tabs: tuple[Tab, Tab]) -> None:
    client, operator = tabs
    session = await conversation(client, operator)
    await deliver(client, operator, session, "F.22 again")
    await deliver(operator, client, session, "Show me")
    await client.ok("message.type", session=session, on=True)
    await operator.event("message.typing")
    await operator.ok("message.seen", session=session, delivered=2, read=2)
    await client.event("message.marks", lambda frame: frame["marks"]["operator_read"] == 2)

    await operator.ok("call.request", session=session, leg="operator-leg")
    call = (await client.event("call.changed", lambda frame: frame["call"]["state"] == "requested"))["call"]["id"]
    await client.ok("call.accept", call=call, leg="client-leg", video=False)
    await operator.event("call.changed", lambda frame: frame["call"]["state"] == "accepted")
    await operator.ok("call.signal", call=call, leg="operator-leg", data='{"sdp":"offer"}')
    assert (await client.event("call.signal"))["data"] == '{"sdp":"offer"}'
    await letters_cross(client, operator, call)
    await client.ok("call.signal", call=call, leg="client-leg", data='{"sdp":"answer"}')
    assert (await operator.event("call.signal"))["data"] == '{"sdp":"answer"}'

    await client.ok("session.end", session=session)
    await operator.event("session.changed", lambda frame: frame["state"] == "wrapup")


async def test_without_redis_sockets_stay_messages_arrive_and_push_comes_back_by_itself(
    sites: tuple[Site, Site], tabs: tuple[Tab, Tab], redis_server: Redis
) -> None:
    client, operator = tabs
    session = await conversation(client, operator)
    redis_server.kill()
    try:
        for number in range(4):
            assert await deliver(client, operator, session, f"to the operator {number}") <= OUTAGE_SECONDS
            assert await deliver(operator, client, session, f"to the client {number}") <= OUTAGE_SECONDS
        for site in sites:
            assert await asyncio.to_thread(until, lambda site=site: health(site)["status"] == "degraded")
    finally:
        redis_server.start()
    for site in sites:
        assert await asyncio.to_thread(until, lambda site=site: health(site)["status"] == "ok")
    assert await deliver(client, operator, session, "pushed again") <= PUSH_SECONDS
    assert await deliver(operator, client, session, "and back") <= PUSH_SECONDS
    seen = [frame["seq"] for frame in operator.frames if frame["type"] == "message.posted"]
    assert seen == sorted(set(seen))
    assert len(seen) == 10


async def test_a_client_who_enters_while_redis_is_away_is_found_and_served(
    sites: tuple[Site, Site], tabs: tuple[Tab, Tab], redis_server: Redis
) -> None:
    client, operator = tabs
    redis_server.kill()
    try:
        session = await conversation(client, operator)
        assert await deliver(operator, client, session, "Here I am") <= OUTAGE_SECONDS
    finally:
        redis_server.start()


async def test_a_cut_subscription_heals_and_what_it_missed_arrives(
    sites: tuple[Site, Site], tabs: tuple[Tab, Tab], redis_server: Redis
) -> None:
    import redis

    client, operator = tabs
    session = await conversation(client, operator)
    with redis.Redis.from_url(redis_server.url) as admin:
        admin.flushall()
        admin.execute_command("CLIENT", "KILL", "TYPE", "pubsub")
    await client.ok("message.post", session=session, text="into the gap")
    await operator.event("message.posted", lambda frame: frame["text"] == "into the gap", seconds=30)
    for site in sites:
        assert await asyncio.to_thread(until, lambda site=site: health(site)["status"] == "ok")
    assert await deliver(operator, client, session, "pushed again") <= PUSH_SECONDS
