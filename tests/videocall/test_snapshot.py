"""A snapshot of the client's video: requested by the operator and answered once (C8)."""

from __future__ import annotations

import hashlib
import io
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from contactcenter.realtime.wire import Fault
from sessions_app.models import LogEntry, Session, Share
from sessions_app.share.services.snapshots import snapshot_upload
from tests.sessions_app.sample_files import picture, upload
from tests.world import refused, run
from videocall import legs, services, snapshot


@pytest.fixture(autouse=True)
def storage(tmp_path: Path, settings: Any) -> Path:
    options = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path, "base_url": None}}
    settings.STORAGES = settings.STORAGES | {"default": options}
    return tmp_path


@pytest.fixture
def call(new_call: Any, world: Any) -> str:
    """A running call in which the client shows the camera."""
    row = new_call.connected()
    run(legs.call_media, world.carla, call=row.public_id, leg="client-tab", microphone="granted", camera="granted")
    return str(row.public_id)


def asked(world: Any, call: str) -> str:
    return str(run(snapshot.snapshot_ask, world.anna, call=call).request)


def answer(by: Any, request: str, content: bytes = b"", *, name: str = "a.png", source: str = "camera full") -> Share:
    return snapshot_upload(by=by, request=request, file=upload(name, content or picture()), source=source)


def denied(by: Any, request: str, **fields: Any) -> str:
    with pytest.raises(Fault) as caught:
        answer(by, request, **fields)
    return caught.value.code


def test_the_clients_picture_becomes_the_operators_file_and_both_are_told(world: Any, call: str) -> None:
    share = answer(world.carla, asked(world, call))
    session = Session.objects.get(calls__public_id=call)
    assert (share.state, share.kind, share.source, share.role, share.author) == (
        "ready",
        "snapshot",
        "camera full",
        "operator",
        "Anna",
    )
    assert (share.width, share.height, share.sent) == (4, 3, False)
    assert re.fullmatch(rf"{session.number}-\d{{8}}-\d{{6}}Z\.png", share.name)
    lines = list(LogEntry.objects.filter(session=session, kind__in=("snapshot.taken", "share.changed")).order_by("seq"))
    assert [(line.kind, line.role, line.name, line.shared is None) for line in lines] == [
        ("snapshot.taken", "operator", "Anna", False),
        ("share.changed", "operator", "Anna", True),
    ]
    with share.file.open() as stored:
        assert share.sha256 == hashlib.sha256(stored.read()).hexdigest()
    assert all(word in lines[1].body for word in (share.sha256, "camera full", '"width":4'))


def test_the_first_answer_is_kept_and_the_second_is_too_late(world: Any, call: str, storage: Path) -> None:
    request = asked(world, call)
    assert answer(world.anna, request, source="received frame").source == "received frame"
    assert denied(world.carla, request) == "snapshot.late"
    assert len([path for path in storage.rglob("*") if path.is_file()]) == 1


def test_only_the_asked_side_answers_and_only_for_itself(world: Any, call: str) -> None:
    request = asked(world, call)
    assert denied(world.david, request) == denied(world.boris, request, source="received frame") == "snapshot.late"
    assert denied(world.carla, "x" * 22) == "snapshot.late"
    assert denied(world.carla, request, source="received frame") == denied(world.anna, request, source="screen") == "share.kind"
    assert denied(world.anna, request, source="camera blurred") == "share.kind"
    assert denied(world.carla, request, name="a.gif", content=picture("GIF")) == "share.type"
    assert Share.objects.get().state == "pending"


def test_a_request_waits_ten_seconds_for_the_client_and_longer_for_the_operator(world: Any, call: str) -> None:
    request = asked(world, call)
    Share.objects.update(created_at=timezone.now() - timedelta(seconds=11))
    assert denied(world.carla, request) == "snapshot.late"
    assert answer(world.anna, request, source="received frame").state == "ready"


def test_a_client_whose_background_is_blurred_says_so(world: Any, call: str) -> None:
    assert answer(world.carla, asked(world, call), source="camera blurred").source == "camera blurred"


def test_an_unanswered_request_is_forgotten(world: Any, call: str) -> None:
    asked(world, call)
    Share.objects.update(created_at=timezone.now() - timedelta(minutes=2))
    asked(world, call)
    assert Share.objects.count() == 1


def test_two_pictures_of_one_second_get_different_names(world: Any, call: str) -> None:
    first, second = asked(world, call), asked(world, call)
    Share.objects.update(created_at=Share.objects.first().created_at)  # type: ignore[union-attr]
    names = [answer(world.carla, first).name, answer(world.carla, second, picture("JPEG"), name="b.jpg").name]
    assert names[1] == names[0].replace(".png", "-2.jpg")


def test_a_request_needs_a_running_call_with_a_picture(world: Any, call: str) -> None:
    assert refused(snapshot.snapshot_ask, world.boris, call=call).code == "call.not_found"
    run(legs.call_media, world.carla, call=call, leg="client-tab", microphone="granted", camera="off")
    assert refused(snapshot.snapshot_ask, world.anna, call=call).code == "snapshot.no_picture"
    run(legs.call_media, world.carla, call=call, leg="client-tab", microphone="granted", camera="off", screen=True)
    assert asked(world, call)
    run(services.call_hangup, world.anna, call=call)
    assert refused(snapshot.snapshot_ask, world.anna, call=call).code == "call.over"


def test_the_picture_has_no_metadata(world: Any, call: str) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x8825] = 6, "Maker", {1: "N", 2: (50.0, 5.0, 0.0)}
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, "JPEG", exif=exif, comment=b"at home")
    share = answer(world.carla, asked(world, call), out.getvalue(), name="p.jpg")
    assert (share.width, share.height) == (30, 40)
    with share.file.open() as stored, Image.open(stored) as bare:
        assert not bare.getexif()
        assert "comment" not in bare.info


def test_the_client_answers_over_http_and_learns_only_that_it_arrived(world: Any, call: str) -> None:
    request = asked(world, call)
    form = {"request": request, "source": "screen", "file": SimpleUploadedFile("a.png", picture())}
    given = Browser().post(reverse("share-upload"), form, headers={"Authorization": "Bearer Carla"})
    assert (given.status_code, given.json()) == (201, {"share": {"id": request}})
    form["file"] = SimpleUploadedFile("a.png", picture())
    assert Browser().post(reverse("share-upload"), form, headers={"Authorization": "Bearer Carla"}).status_code == 422
