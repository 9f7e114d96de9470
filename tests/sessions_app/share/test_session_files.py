"""Files of a session: allowed types, names, who sees them, and failures that leave nothing behind."""

from __future__ import annotations

import hashlib
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import DatabaseError, OperationalError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone
from PIL import Image

from contactcenter.realtime.wire import Fault
from sessions_app.actor import Actor
from sessions_app.files.checks import NAME_LENGTH, clean_name
from sessions_app.models import LibraryItem, Share
from sessions_app.share.services import receive
from sessions_app.share.services import uploads as service
from sessions_app.share.services.library import library_upload
from sessions_app.share.services.session_files import share_delete, share_send
from sessions_app.share.services.uploads import share_upload
from tests.sessions_app.sample_files import BAD, GOOD, huge_picture, picture, upload, use_folder
from tests.world import World, bodies, log_of, refused, run


@pytest.fixture(autouse=True)
def storage(tmp_path: Path, settings: Any) -> Path:
    """The storage folder of one test."""
    return use_folder(settings, tmp_path)


def stored(storage: Path) -> list[Path]:
    return [path for path in storage.rglob("*") if path.is_file()]


def send(by: Actor, session: str, name: str = "a.txt", content: bytes = b"words", **fields: Any) -> Share:
    return share_upload(by=by, session=session, file=upload(name, content), **fields)


def denied(by: Actor, session: str, **fields: Any) -> str:
    with pytest.raises(Fault) as caught:
        send(by, session, **fields)
    return caught.value.code


@pytest.mark.parametrize("name", [name for name in GOOD if not name.endswith((".png", ".jpg", ".JPEG", ".gif", ".webp"))])
def test_an_allowed_file_is_stored_byte_for_byte_under_a_generated_name(world: World, storage: Path, name: str) -> None:
    share = send(world.carla, world.active(), name, GOOD[name])
    (path,) = stored(storage)
    assert path.read_bytes() == GOOD[name]
    assert path.stem not in name
    assert (share.state, share.size, share.sha256) == ("ready", len(GOOD[name]), hashlib.sha256(GOOD[name]).hexdigest())


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.JPEG", "a.gif", "a.webp"])
def test_a_picture_is_reencoded_and_reported_as_stored(world: World, storage: Path, name: str) -> None:
    share = send(world.carla, world.active(), name, GOOD[name])
    (path,) = stored(storage)
    content = path.read_bytes()
    assert (share.state, share.size, share.sha256) == ("ready", len(content), hashlib.sha256(content).hexdigest())
    with Image.open(path) as shown:
        assert (shown.size, (share.width, share.height)) == ((4, 3), (4, 3))


@pytest.mark.parametrize("name", BAD)
def test_forbidden_and_disguised_types_are_refused(world: World, storage: Path, name: str) -> None:
    session = world.active()
    assert denied(world.carla, session, name=name, content=BAD[name]) in {"share.type", "share.broken"}
    assert not Share.objects.exists()
    assert stored(storage) == []
    assert bodies(session, "share.changed") == []


def test_oversized_and_empty_files_and_too_many_pixels_are_refused(world: World, storage: Path, settings: Any) -> None:
    settings.SHARE_BYTES = 1000
    session = world.active()
    assert denied(world.carla, session, content=b"x" * 1001) == "share.too_large"
    assert denied(world.carla, session, content=b"") == "share.empty"
    assert denied(world.carla, session, name="a.png", content=huge_picture()) in {"share.pixels", "share.broken"}
    send(world.carla, session, content=b"x" * 1000)
    assert len(stored(storage)) == 1


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.txt", "passwd.txt"), ("..\\..\\boot.txt", "boot.txt"), ("C:\\Users\\x.txt", "x.txt"), ("/abs.txt", "abs.txt"),
        ("CON.txt", "_CON.txt"), ("lpt1.txt", "_lpt1.txt"), ("nul", "_nul"), ("console.txt", "console.txt"), ("", "file"), (".", "file"),
        ("..", "file"), (".txt", "txt"), ("-rf.txt", "rf.txt"), ("a\x00b.txt", "ab.txt"), ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("a\r\nSet-Cookie: x.txt", "aSet-Cookie: x.txt"), ('"; filename="x.html.txt', '"; filename="x.html.txt'),
        ("e\u0301.txt", "\u00e9.txt"),
        ("\"><svg onload=alert(1)>.jpg", "\"><svg onload=alert(1)>.jpg"), ("a.tar.gz", "a.tar.gz"), ("  a .txt ", "a.txt"),
        ("x" * 300 + ".txt", "x" * (NAME_LENGTH - 11) + ".txt"), ("a." + "b" * 300, "a." + "b" * 10), ("\ud800.txt", "txt"),
        ("a\u2028b\u0085.txt", "ab.txt"), ("\U0001f600.png", "\U0001f600.png"),
    ],
)  # fmt: skip
def test_a_name_is_shown_without_path_control_characters_and_tricks(name: str, shown: str) -> None:
    assert clean_name(name) == shown
    assert clean_name(clean_name(name)) == clean_name(name)


@pytest.mark.parametrize("length", [1, 119, 120, 121, 255, 256, 5000])
def test_names_fit_their_column(length: int) -> None:
    for name in ("x" * length, "x" * length + "." + "y" * length, "." * length + "x", "é" * length + ".png"):
        assert 0 < len(clean_name(name)) <= NAME_LENGTH


def test_a_duplicate_name_gets_a_number(world: World) -> None:
    session = world.active()
    assert [send(world.carla, session).name for _ in range(3)] == ["a.txt", "a-2.txt", "a-3.txt"]


