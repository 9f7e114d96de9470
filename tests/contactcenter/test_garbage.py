"""What closed sockets leave behind in a process as deployed: nothing that waits for the garbage collector."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contactcenter.live import Tab, conversation, new_token, sign_in
from tests.faults import counted
from tests.faults.topology import Web

SERVERS = ("uvicorn.", "websockets.", "httptools.", "uvloop.", "contactcenter.", "sessions_app.consumers.")
"""Where the classes of a connection are from. One or two of them may go while others are being counted."""
MANY = 8


@pytest.fixture
def site(prepared_data: Path, tmp_path: Path) -> Iterator[Web]:
    shutil.copytree(prepared_data, tmp_path / "data")
    site = Web(tmp_path, server="uvicorn", env={counted.ALONE: "1"}, counted=True)
    site.start()
    yield site
    site.close()


async def visit(site: Web, token: str, cookie: str, session: str) -> None:
    """A client and an operator come, write to each other, are refused something, and lose their connections."""
    client, operator = await Tab.client(site, token), await Tab.operator(site, cookie=cookie)
    for tab in (client, operator):
        await tab.ok("message.post", session=session, text="Is the boiler warm again?")
        assert (await tab.do("message.post", session="of-nobody", text="Is it?"))["type"] == "fault"
    client.socket.transport.abort()
    await operator.close()


async def test_a_closed_socket_leaves_nothing_to_the_collector(site: Web) -> None:
    token, cookie = await asyncio.to_thread(new_token, site), await asyncio.to_thread(sign_in, site, "anna")
    session = await conversation(await Tab.client(site, token), await Tab.operator(site, cookie=cookie))
    await visit(site, token, cookie, session)
    await asyncio.to_thread(site.holding)  # from here on garbage waits
    for _ in range(MANY):
        await visit(site, token, cookie, session)
    after = await asyncio.to_thread(site.holding)
    assert {kind: count for kind, count in after.left.items() if kind.startswith(SERVERS) and count >= MANY // 2} == {}
