"""The product's application, in which one address and one socket raise an error outside Django, where only uvicorn notices."""

from __future__ import annotations

from typing import Any

from contactcenter.asgi import application as product

PATHS = ("/i/s3cr3t-token/", "/ws/fails/")


async def application(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] != "lifespan" and scope["path"] in PATHS:
        raise RuntimeError(f"while serving {scope['path']}")
    await product(scope, receive, send)
