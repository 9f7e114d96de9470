"""A user who reads a shared PDF page by page. Every page is requested once, so none is cached."""

from __future__ import annotations

import asyncio
import json

from tests.attack.http import ask
from tests.attack.model import Person
from tests.attack.probes import RefusedError
from tests.servers.form import multipart

PAGES = 60


def pdf(content: bytes, pages: int = 1, *, compressed: bool = False) -> bytes:
    """Return a PDF whose pages all have the same content stream."""
    kids = " ".join(f"{number + 4} 0 R" for number in range(pages))
    packed = "/Filter /FlateDecode " if compressed else ""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>".encode(),
        f"<< {packed}/Length {len(content)} >>\nstream\n".encode() + content + b"\nendstream",
        *[b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 3 0 R /Resources << >> >>"] * pages,
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    return out + head + table + f"trailer\n<< /Root 1 0 R /Size {len(objects) + 1} >>\nstartxref\n{len(out)}\n%%EOF\n".encode()


class Reader:
    """An honest client and the file."""

    def __init__(self, port: int, person: Person, address: str) -> None:
        self._port, self._person, self._address = port, person, address
        self._share = ""

    async def prepare(self) -> None:
        """Send the file to the conversation."""
        body, kind = multipart(
            {"session": self._person["session"], "name": "manual.pdf"}, "manual.pdf", pdf(b"0 0 1 rg 50 50 200 200 re f", PAGES)
        )
        answer = await ask(
            self._port,
            "/share/upload/",
            method="POST",
            headers=self._headers() | {"Content-Type": kind},
            body=body,
            address=self._address,
        )
        self._share = json.loads(answer.body)["share"]["id"]

    async def page(self, number: int) -> None:
        """Request the next page; retry when told to wait."""
        path = f"/share/{self._share}/picture/?page={number % PAGES + 1}"
        while True:
            answer = await ask(self._port, path, headers=self._headers(), address=self._address, seconds=60)
            if answer.status == 200:
                return
            if answer.status not in (429, 503) or b'"retry": true' not in answer.body:
                raise RefusedError(f"a page was answered with {answer.status}: {answer.body[:80]!r}")
            await asyncio.sleep(0.2)

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._person['token']}"}
