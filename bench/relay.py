"""The reference once more, in Python on the server the product runs on: a relay that checks, stores and acknowledges nothing.

What it does against Node's is what the language and its server leave to the product; an ASGI application, nothing of Django or Channels.
"""

from __future__ import annotations

from typing import Any

import msgspec

sessions: dict[str, list[Any]] = {}
decode = msgspec.json.Decoder().decode
encode = msgspec.json.Encoder().encode


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """One socket; its path names the session."""
    if scope["type"] != "websocket":
        return
    members = sessions.setdefault(scope["path"][1:], [])
    members.append(send)
    await receive()
    await send({"type": "websocket.accept"})
    while (message := await receive())["type"] == "websocket.receive":
        said = decode(message["text"])
        event = encode(
            {"type": "message.posted", "session": said["session"], "command": said["id"], "text": said["text"]}
        ).decode()
        for member in sessions[said["session"]]:
            if member is not send:
                await member({"type": "websocket.send", "text": event})
    members.remove(send)
