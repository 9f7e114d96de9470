"""Retention by kind and age, unfinished and unreferenced files, and a dry run that reports exactly this."""

from __future__ import annotations

import io
import logging
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from sessions_app.actor import SYSTEM
from sessions_app.files import storage as stores
from sessions_app.models import LibraryItem, Retention, Session, Share
from sessions_app.services import closing
from sessions_app.share.services import library, retention
from sessions_app.share.services.uploads import share_begin, share_pending, share_upload
from tests.servers import S3
from tests.sessions_app.http import Storage, put, use_s3
from tests.sessions_app.sample_files import picture, upload, use_folder
from tests.world import World, bodies, run

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def files(tmp_path: Path, settings: Any) -> Path:
    return use_folder(settings, tmp_path)


def stored(files: Path) -> list[Path]:
    return [path for path in files.rglob("*") if path.is_file()]


def closed(world: World, days: int) -> str:
    """Insert a session that ended so many days ago, with an upload and a snapshot."""
    session = world.active()
    share_upload(by=world.carla, session=session, file=upload("a.txt", b"words"))
    share_upload(by=world.anna, session=session, file=upload("a.png", picture()), kind="snapshot")
    run(closing.session_end, world.anna, session=session)
    run(closing.session_wrapup, world.anna, session=session)
    Session.objects.filter(public_id=session).update(closed_at=timezone.now() - days * DAY)
    return session


def command(**options: Any) -> list[str]:
    out = io.StringIO()
    call_command("retention", stdout=out, **options)
    return out.getvalue().splitlines()


def test_files_are_deleted_by_kind_and_age_and_leave_an_entry(
    world: World, files: Path, django_capture_on_commit_callbacks: Any, caplog: pytest.LogCaptureFixture
) -> None:
    Retention.objects.create(kind="upload", days=30)
    old, young = closed(world, 31), closed(world, 29)
    told = command(dry_run=True)
    assert len(told) == 2
    assert told[0].startswith("file ")
    assert "“a.txt” 5 bytes" in told[0]
    assert Share.objects.filter(state="ready").count() == 4
    with django_capture_on_commit_callbacks(execute=True), caplog.at_level(logging.INFO):
        done = command()
    assert done == [told[0], "1 deleted."]
    assert told[0].partition(" session")[0] in caplog.text
    assert "a.txt" not in caplog.text
    assert bodies(old, "share.changed")[-1]["change"] == "deleted"
    assert bodies(young, "share.changed")[-1]["change"] == "added"
    assert len(stored(files)) == 3
    assert command(dry_run=True) == ["0 would be deleted."]


def test_an_open_session_keeps_its_files(world: World) -> None:
    Retention.objects.create(kind="upload", days=1)
    session = world.active()
    share_upload(by=world.carla, session=session, file=upload("a.txt", b"words"))
    Session.objects.update(created_at=timezone.now() - 99 * DAY)
    assert list(retention.due(timezone.now())) == []
    assert run(retention.share_expire, SYSTEM, share=Share.objects.get().public_id) is False


def test_unfinished_and_unreferenced_files_are_deleted_after_a_day(world: World, files: Path, settings: Any) -> None:
    session = world.active()
    good = share_upload(by=world.carla, session=session, file=upload("good.png", picture(size=(1500, 900))))
    kept = library.library_upload(by=world.anna, file=upload("kept.txt", b"words"))
    pending = {"session": session, "kind": "upload", "name": "half.txt", "size": 5, "stored": "share/2026/01/half.txt"}
    run(share_pending, world.carla, **pending)
    run(library.library_pending, world.anna, name="half.txt", size=5, stored="share/2026/01/item.txt", author="")
    for name in ("half.txt", "item.txt", "orphan.txt"):
        (files / "share/2026/01").mkdir(parents=True, exist_ok=True)
        (files / "share/2026/01" / name).write_bytes(b"wor")
    rest = settings.FILE_UPLOAD_TEMP_DIR / "x.upload"
    rest.write_bytes(b"wo")
    now = timezone.now()
    assert list(retention.due(now)) == []
    late = now + timedelta(hours=25)
    due = list(retention.due(late))
    assert [one.what for one in due] == ["unfinished", "unfinished-item", "orphan", "temporary"]
    for one in due:
        assert retention.delete_due(one)
    assert list(retention.due(late)) == []
    assert {path.name for path in stored(files)} == {
        os.path.basename(key) for key in (good.file.name, good.thumbnail, kept.file.name)
    }
    assert not rest.exists()
    assert not Share.objects.filter(state="pending").exists()
    assert not LibraryItem.objects.filter(state="pending").exists()


def test_a_failed_deletion_is_retried(world: World, files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(share_pending, world.carla, session=world.active(), kind="upload", name="half.txt", size=5, stored="share/half.txt")
    (files / "share").mkdir(parents=True)
    (files / "share/half.txt").write_bytes(b"wor")
    late = timezone.now() + 2 * DAY
    with monkeypatch.context() as away:
        away.setattr(stores, "discard", lambda _key: False)
        assert [retention.delete_due(one) for one in retention.due(late, storage_too=False)] == [False]
    assert [retention.delete_due(one) for one in retention.due(late, storage_too=False)] == [True]
    assert stored(files) == []


def test_on_s3_the_quarantine_is_swept_too(world: World, s3_server: S3, settings: Any) -> None:
    use_s3(settings, s3_server)
    files = Storage()
    for number in range(3):
        begun = share_begin(
            by=world.carla, session=world.active() if not number else Session.objects.get().public_id, name="a.txt", size=5
        )
        assert begun
        put(begun[1], b"words")
    Share.objects.filter(pk=begun[0].pk).delete()
    assert len(files.keys()) == 3
    late = timezone.now() + 2 * DAY
    taken = [retention.delete_due(one) for one in list(retention.due(late))]
    assert taken.count(True) >= 3
    assert files.keys() == []
    assert not Share.objects.exists()
