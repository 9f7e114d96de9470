"""Returning to a very long conversation: its snapshot is larger than any frame a browser may send."""

from __future__ import annotations

import asyncio
import json

import pytest

from contactcenter.realtime.wire import FRAME_BYTES
from tests.contactcenter.conftest import SiteCopier
from tests.contactcenter.live import Frame, Tab, conversation, new_token

MESSAGES = 40
LONG = "\u0159" * 4000


def written(events: list[Frame]) -> list[str]:
    return [event["text"] for event in events if event["type"] == "message.posted"]


@pytest.mark.parametrize("server", ["daphne", "uvicorn"])
async def test_both_sides_can_return_to_a_long_conversation(copy_site: SiteCopier, server: str) -> None:
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
    for tab, view in zip((client, operator), shown, strict=True):
        assert len(json.dumps(view)) > 2 * FRAME_BYTES
        texts = written(view["events"])
        assert len(texts) > MESSAGES / 2  # the newest; older ones are sent on request
        await tab.ok("session.history", session=session, before=view["events"][0]["seq"])
        earlier = await tab.event("session.page")
        assert written(earlier["events"]) + texts == [LONG] * MESSAGES
