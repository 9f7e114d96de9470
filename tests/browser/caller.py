"""A client without a page: a socket that sends what a test needs, for entries whose pages are tested elsewhere."""

from __future__ import annotations

import json
import secrets
from contextlib import ExitStack, suppress
from queue import SimpleQueue
from threading import Thread
from typing import Any, Self

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from tests.contactcenter.live import SECONDS, Frame, new_token
from tests.servers import Site


class Caller:
    """``with Caller(site) as client``; leaving the block closes the socket as closing the page does."""

    def __init__(self, site: Site, token: str = "") -> None:
        self.token = token or new_token(site)
        self.seen: list[Frame] = []
        self.session = ""
        self._open = ExitStack()
        way = connect(site.socket_url("/ws/client/"), origin=site.url, open_timeout=SECONDS, ping_interval=None)  # type: ignore[arg-type]
        self._socket = self._open.enter_context(way)
        self._frames: SimpleQueue[Frame] = SimpleQueue()
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()
        self.do("hello", token=self.token)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        self._open.close()
        self._reader.join()

    def do(self, kind: str, **fields: Any) -> Frame:
        """Send a command; return its acknowledgement or fault."""
        id = secrets.token_hex(8)
        self._socket.send(json.dumps({"id": id, "type": kind, **fields}))
        return self.until(lambda frame: frame["type"] in ("ack", "fault") and frame["id"] == id)

    def enter(self, entry: str = "chat", **fields: Any) -> str:
        """Enter the queue; return the session's id."""
        before = len(self.seen)
        answer = self.do("entry.start", entry=entry, **fields)
        assert answer["type"] == "ack", answer
        told = next((frame for frame in self.seen[before:] if frame["type"] == "session.snapshot"), None)
        self.session = str((told or self.until(lambda frame: frame["type"] == "session.snapshot"))["session"]["id"])
        return self.session

    def until(self, wanted: Any) -> Frame:
        """Read until a matching frame has come."""
        while True:
            frame = self._frames.get(timeout=SECONDS)
            self.seen.append(frame)
            if wanted(frame):
                return frame

    def _read(self) -> None:
        """Read frames and answer heartbeats as a page does: an idle client must not look gone."""
        with suppress(ConnectionClosed):
            for text in self._socket:
                frame: Frame = json.loads(text)
                if frame["type"] == "heartbeat":
                    self._socket.send(json.dumps({"id": secrets.token_hex(8), "type": "heartbeat", "beat": frame["beat"]}))
                self._frames.put(frame)
