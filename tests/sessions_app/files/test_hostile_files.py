"""Hostile files and names over HTTP, on both storages: none runs in our origin, is half stored, or is refused without words."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client as Browser
from django.test.client import BOUNDARY, MULTIPART_CONTENT
from PIL import Image

from sessions_app.files import storage
from sessions_app.models import Share
from sessions_app.share.views.download import INLINE
from tests.servers import S3
from tests.sessions_app.files.hostile import CLEANED, ENDINGS_ALONE, NAMES, OPAQUE, REFUSED, refused
from tests.sessions_app.http import Storage, fetched, use_s3
from tests.sessions_app.sample_files import use_folder
from tests.world import World, bodies

PRIVATE = (b"CAMERA", b"SECRET", b"GPS", b"script", b"PK\x03\x04", b"Exif")


@pytest.fixture(params=["folder", "s3"])
def files(request: pytest.FixtureRequest, tmp_path: Path, settings: Any) -> Storage:
    """Sends files as a browser does, and lists what the storage has."""
    use_folder(settings, tmp_path)
    if request.param == "s3":
        use_s3(settings, request.getfixturevalue("s3_server"))
    return Storage()


@pytest.mark.parametrize("what", REFUSED)
def test_forbidden_files_are_refused_in_words_and_leave_nothing(world: World, files: Storage, what: str) -> None:
    session = world.active()
    answer = files.send(world.carla, session, *refused(what))
    assert answer.status_code in (413, 415, 422), answer.content
    assert re.match(r"share\.\w+$", answer.json()["code"])
    assert len(answer.json()["text"]) > 15
    assert not Share.objects.exists()
    assert files.keys() == []
    assert bodies(session, "share.changed") == []


@pytest.mark.parametrize("what", OPAQUE)
def test_files_stored_unchanged_come_back_and_run_nowhere(world: World, files: Storage, what: str) -> None:
    name, content = OPAQUE[what]
    share = files.send(world.carla, world.active(), name, content).json()["share"]
    assert fetched(world.carla, share["id"]).content == content
    _runs_nowhere(world, share["id"])


@pytest.mark.parametrize("what", CLEANED)
def test_only_the_pixels_of_a_picture_are_kept(world: World, files: Storage, what: str, tmp_path: Path) -> None:
    name, content = CLEANED[what]
    share = files.send(world.carla, world.active(), name, content).json()["share"]
    for query in ("", "?inline=1", "?small=1"):
        kept = fetched(world.carla, share["id"], query).content
        assert not [mark for mark in PRIVATE if mark in kept]
    (tmp_path / "kept").write_bytes(kept)
    with Image.open(tmp_path / "kept") as shown:
        shown.load()
        assert (share["width"], share["height"]) == shown.size
        assert shown.size == (40, 60) if "place" in what else shown.size == (4, 3), "the picture is turned upright"
    _runs_nowhere(world, share["id"])


def _runs_nowhere(world: World, share: str) -> None:
    """A saved file is a download of unknown type. A shown one has a type that browsers only display, in a sandbox or on another origin."""
    saved, shown = fetched(world.carla, share), fetched(world.carla, share, "?inline=1")
    assert saved.headers["Content-Type"] == "application/octet-stream"
    assert saved.headers["Content-Disposition"].startswith("attachment;")
    kind = shown.headers["Content-Type"].partition(";")[0]
    assert kind in INLINE | {"application/octet-stream"}
    assert not re.search("html|svg|xml|script", kind)
    if storage.direct():
        return
    for answer in (saved, shown):
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert "sandbox" in answer.headers["Content-Security-Policy"] or kind == "application/pdf"


def test_a_hostile_name_is_replaced_in_storage_and_escaped_in_headers(world: World, files: Storage) -> None:
    session = world.active()
    for name in ENDINGS_ALONE:
        assert files.send(world.carla, session, name, b"words").json()["code"] == "share.type"
    for name in NAMES:
        share = files.send(world.carla, session, name, b"words").json()["share"]
        shown = share["name"]
        assert 0 < len(shown) <= 120
        assert not re.search(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff/\\]", shown)
        assert shown.endswith(".txt")
        assert not re.match(r"-|\.|(con|aux|nul|prn|lpt1)(\.|$)", shown, re.IGNORECASE)
        disposition = fetched(world.carla, share["id"]).headers["Content-Disposition"]
        assert re.fullmatch(r"attachment; filename\*=UTF-8''[\w.%~-]+", disposition)
        assert unquote(disposition.partition("''")[2]) == shown
    assert len(files.keys()) == len(NAMES)
    assert all(re.fullmatch(r"share/\d{4}/\d\d/[\w-]{24}\.txt", key) for key in files.keys())  # noqa: SIM118 - no mapping


def test_a_big_picture_has_a_thumbnail_and_both_are_deleted_together(
    world: World, files: Storage, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    from sessions_app.share.services.session_files import share_delete
    from tests.sessions_app.files.hostile import photo
    from tests.world import run

    share = files.send(world.carla, world.active(), "a.jpg", photo(size=(3000, 2000), orientation=1)).json()["share"]
    assert (share["width"], share["height"]) == (3000, 2000)
    assert len(files.keys()) == 2
    small = fetched(world.carla, share["id"], "?small=1")
    assert small.headers["Content-Type"] == "image/jpeg"
    assert len(small.content) < share["size"]
    with django_capture_on_commit_callbacks(execute=True):
        run(share_delete, world.anna, share=share["id"])
    files.settled()
    assert files.keys() == []


def test_a_missing_or_false_length_lets_no_more_be_read_than_allowed(settings: Any) -> None:
    from asgiref.sync import async_to_sync

    from contactcenter.web.body_limit import SPARE, BodyLimit

    settings.SHARE_BYTES = 1000
    taken: list[int] = []

    async def swallow(_scope: Any, receive: Any, _send: Any) -> None:
        while (await receive()).get("more_body"):
            taken.append(1)

    async def ask(headers: list[tuple[bytes, bytes]]) -> list[dict[str, Any]]:
        said: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": b"x" * 1000, "more_body": True}

        async def send(message: dict[str, Any]) -> None:
            said.append(message)

        await BodyLimit(swallow)({"type": "http", "path": "/share/upload/", "headers": headers}, receive, send)
        return said

    for headers in ([], [(b"content-length", b"5")], [(b"content-length", b"9" * 18)], [(b"content-length", b"-1")]):
        assert async_to_sync(ask)(headers)[0]["status"] == 413
    assert len(taken) <= 2 * ((1000 + SPARE) // 1000 + 1)


def test_a_malformed_form_is_refused(world: World, files: Storage) -> None:
    for body in (b"", b"--x\r\n", b"\0" * 100, f"--{BOUNDARY}\r\nContent-Disposition: form-data; name=file".encode()):
        answer = Browser().generic("POST", "/share/upload/", body, MULTIPART_CONTENT, headers={"Authorization": "Bearer Carla"})
        assert answer.status_code in (400, 422)
    assert files.keys() == []


def test_only_s3_takes_direct_uploads(s3_server: S3, settings: Any) -> None:
    assert not storage.direct()
    use_s3(settings, s3_server)
    assert storage.direct()