def test_a_clients_file_is_visible_to_both_and_an_operators_only_once_sent(world: World) -> None:
    session = world.active()
    assert send(world.carla, session).sent
    added = send(world.anna, session)
    assert not added.sent
    assert log_of(session)[-1].shared is None
    run(share_send, world.anna, share=added.public_id)
    run(share_send, world.anna, share=added.public_id)
    assert [(body["change"], body["file"]["sent"]) for body in bodies(session, "share.changed")] == [
        ("sent", True), ("added", False), ("sent", True)
    ]  # fmt: skip
    assert log_of(session)[-1].shared is not None


def test_a_snapshot_is_the_operators_picture_and_announced_to_both(world: World) -> None:
    session = world.active()
    share = send(world.anna, session, "x.png", picture(size=(64, 48)), kind="snapshot", send=True)
    assert (share.width, share.height, share.sent) == (64, 48, False)
    assert share.name.endswith("Z.png")
    assert [(line.kind, line.shared is None) for line in log_of(session)[-2:]] == [
        ("snapshot.taken", False),
        ("share.changed", True),
    ]
    assert denied(world.carla, session, name="x.png", content=picture(), kind="snapshot") == "share.kind"
    assert denied(world.anna, session, kind="snapshot") == "share.type"
    assert denied(world.anna, session, kind="link") == "share.kind"


@pytest.mark.parametrize("who", ["david", "boris"])
def test_a_file_for_somebody_elses_session_is_refused_and_not_stored(world: World, storage: Path, who: str) -> None:
    assert denied(getattr(world, who), world.active()) == "session.not_found"
    assert stored(storage) == []


def test_after_the_end_only_the_operator_in_wrap_up_adds_files(world: World) -> None:
    session = world.ended()
    assert denied(world.carla, session) == "session.closed"
    added = send(world.anna, session)
    assert refused(share_send, world.anna, share=added.public_id).code == "session.closed"


@pytest.mark.parametrize("failure", ["save", "size", "ready"])
def test_a_failure_midway_leaves_nothing(world: World, storage: Path, monkeypatch: pytest.MonkeyPatch, failure: str) -> None:
    session = world.active()
    file = upload("a.txt", b"words")

    def fail(*_: object, **__: object) -> Any:
        raise OSError("no room") if failure != "ready" else DatabaseError("gone")

    if failure == "ready":
        monkeypatch.setattr(service, "share_ready", fail)
    else:
        monkeypatch.setattr(default_storage, failure, fail)
    with pytest.raises(Fault) as caught:
        share_upload(by=world.carla, session=session, file=file)
    monkeypatch.undo()
    assert caught.value.retry
    assert not Share.objects.exists()
    assert stored(storage) == []
    assert bodies(session, "share.changed") == []


def test_a_deleted_files_bytes_go_and_its_entry_stays(
    world: World, storage: Path, django_capture_on_commit_callbacks: Any
) -> None:
    session = world.active()
    share = send(world.carla, session)
    with django_capture_on_commit_callbacks(execute=True):
        run(share_delete, world.anna, share=share.public_id)
    assert stored(storage) == []
    assert [body["change"] for body in bodies(session, "share.changed")] == ["sent", "deleted"]
    assert refused(share_delete, world.anna, share=share.public_id).code == "share.not_found"


def test_two_uploads_cannot_exceed_the_quota_together(committed_world: World, settings: Any) -> None:
    settings.SHARE_SESSION_BYTES, session = 9, committed_world.active()
    ready = threading.Barrier(2)

    def one(_: int) -> str:
        ready.wait()
        try:
            return send(committed_world.carla, session).state
        except Fault as fault:
            return fault.code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(one, range(2))) == ["ready", "share.quota"]


def test_an_aborted_upload_counts_towards_the_quota_for_a_short_time_only(world: World, settings: Any) -> None:
    settings.SHARE_SESSION_FILES, session = 1, world.active()
    fields = {"kind": "upload", "name": "a.txt", "size": 5, "stored": ""}
    run(service.share_pending, world.carla, session=session, **fields)
    assert denied(world.carla, session) == "share.quota"
    Share.objects.update(created_at=timezone.now() - timedelta(hours=1))
    assert send(world.carla, session).state == "ready"


@pytest.fixture
def answer_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """The next commit that makes a file ready succeeds, and the connection ends before its answer."""
    commit = BaseDatabaseWrapper._commit
    lost: list[str] = []

    def commit_without_answer(database: BaseDatabaseWrapper) -> None:
        commit(database)
        if lost:
            lost.clear()
            raise OperationalError("server closed the connection unexpectedly")

    def write(row: Any, facts: Any) -> list[str]:
        lost.append("answer")
        return columns(row, facts)

    columns = receive.write
    monkeypatch.setattr(receive, "write", write)
    monkeypatch.setattr(BaseDatabaseWrapper, "_commit", commit_without_answer)


def test_a_file_whose_commit_was_not_answered_is_there_once(committed_world: World, storage: Path, answer_lost: None) -> None:
    session = committed_world.active()
    share = send(committed_world.carla, session)
    assert (share.state, Share.objects.count()) == ("ready", 1)
    assert len(bodies(session, "share.changed")) == 1
    assert [path.read_bytes() for path in stored(storage)] == [b"words"]


def test_an_item_whose_commit_was_not_answered_is_there_once(committed_world: World, storage: Path, answer_lost: None) -> None:
    library_upload(by=committed_world.anna, file=upload("a.txt", b"words"))
    assert LibraryItem.objects.get().state == "ready"
    assert [path.read_bytes() for path in stored(storage)] == [b"words"]


def test_the_bytes_of_a_finished_file_are_never_forgotten(world: World, storage: Path) -> None:
    share = send(world.carla, world.active())
    assert receive.forget(share) is False
    assert len(stored(storage)) == 1
