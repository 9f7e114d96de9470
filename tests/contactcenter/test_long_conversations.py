"""However much was written, whoever comes back sees it: a snapshot is larger than any frame a browser may send."""

from __future__ import annotations

import asyncio
import json

import pytest

from contactcenter.realtime.wire import FRAME_BYTES
from tests.contactcenter.conftest import SiteCopier
from tests.contactcenter.live import Tab, conversation, new_token

MESSAGES = 40
LONG = "\u0159" * 4000


@pytest.mark.parametrize("server", ["daphne", "uvicorn"])
async def test_both_sides_come_back_into_a_long_conversation(copy_site: SiteCopier, server: str) -> None:
    site = copy_site(server=server)
    token = await asyncio.to_thread(new_token, site)
    client, operator = await Tab.client(site, token), await Tab.operator(site)
    session = await conversation(client, operator)
    for _number in range(MESSAGES):
        await client.ok("message.post", session=session, text=LONG)
    await client.close()
    await operator.close()

    client, operator = await Tab.client(site, token), await Tab.operator(site)
    shown = (await client.event("client.snapshot"))["session"], (await operator.event("desk.snapshot"))["sessions"][0]
    for view in shown:
        assert len(json.dumps(view)) > 2 * FRAME_BYTES
        assert [event["text"] for event in view["events"] if event["type"] == "message.posted"] == [LONG] * MESSAGES
