"""PostgreSQL away and back: people are refused in words meanwhile, and served at once afterwards, however long it took."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Iterator
from time import monotonic

import pytest

from tests.attack.http import Answer, ask
from tests.contactcenter.live import Tab, conversation
from tests.servers import Postgres, Site

AWAY_SECONDS = 8.0
BACK_SECONDS = 4.0
"""On a busy machine; by itself the pool would try again after fifteen."""


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    with Postgres() as running:
        yield running


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, postgres: Postgres) -> Iterator[Site]:
    site = Site(tmp_path_factory.mktemp("site"), server="uvicorn", env={"DATABASE_URL": postgres.url()})
    site.prepare()
    site.start()
    yield site
    site.close()


async def new_clients(site: Site, count: int) -> list[Answer]:
    paths = ["/widget/demo/client/"] * count
    return list(await asyncio.gather(*(ask(site.port, path, method="POST") for path in paths)))


async def test_after_a_crash_no_request_gets_a_dead_connection(site: Site, postgres: Postgres) -> None:
    await new_clients(site, 12)  # fills the pool
    await asyncio.to_thread(postgres.kill)
    await asyncio.to_thread(postgres.start)
    answers = [await new_clients(site, 4) for _ in range(4)]
    assert {answer.status for some in answers for answer in some} <= {200, 201}


async def test_without_a_database_people_are_refused_in_words_and_served_as_soon_as_it_is_back(
    site: Site, postgres: Postgres
) -> None:
    client, operator = await Tab.client(site), await Tab.operator(site)
    session = await conversation(client, operator)
    await asyncio.to_thread(postgres.signal, signal.SIGINT)
    began = monotonic()
    refused = await client.do("message.post", session=session, text="into the outage")
    assert (refused["code"], refused["retry"]) == ("server.busy", True)
    (answer,) = await new_clients(site, 1)
    assert (answer.status, answer.json()["code"], answer.json()["retry"]) == (503, "server.busy", True)
    assert answer.headers["retry-after"] == ["5"]
    page = await ask(site.port, "/admin/login/", headers={"Accept": "text/html", "Cookie": "http-session=somebody"})
    assert page.status in (200, 503)
    await asyncio.to_thread(threading.Event().wait, max(0.0, began + AWAY_SECONDS - monotonic()))
    await asyncio.to_thread(postgres.start)
    back = monotonic()
    while (await client.do("message.post", session=session, text="and back"))["type"] != "ack":
        assert monotonic() < back + BACK_SECONDS
    await operator.event("message.posted", lambda frame: frame["text"] == "and back")
    assert monotonic() < back + BACK_SECONDS
