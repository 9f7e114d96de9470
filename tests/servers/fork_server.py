"""The program of ``forks.py``: imports the product's libraries once and forks a process per request.

It knows nothing of the product: the forks read settings and code. Nothing may be imported here that opens a descriptor or starts a thread,
as Twisted's reactor does: the forks would share it.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import runpy
import signal
import socket
import sys
from typing import Any

LIBRARIES = """
asyncio concurrent.futures.thread http.server logging.config smtplib sqlite3 zoneinfo
argon2 autobahn.twisted.websocket brotli environ jwt magic
msgspec phonenumbers PIL.Image psycopg redis.asyncio storages ua_parser whitenoise.storage
channels.auth channels.generic.websocket channels.routing
django.contrib.staticfiles.storage django.core.asgi django.core.management django.db.backends.sqlite3.base django.db.models
django.forms django.middleware.csrf django.middleware.gzip django.template.backends.django django.views.generic
twisted.internet.asyncioreactor twisted.internet.endpoints twisted.web.http
""".split()
REQUEST_BYTES = 1 << 16


def serve(requests: socket.socket) -> dict[str, Any] | None:
    """Fork for each request until there are no more; in the fork, return what to run."""
    while True:
        message, descriptors, *_ = socket.recv_fds(requests, REQUEST_BYTES, 1)
        if not message:
            return None
        (out,) = descriptors
        if not (pid := os.fork()):
            requests.close()
            os.dup2(out, 1)
            os.dup2(out, 2)
            os.close(out)
            wanted: dict[str, Any] = json.loads(message)
            return wanted
        os.close(out)
        handle = os.pidfd_open(pid)
        socket.send_fds(requests, [str(pid).encode()], [handle])
        os.close(handle)


def run(wanted: dict[str, Any]) -> None:
    """Run ``python -m MODULE ARGUMENTS`` in this process."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.clear()
    os.environ.update(wanted["env"])
    os.chdir(wanted["cwd"])
    module, *arguments = wanted["command"]
    sys.path.insert(0, wanted["cwd"])
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    for name in LIBRARIES:
        importlib.import_module(name)
    sys.modules["ua_parser"].parse_os("")  # compiles its rules
    gc.collect()
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody needs the forks' exit codes
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with socket.socket(fileno=0) as requests:
        wanted = serve(requests)
    if wanted:
        os.open(os.devnull, os.O_RDONLY)  # becomes descriptor 0, which was the socket
        run(wanted)
