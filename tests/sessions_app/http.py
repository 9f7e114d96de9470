"""Sending and fetching files as browsers do, through us or straight to the S3 API."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import Any, NamedTuple

from asgiref.sync import async_to_sync
from django.test import Client as Browser
from django.urls import reverse

from contactcenter.storage_url import s3_options
from sessions_app.actor import Actor
from sessions_app.files import storage
from sessions_app.share.services import cleanup
from tests.servers import S3
from tests.servers.form import multipart


def use_s3(settings: Any, server: S3) -> None:
    """Store the files of this test in an empty bucket."""
    server.empty()
    options = {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": s3_options(server.url)}
    settings.STORAGES = settings.STORAGES | {"default": options}


class Answer(NamedTuple):
    """An answer from us or from the storage."""

    status_code: int
    headers: Any
    content: bytes

    def json(self) -> Any:
        return json.loads(self.content)


def bearer(by: Actor) -> dict[str, str]:
    return {"Authorization": f"Bearer {by.name}"}


def signed_in(name: str, **options: Any) -> Browser:
    browser = Browser(**options)
    assert browser.login(username=name, password=name.capitalize())
    return browser


class Storage:
    """The configured storage, seen from outside."""

    def send(self, by: Actor, session: str, name: str, content: bytes, browser: Browser | None = None, **fields: str) -> Any:
        """Take all steps for one file. Return the last answer, or the first refusal."""
        browser, headers = browser or Browser(), bearer(by) if by.role == "client" else None
        wanted = {"session": session, "name": name.encode("utf-8", "replace").decode(), "size": len(content), **fields}
        begun = browser.post(reverse("share-begin"), wanted, headers=headers)
        if begun.status_code >= 300:
            return begun
        if begun.json()["direct"] is None:
            body, kind = multipart(wanted, "file", content)
            return browser.generic("POST", reverse("share-upload"), body, kind, headers=headers)
        put(begun.json()["direct"], content)
        return browser.post(reverse("share-complete"), {"id": begun.json()["id"], **fields}, headers=headers)

    def keys(self) -> list[str]:
        """Return the keys of all objects, those in quarantine included."""
        return [entry.key for folder in (storage.FOLDER, storage.QUARANTINE) for entry in storage.listing(folder)]

    def settled(self) -> None:
        """Wait until pending deletions are done."""
        cleanup._away.submit(int).result()


def put(ticket: dict[str, Any], content: bytes) -> int:
    """Send the form of a direct upload to the S3 API."""
    body, kind = multipart(ticket["fields"], "x", content)
    request = urllib.request.Request(ticket["url"], body, {"Content-Type": kind})
    with urllib.request.urlopen(request, timeout=20) as answer:
        return int(answer.status)


def address(by: Actor, share: str, query: str = "", browser: Browser | None = None) -> Any:
    headers = bearer(by) if browser is None else None
    return (browser or Browser()).get(reverse("share-address", args=[share]) + query, headers=headers)


def fetched(by: Actor, share: str, query: str = "") -> Answer:
    """Ask for the address of a file and follow it."""
    return follow(address(by, share, query).json()["url"])


def follow(url: str, headers: dict[str, str] | None = None) -> Answer:
    if url.startswith("/"):
        answer: Any = Browser().get(url, headers=headers)
        return Answer(answer.status_code, answer.headers, body_of(answer))
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers or {}), timeout=20) as found:
            return Answer(found.status, found.headers, found.read())
    except urllib.error.HTTPError as error:
        return Answer(error.code, error.headers, error.read())


def body_of(answer: Any) -> bytes:
    if not answer.streaming:
        return bytes(answer.content)

    async def read() -> bytes:
        return b"".join([chunk async for chunk in answer.streaming_content])

    return async_to_sync(read)()
