"""The product's application, in which some addresses raise an error outside Django, where only uvicorn notices.

For a server of its own: importing it starts what every process of the product has.
"""

from __future__ import annotations

from typing import Any

from contactcenter.asgi import application as product


async def application(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] != "lifespan" and scope["path"].endswith("/fails/"):
        raise RuntimeError(f"while serving {scope['path']}")
    await product(scope, receive, send)
