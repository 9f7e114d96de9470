"""Floods against servers as deployed: excess of any kind is cut off, and the others are served."""

from __future__ import annotations

import asyncio
import json
import urllib.request
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from websockets.frames import Opcode

from tests.contactcenter.conftest import SiteCopier
from tests.contactcenter.live import Tab, new_token
from tests.contactcenter.raw import connection, cut_off, frame
from tests.servers import Site

BLOCKS = {
    "text": frame(Opcode.TEXT, b"xx"), "empty text": frame(Opcode.TEXT), "binary": frame(Opcode.BINARY, b"x"),
    "pings": frame(Opcode.PING), "pongs": frame(Opcode.PONG, b"x"), "fragments": frame(Opcode.CONT, fin=False),
    "long text": frame(Opcode.TEXT, b"x" * 30_000), "half a frame": b"\x82\xff" + b"\x00\x7f" + b"\xff" * 10,
}  # fmt: skip
FIRST = {"fragments": frame(Opcode.TEXT, fin=False)}


@pytest.fixture(scope="module", params=["uvicorn", "daphne"])
def site(copy_site: SiteCopier, request: pytest.FixtureRequest) -> Site:
    return copy_site(server=request.param, env={"CONTACTCENTER_RATE_SCALE": "1"})


@pytest.fixture(scope="module")
def token(site: Site) -> str:
    """A client for all tests of a site: an address can't create many."""
    return new_token(site)


@pytest_asyncio.fixture
async def honest(site: Site, token: str) -> AsyncIterator[Tab]:
    """A client who must be served before and after."""
    tab = await Tab.client(site, token)
    yield tab
    await tab.ok("heartbeat", beat=0)


@pytest.fixture(scope="module")
def flooder(site: Site) -> str:
    return new_token(site)


@pytest.mark.parametrize("kind", BLOCKS)
@pytest.mark.usefixtures("honest")
async def test_a_flooding_stranger_is_cut_off(site: Site, kind: str) -> None:
    def flood() -> bool:
        with connection(site) as opened:
            opened.sendall(FIRST.get(kind, b""))
            return cut_off(opened, BLOCKS[kind])

    assert await asyncio.to_thread(flood)


@pytest.mark.parametrize("kind", ["text", "pings", "fragments"])
@pytest.mark.usefixtures("honest")
async def test_a_flooding_client_is_cut_off(site: Site, kind: str, flooder: str) -> None:
    hello = json.dumps({"id": "1", "type": "hello", "token": flooder}).encode()

    def flood() -> bool:
        with connection(site) as opened:
            opened.sendall(frame(Opcode.TEXT, hello) + FIRST.get(kind, b""))
            return cut_off(opened, BLOCKS[kind])

    assert await asyncio.to_thread(flood)


async def test_the_oldest_of_many_tabs_of_one_client_is_closed(site: Site, flooder: str) -> None:
    tabs = [await Tab.client(site, flooder) for _ in range(9)]
    assert await tabs[0].closed() == 4409
    for tab in tabs[1:]:
        await tab.ok("heartbeat", beat=0)


def test_uvicorn_sends_no_server_header(copy_site: SiteCopier) -> None:
    site = copy_site(server="uvicorn")
    with urllib.request.urlopen(f"{site.url}/healthz", timeout=15) as answer:
        assert answer.headers["Server"] is None
