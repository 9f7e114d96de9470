"""Limits and ends over two processes that share a database: one that has Redis, and one on SQLite that has none."""

from __future__ import annotations

import asyncio
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar

import pytest

from tests.conftest import SiteMaker
from tests.contactcenter.live import Tab, sign_in
from tests.servers import Postgres, Redis, Site

NEW_PASSWORDS = """
from sessions_app.models import User
for user in User.objects.filter(username__in=["anna", "sofia"]):
    user.set_password("another")
    user.save()
"""


def wrong_password(site: Site, page: str, name: str) -> tuple[int, str]:
    """Try a wrong password from a fresh browser; return the status and Retry-After."""
    jar = CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    opener.open(site.url + page, timeout=30).close()
    csrf = next(cookie.value for cookie in jar if cookie.name == "csrftoken")
    form = urllib.parse.urlencode({"username": name, "password": "wrong", "csrfmiddlewaretoken": csrf}).encode()
    try:
        with opener.open(site.url + page, form, timeout=30) as answer:
            return answer.status, ""
    except urllib.error.HTTPError as refusal:
        refusal.close()
        return refusal.code, refusal.headers.get("Retry-After", "")


@pytest.fixture(params=["sqlite", "postgres"])
def two_sites(request: pytest.FixtureRequest, make_site: SiteMaker) -> tuple[Site, Site]:
    env = {"CONTACTCENTER_RATE_SCALE": "1"}
    if request.param == "postgres":
        postgres: Postgres = request.getfixturevalue("postgres_server")
        redis: Redis = request.getfixturevalue("redis_server")
        env |= {"DATABASE_URL": postgres.url(), "REDIS_URL": redis.url}
    first = make_site(env=env)
    if request.param == "sqlite":
        env["CONTACTCENTER_DATA_DIR"] = first.env["CONTACTCENTER_DATA_DIR"]
    return first, make_site(env=env, prepare=False)


async def test_limits_and_ends_hold_over_both(two_sites: tuple[Site, Site]) -> None:
    await a_changed_password_closes_every_socket(*two_sites)
    await asyncio.to_thread(wrong_passwords_count_over, two_sites)


def wrong_passwords_count_over(two_sites: tuple[Site, Site]) -> None:
    pages = ["/console/login/", "/admin/login/"]
    answers = [wrong_password(two_sites[number % 2], pages[number // 2 % 2], "sofia") for number in range(6)]
    assert [status for status, _seconds in answers] == [200] * 5 + [429]
    assert 0 < int(answers[-1][1]) <= 600
    for site in two_sites:
        for page in pages:
            assert wrong_password(site, page, "sofia")[0] == 429


async def a_changed_password_closes_every_socket(first: Site, second: Site) -> None:
    """Change them where nobody announces it: on the command line."""
    consoles = [await Tab.operator(site, "anna") for site in (first, second)]
    boards = [await Tab.supervisor(site) for site in (first, second)]
    stays = await Tab.operator(second, "boris")
    stolen = await asyncio.to_thread(sign_in, second, "sofia", "/admin/login/")
    await asyncio.to_thread(first.manage, "shell", "-v", "0", "-c", NEW_PASSWORDS)
    async with asyncio.timeout(8):  # five until it's looked up, and the closing of a busy machine
        for tab in (*consoles, *boards):
            await tab.socket.wait_closed()
            assert tab.socket.close_code == 4401
    assert (await stays.do("colleagues.find"))["type"] == "ack"
    request = urllib.request.Request(f"{second.url}/admin/board/", headers={"Cookie": stolen})
    with await asyncio.to_thread(urllib.request.urlopen, request, timeout=30) as answer:
        assert "/admin/login/" in answer.url
