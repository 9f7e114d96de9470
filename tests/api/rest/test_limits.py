"""How often a token may ask: exact, also when fifty ask at once and over two processes (P5)."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from sessions_app import rate_limits
from tests.api.program import Program, program, refusal
from tests.conftest import SiteMaker
from tests.servers import Postgres, Redis, Site
from tests.world import World

AT_ONCE = 50
ALLOWED = 20


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch, limits_stand_still: None) -> None:
    """Twenty requests a minute, and a clock of limits that stands still."""
    limit = rate_limits.Limit("api requests", seconds=60, person=ALLOWED)
    monkeypatch.setattr(rate_limits, "API_REQUESTS", limit)


def test_every_answer_tells_what_is_left_and_the_last_one_when_to_come_back(world: World, few: None) -> None:
    found = program()
    left = [found.get("/groups").headers["RateLimit"] for _request in range(ALLOWED)]
    assert left[0] == f'"token";r={ALLOWED - 1};t=3'
    assert left[-1] == '"token";r=0;t=60'
    answer = found.get("/groups")
    assert refusal(answer) == (429, "rate.exceeded")
    assert 1 <= int(answer.headers["Retry-After"]) <= 4
    assert found.get("/nowhere").status_code == 404


def test_refusals_count_and_tell_too(world: World, few: None) -> None:
    answer = program().get("/sessions/unknown")
    assert answer.status_code == 404
    assert answer.headers["RateLimit-Policy"] == f'"token";q={ALLOWED};w=60'
    assert answer.headers["RateLimit"] == f'"token";r={ALLOWED - 1};t=3'


def test_tokens_have_limits_of_their_own(world: World, few: None) -> None:
    first, second = program("one"), program("two")
    for _request in range(ALLOWED):
        first.get("/groups")
    assert (first.get("/groups").status_code, second.get("/groups").status_code) == (429, 200)


def test_of_fifty_at_once_exactly_as_many_pass_as_may(committed_world: World, few: None) -> None:
    found, start = program(), Barrier(AT_ONCE)

    def send(_number: int) -> int:
        start.wait()
        status = Program(found.secret, found.token).get("/groups").status_code
        connection.close()
        return int(status)

    with ThreadPoolExecutor(AT_ONCE) as threads:
        statuses = list(threads.map(send, range(AT_ONCE)))
    assert (statuses.count(200), statuses.count(429)) == (ALLOWED, AT_ONCE - ALLOWED)


def status_of(site: Site, secret: str) -> int:
    host, port = site.other_url.removeprefix("http://").split(":")
    connected = HTTPConnection(host, int(port), timeout=60)
    connected.request("GET", "/api/v1/groups", headers={"Authorization": f"Bearer {secret}"})
    answer = connected.getresponse()
    body = json.load(answer)
    connected.close()
    assert "items" in body or body["code"] == "rate.exceeded"
    return answer.status


@pytest.mark.timeout(400)
def test_two_processes_count_together(make_site: SiteMaker, postgres_server: Postgres, redis_server: Redis) -> None:
    env: dict[str, Any] = {
        "DATABASE_URL": postgres_server.url(), "REDIS_URL": redis_server.url, "CONTACTCENTER_API_PER_MINUTE": "30",
        "CONTACTCENTER_RATE_SCALE": "1",
    }  # fmt: skip
    sites = [make_site(env=env), make_site(env=env, prepare=False)]
    secret = sites[0].manage("api_token", "CRM", "--scopes", "reports").strip()
    with ThreadPoolExecutor(10) as threads:
        statuses = list(threads.map(lambda number: status_of(sites[number % 2], secret), range(AT_ONCE)))
    assert (statuses.count(200), statuses.count(429)) == (30, AT_ONCE - 30)
