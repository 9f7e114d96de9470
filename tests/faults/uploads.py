"""Clients who send pictures as our pages do (`static/contactcenter/files/transfer.js`): announced, sent to the storage, completed.

A refused or unanswered one is sent again. At the end every accepted picture must be there with its bytes.
"""

from __future__ import annotations

import asyncio
import hashlib
import urllib.parse
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.attack.http import Answer, ask
from tests.attack.probes import photo
from tests.servers.form import multipart

EVERY_SECONDS = 2.0
PAUSE_SECONDS = 1.0
LATE_SECONDS = 10.0
SIDE = 24
"""Pixels: a small picture, about 2 KB."""


@dataclass(frozen=True)
class Picture:
    """An accepted picture."""

    share: str
    sha256: str
    seconds: float


class Uploader:
    """``live()`` sends picture after picture until cancelled."""

    def __init__(self, name: str, session: str, token: str, clock: Callable[[], float]) -> None:
        self.name, self.session, self.token, self.clock = name, session, token, clock
        self.port = 0
        self.sent: list[Picture] = []
        self.failed = 0
        self._since: float | None = None

    def late(self) -> bool:
        """Return whether a picture has been on its way for too long."""
        return self._since is not None and self.clock() - self._since > LATE_SECONDS

    async def live(self) -> None:
        while True:
            self._since = self.clock()
            content = await asyncio.to_thread(photo, SIDE)
            while (share := await self._send(content)) is None:
                self.failed += 1
                await asyncio.sleep(PAUSE_SECONDS)
            self.sent.append(Picture(share["id"], share["sha256"], self.clock() - self._since))
            self._since = None
            await asyncio.sleep(EVERY_SECONDS)

    async def _send(self, content: bytes) -> dict[str, Any] | None:
        """Return the file as the server shows it, or None if it has to be sent again."""
        fields = {"session": self.session, "kind": "upload", "send": "0", "library": "0", "call": "", "name": "photo.png"}
        begun = await self._post("/share/begin/", fields | {"size": str(len(content))})
        if begun.status not in (200, 201):
            return None
        direct = begun.json()["direct"]
        if direct:
            if not await self._to_storage(direct, content):
                return None
            answer = await self._post("/share/complete/", fields | {"id": begun.json()["id"]})
        else:
            body, kind = multipart(fields, "photo.png", content)
            answer = await self._ask("/share/upload/", body, kind)
        return dict(answer.json()["share"]) if answer.status == 201 else None

    async def _to_storage(self, ticket: dict[str, Any], content: bytes) -> bool:
        body, kind = multipart(ticket["fields"], "file", content)
        place = urllib.parse.urlsplit(ticket["url"])
        answer = await ask(place.port or 80, place.path, method="POST", headers={"Content-Type": kind}, body=body)
        return 200 <= answer.status < 300

    async def _post(self, path: str, fields: dict[str, str]) -> Answer:
        body = urllib.parse.urlencode(fields).encode()
        return await self._ask(path, body, "application/x-www-form-urlencoded")

    async def _ask(self, path: str, body: bytes = b"", kind: str = "", method: str = "POST") -> Answer:
        headers = {"Authorization": f"Bearer {self.token}", **({"Content-Type": kind} if kind else {})}
        return await ask(self.port, path, method=method, headers=headers, body=body)

    async def lost(self, most: int = 40) -> list[str]:
        """Fetch the accepted pictures, the newest ``most`` of them; return in words what isn't as it was sent."""
        found = []
        for picture in self.sent[-most:]:
            answer = await self._ask(f"/share/{picture.share}/address/", method="GET")
            if answer.status != 200:
                found.append(f"{self.name}'s picture {picture.share}: {answer.status}")
                continue
            place = urllib.parse.urlsplit(answer.json()["url"])
            got = await ask(place.port or self.port, f"{place.path}?{place.query}" if place.query else place.path)
            if hashlib.sha256(got.body).hexdigest() != picture.sha256:
                found.append(f"{self.name}'s picture {picture.share} came with other bytes ({got.status})")
        return found
