"""Fixtures for every test: the world, browsers' tabs, and servers of our own. No server that already runs on the machine is touched."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import pytest_asyncio
from django.core.cache import cache
from django.db import connection
from hypothesis import settings as hypothesis_settings

from api.webhooks import subscriptions
from contactcenter.realtime import open_sockets, read_throttle, token_bucket
from supervision.consumers import board_feed
from tests import emptying
from tests.canaries import Watch
from tests.servers import S3, Postgres, Redis, Site
from tests.world import World
from tests.world.tabs import Tabs

SiteMaker = Callable[..., Site]

# The time an example takes depends on how busy the machine is.
hypothesis_settings.register_profile("house", deadline=None)
hypothesis_settings.load_profile("house")

emptying.use()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests that get the database from a fixture like those that ask for it by mark: the run on PostgreSQL selects by the mark."""
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        if {"db", "transactional_db"} & set(fixtures) and not item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.django_db)


@pytest.fixture(autouse=True)
def nothing_is_remembered() -> None:
    """Forget what the process remembers of earlier tests: all have the same people and addresses, and mostly rows of the same numbers."""
    token_bucket.forget()
    open_sockets.forget()
    subscriptions.forget()
    cache.clear()
    for lookups in (read_throttle.QUEUE_LOOKUPS, board_feed.LOOKUPS):
        lookups.used(lookups.left() - lookups.burst)  # the next test pays no debt


@pytest.fixture
def limits_stand_still(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stop the clock of rate limits: what may be done in a minute doesn't become more while a slow machine does it."""
    now = token_bucket.time.monotonic()
    monkeypatch.setattr(token_bucket, "time", SimpleNamespace(monotonic=lambda: now))


@pytest.fixture(scope="session")
def canary_watch() -> Iterator[Watch]:
    """Listens to the log of the whole run."""
    watch = Watch()
    logging.getLogger().addHandler(watch)
    yield watch
    logging.getLogger().removeHandler(watch)


@pytest.fixture(autouse=True)
def no_word_of_people_in_a_log(canary_watch: Watch) -> Iterator[None]:
    """Fail the test in which a log got a name, a number, an address, a message, a file's name or a token."""
    yield
    found = canary_watch.take()
    assert not found, "people's words are in a log:\n" + "\n".join(found)


@pytest.fixture
def world(db: None) -> World:
    """A world for one thread: nothing of it is ever committed."""
    return World()


@pytest.fixture
def committed_world(transactional_db: None) -> World:
    """A world for several threads or sockets: they see each other's commits."""
    return World()


@pytest.fixture(scope="session")
def connections_closed(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """End the connections that the threads behind sockets keep: PostgreSQL drops no database that is in use."""
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock():
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            connection.close()
            connection.close_pool()


@pytest_asyncio.fixture
async def tabs(transactional_db: None, connections_closed: None) -> AsyncIterator[Tabs]:
    """Browser tabs of people of a world; closed at the end, before the database is emptied."""
    opened = Tabs()
    yield opened
    await opened.close()


@pytest.fixture(scope="session")
def redis_server() -> Iterator[Redis]:
    """A Redis of our own: ``redis_server.url``; ``kill()`` and ``start()`` for an outage."""
    with Redis() as redis:
        yield redis


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Postgres]:
    """A PostgreSQL of our own: ``postgres_server.url()`` makes an empty database."""
    with Postgres() as postgres:
        yield postgres


@pytest.fixture(scope="session")
def s3_server() -> Iterator[S3]:
    """An S3 API of our own: ``s3_server.url`` for CONTACTCENTER_STORAGE_URL; ``empty()`` between tests."""
    with S3() as s3:
        yield s3


@pytest.fixture
def make_site(tmp_path: Path) -> Iterator[SiteMaker]:
    """Start sites: ``make_site(env={…}, server="uvicorn", prepare=True)``. They stop at the end; their logs must have no traceback."""
    sites: list[Site] = []

    def make(*, prepare: bool = True, **options: Any) -> Site:
        site = Site(tmp_path / f"site-{len(sites)}", **options)
        sites.append(site)
        if prepare:
            site.prepare()
        site.start()
        return site

    yield make
    for site in sites:
        site.stop()
    for site in sites:
        site.close()
