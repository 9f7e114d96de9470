"""The ASGI application: pages, sockets, and the background work of every process."""

from __future__ import annotations

import gc
import logging
import os
import sys
import warnings
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "contactcenter.settings")

import django

django.setup(set_prefix=False)
logging.captureWarnings(True)  # Python's warnings would go past the log
warnings.filterwarnings("ignore", "StreamingHttpResponse must consume")  # WhiteNoise's static files, which proxies keep

from contactcenter import checks  # noqa: E402

checks.start()

from channels.auth import AuthMiddlewareStack  # noqa: E402
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from django.urls import path, resolve  # noqa: E402

from contactcenter.background import Background  # noqa: E402
from contactcenter.realtime import rate_limit, shared_clock  # noqa: E402
from contactcenter.realtime.handshake_limit import HandshakeLimit  # noqa: E402
from contactcenter.sockets import ClientSocket, OperatorSocket, SupervisorSocket  # noqa: E402
from contactcenter.web.asgi_handler import SingleThreadHandler  # noqa: E402
from contactcenter.web.body_limit import BodyLimit  # noqa: E402
from contactcenter.web.concurrency_limit import ConcurrencyLimit  # noqa: E402
from contactcenter.web.graceful_shutdown import GracefulShutdown  # noqa: E402
from contactcenter.web.socket_origin import OriginCheck  # noqa: E402
from contactcenter.web.streamed_upload import StreamedUpload  # noqa: E402
from sessions_app.auth import request_info  # noqa: E402
from sessions_app.auth.http_auth import admit  # noqa: E402
from sessions_app.files import storage  # noqa: E402
from sessions_app.files.sandbox import client as sandbox  # noqa: E402

if "daphne.server" in sys.modules:
    import contactcenter.servers.daphne  # noqa: F401 - puts its limits in place


shared_clock.install()


async def no_such_socket(scope: Any, receive: Any, send: Any) -> None:
    await receive()
    await send({"type": "websocket.close", "code": 4404})


routes = URLRouter(
    [
        path("ws/client/", ClientSocket.as_asgi()),
        path("ws/operator/", AuthMiddlewareStack(OperatorSocket.as_asgi())),
        path("ws/supervisor/", AuthMiddlewareStack(SupervisorSocket.as_asgi())),
        path("", no_such_socket),  # type: ignore[arg-type]
        path("<path:anything>", no_such_socket),  # type: ignore[arg-type]
    ]
)
sockets = OriginCheck(HandshakeLimit(routes))

requests = GracefulShutdown(BodyLimit(StreamedUpload(ConcurrencyLimit(SingleThreadHandler()), storage.hasten), admit))
application = Background(ProtocolTypeRouter({"http": requests, "websocket": sockets}))

# Load in advance whatever the first visitor would need.
sandbox.start()
resolve("/healthz")
rate_limit.load()
request_info.browser("")

# The writer and the event loop release the GIL at every statement, and wait this long for each thread that wants it, too.
sys.setswitchinterval(0.001)

# Sockets and messages are freed by their reference counts (tests/contactcenter/test_garbage.py). What the collector finds are small cycles
# of the query compiler, which die young: it's cheap to look at few young objects often, and to leave idle sockets and the code alone.
gc.collect()
gc.freeze()
gc.set_threshold(1_000, 10, 10)
