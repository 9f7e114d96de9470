"""A backup is one moment of a running product, whole or not there at all."""

from __future__ import annotations

import resource
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from operation.backup import BackupError, create, restore
from sessions_app.actor import SYSTEM
from sessions_app.models import LogEntry, Session, Share
from sessions_app.services import messages
from sessions_app.share.services import retention
from sessions_app.share.services.uploads import share_upload
from tests.operation.backup import everything
from tests.sessions_app.sample_files import upload
from tests.world import World, run


def during(act: Callable[[], Any]) -> Callable[[str], None]:
    """Return a listener that acts once, when the first table has been written."""
    done = False

    def listen(_line: str) -> None:
        nonlocal done
        if not done:
            done = True
            act()

    return listen


def is_alone(path: Path) -> bool:
    """Return whether nothing is left of a backup: no half file, no copy of the database."""
    return not [file for file in path.parent.iterdir() if "backup" in file.name]


def test_the_archive_is_for_its_owner_only(used: World, tmp_path: Path) -> None:
    create(tmp_path / "backup.zip")
    assert stat.S_IMODE((tmp_path / "backup.zip").stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir() if "backup" in file.name] == ["backup.zip"]


def test_what_happens_meanwhile_is_in_the_next_backup_whole(used: World, tmp_path: Path) -> None:
    talk = Session.objects.get(state="active")
    before = everything.rows(), everything.files()

    def go_on() -> None:
        run(messages.message_post, used.david, session=talk.public_id, text="meanwhile")
        share_upload(by=used.david, session=talk.public_id, file=upload("later.txt", b"later"))

    create(tmp_path / "backup.zip", during(go_on))
    create(tmp_path / "backup2.zip")
    after = everything.rows(), everything.files()
    assert after != before
    for path, expected in ((tmp_path / "backup.zip", before), (tmp_path / "backup2.zip", after)):
        everything.lose()
        restore(path)
        assert (everything.rows(), everything.files()) == expected


def test_a_file_that_is_deleted_meanwhile_is_deleted_in_the_backup_too(used: World, tmp_path: Path) -> None:
    file = Share.objects.get(name="big.png")
    made = create(tmp_path / "backup.zip", during(lambda: run(retention.share_expire, SYSTEM, share=file.public_id)))
    assert (sorted(made.files.gone), made.files.missing) == (sorted([file.file.name, file.thumbnail]), [])
    everything.lose()
    restore(tmp_path / "backup.zip")
    back = Share.objects.get(public_id=file.public_id)
    assert (back.state, back.file.name, back.thumbnail) == ("deleted", "", "")
    assert len(everything.files()) == 2


def test_missing_and_changed_bytes_are_reported(used: World, stored: Path, tmp_path: Path, capsys: Any) -> None:
    picture, text = Share.objects.get(name="big.png"), Share.objects.get(name="a.txt")
    (stored / picture.file.name).unlink()
    (stored / text.file.name).write_bytes(b"wards")
    with pytest.raises(CommandError, match="the storage isn't") as caught:
        call_command("backup", str(tmp_path / "backup.zip"))
    assert caught.value.returncode == 2
    told = capsys.readouterr().err
    assert f"{picture.file.name} is missing" in told
    assert f"{text.file.name} has another checksum" in told
    everything.lose()
    assert restore(tmp_path / "backup.zip").files.count == 3


def test_unfinished_uploads_and_orphans_stay_out(used: World, stored: Path, tmp_path: Path) -> None:
    (stored / "share/orphan.txt").write_bytes(b"orphan")
    Share.objects.filter(name="a.txt").update(state="pending", created_at=timezone.now())
    made = create(tmp_path / "backup.zip")
    assert made.files.count == 3
    with zipfile.ZipFile(tmp_path / "backup.zip") as archive:
        assert not [name for name in archive.namelist() if "orphan" in name]


def test_an_existing_file_is_never_replaced(used: World, tmp_path: Path) -> None:
    (tmp_path / "backup.zip").write_bytes(b"precious")
    with pytest.raises(BackupError, match="exists already"):
        create(tmp_path / "backup.zip")
    assert (tmp_path / "backup.zip").read_bytes() == b"precious"


def test_nor_is_one_that_appears_meanwhile(used: World, tmp_path: Path) -> None:
    path = tmp_path / "backup.zip"
    with pytest.raises(BackupError, match="appeared meanwhile"):
        create(path, during(lambda: path.write_bytes(b"precious")))
    assert path.read_bytes() == b"precious"
    assert [file.name for file in tmp_path.iterdir() if "backup" in file.name] == ["backup.zip"]


def test_without_space_nothing_is_left(used: World, tmp_path: Path) -> None:
    """The limit on a file's size stands for a full disk: the write fails in the same place."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)

    def fill_up() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))

    try:
        with pytest.raises(BackupError, match="wasn't finished, and nothing is left"):
            create(tmp_path / "backup.zip", during(fill_up))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert is_alone(tmp_path / "backup.zip")


def test_an_interrupted_backup_leaves_nothing(used: World, tmp_path: Path) -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        create(tmp_path / "backup.zip", during(stop))
    assert is_alone(tmp_path / "backup.zip")
    assert LogEntry.objects.exists()


def test_a_folder_that_is_missing_is_named(used: World, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match=r"no folder .*/none"):
        create(tmp_path / "none" / "backup.zip")
