"""The product runs on both supported servers and recovers on its port after a crash."""

from __future__ import annotations

import json
import urllib.request

import pytest

from tests.conftest import SiteMaker
from tests.servers import Postgres, Redis, Site
from tests.servers.process import until


def health(site: Site) -> str:
    with urllib.request.urlopen(f"{site.other_url}/healthz", timeout=5) as answer:
        return str(json.load(answer)["status"])


@pytest.mark.parametrize("server", ["daphne", "uvicorn"])
def test_a_site_answers_and_comes_back_after_a_crash(make_site: SiteMaker, server: str) -> None:
    site = make_site(server=server)
    assert health(site) == "ok"
    site.kill()
    assert not site.running
    site.start()
    assert health(site) == "ok"


def test_two_processes_share_one_database(make_site: SiteMaker, postgres_server: Postgres, redis_server: Redis) -> None:
    shared = {"DATABASE_URL": postgres_server.url(), "REDIS_URL": redis_server.url}
    first = make_site(env=shared)
    second = make_site(env=shared, prepare=False)
    assert until(lambda: [health(first), health(second)] == ["ok", "ok"])
