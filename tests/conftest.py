"""Fixtures for every test: servers of our own. Nothing here touches a server that already runs on the machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings as hypothesis_settings

from contactcenter.realtime import open_sockets, token_bucket
from tests.servers import S3, Postgres, Redis, Site

SiteMaker = Callable[..., Site]

# How long an example takes says how busy the machine is, nothing of the code.
hypothesis_settings.register_profile("house", deadline=None)
hypothesis_settings.load_profile("house")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give a test that asks for the database by fixture the same mark as one that says so: PostgreSQL's run selects by it."""
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        if {"db", "transactional_db"} & set(fixtures) and not item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.django_db)


@pytest.fixture(autouse=True)
def uncounted() -> None:
    """Rate limits count per person and address, and all tests come from the same ones."""
    token_bucket.forget()
    open_sockets.forget()


@pytest.fixture(scope="session")
def redis_server() -> Iterator[Redis]:
    """A Redis of this run: ``redis_server.url``; ``kill()`` and ``start()`` for an outage."""
    with Redis() as redis:
        yield redis


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Postgres]:
    """A PostgreSQL of this run: ``postgres_server.url()`` makes an empty database."""
    with Postgres() as postgres:
        yield postgres


@pytest.fixture(scope="session")
def s3_server() -> Iterator[S3]:
    """An S3 API of this run: ``s3_server.url`` for CONTACTCENTER_STORAGE_URL; ``empty()`` between tests."""
    with S3() as s3:
        yield s3


@pytest.fixture
def make_site(tmp_path: Path) -> Iterator[SiteMaker]:
    """Start sites: ``make_site(env={…}, server="uvicorn", prepare=True)``; all stop at the end, and their logs must have no traceback."""
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
