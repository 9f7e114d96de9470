"""Django's handler of HTTP requests with its middleware in one thread.

Django's own switches between the event loop and a thread at every middleware that isn't written for both, thirty times a request. Each
switch waits for the GIL twice, which is a tenth of a second as soon as other threads want it, too.
"""

from __future__ import annotations

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIHandler, ASGIRequest
from django.http.response import HttpResponseBase


class SingleThreadHandler(ASGIHandler):
    """An ASGI application. Asynchronous views work as usual: the thread waits for them."""

    def load_middleware(self, is_async: bool = False) -> None:
        """Load it as for WSGI, whatever ASGIHandler asks for."""
        super().load_middleware(is_async=False)

    async def get_response_async(self, request: ASGIRequest) -> HttpResponseBase:  # type: ignore[override]
        return await sync_to_async(self.get_response, thread_sensitive=True)(request)
