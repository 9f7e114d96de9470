"""A restored place is the place that was backed up; what isn't whole or isn't empty is refused before anything is written."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, transaction

from operation.backup import BackupError, create, place, restoration, restore, verify
from operation.backup import files as stored_files
from operation.doctor import Level, examine
from sessions_app.models import CannedResponse, LogEntry, Session, User
from sessions_app.selectors.search import found
from sessions_app.services import messages
from supervision.models import AuditEntry
from supervision.services import audit
from tests.operation.backup import everything
from tests.servers import S3
from tests.sessions_app.http import use_s3
from tests.world import World, run


@pytest.fixture
def archive(used: World, tmp_path: Path) -> Path:
    """Return a backup of the used world, which is lost afterwards."""
    path = tmp_path / "backup.zip"
    create(path)
    everything.lose()
    return path


def nothing_is_here() -> bool:
    return everything.data() == {} and everything.files() == {} and place.unfinished() == ""


def test_every_row_and_every_byte_is_back(used: World, tmp_path: Path) -> None:
    before = everything.rows(), everything.files()
    create(tmp_path / "backup.zip")
    everything.lose()
    made = restore(tmp_path / "backup.zip")
    assert (everything.rows(), everything.files()) == before
    assert made.files.count == len(before[1]) == 4
    assert {name: table.rows for name, table in made.tables.items()} == {name: len(rows) for name, rows in before[0].items()}
    assert place.unfinished() == ""


def test_search_numbers_triggers_and_services_work_in_the_restored_place(used: World, tmp_path: Path) -> None:
    last, deleted = Session.objects.latest("pk").pk, CannedResponse.objects.create(shortcut="late", text="x").pk
    CannedResponse.objects.get(pk=deleted).delete()
    audit.record(None, AuditEntry.Verb.END, name="10001")
    create(tmp_path / "backup.zip")
    everything.lose()
    restore(tmp_path / "backup.zip")
    assert found(Session.objects.all(), "cerny ventil").count() == 1
    assert CannedResponse.objects.create(shortcut="next", text="x").pk > deleted
    session = used.active(used.client("Filip"))
    assert Session.objects.get(public_id=session).pk > last
    run(messages.message_post, used.anna, session=session, text="Still here")
    assert LogEntry.objects.filter(session__public_id=session, kind="message.posted").count() == 1
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE supervision_auditentry SET detail = 'other'")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(username="anna")


def test_from_a_folder_into_s3(archive: Path, s3_server: S3, settings: Any) -> None:
    use_s3(settings, s3_server)
    made = restore(archive)
    assert len(everything.files()) == made.files.count == 4


def test_http_sessions_stay_behind(used: World, tmp_path: Path, client: Any) -> None:
    client.force_login(User.objects.get(username="anna"))
    made = create(tmp_path / "backup.zip")
    assert "django_session" not in made.tables


def test_a_key_from_the_environment_stays_out_and_another_one_is_reported(archive: Path, settings: Any) -> None:
    with zipfile.ZipFile(archive) as made:
        assert not [name for name in made.namelist() if settings.SECRET_KEY.encode() in made.read(name)]
    settings.SECRET_KEY = "another key"
    said: list[str] = []
    restore(archive, said.append)
    (line,) = [line for line in said if "SECRET_KEY is not the one of the backup" in line]
    assert "authenticator apps" in line
    assert "webhooks" in line


# What is refused


def broken(archive: Path, *, entry: str) -> None:
    """Flip a bit in the middle of an entry."""
    with zipfile.ZipFile(archive) as made:
        info = made.getinfo(entry)
    raw = bytearray(archive.read_bytes())
    raw[info.header_offset + 30 + len(entry) + 20 + info.compress_size // 2] ^= 0x10
    archive.write_bytes(raw)


def rewritten(archive: Path, instead: dict[str, bytes] | None = None, **changes: Any) -> None:
    """Change the table of contents, and replace entries."""
    with zipfile.ZipFile(archive) as old:
        parts = {info.filename: old.read(info) for info in old.infolist()} | (instead or {})
    parts["manifest.json"] = json.dumps(json.loads(parts["manifest.json"]) | changes).encode()
    with zipfile.ZipFile(archive, "w") as new:
        for name, content in parts.items():
            new.writestr(name, content)


def copies(archive: Path, count: int) -> Iterator[Path]:
    """Return copies of the archive to spoil."""
    for number in range(count):
        yield Path(shutil.copy(archive, archive.with_name(f"spoilt-{number}.zip")))


def test_a_cut_archive_is_refused(archive: Path) -> None:
    for copy, kept in zip(copies(archive, 4), (0.0, 0.1, 0.5, 0.99), strict=True):
        copy.write_bytes(copy.read_bytes()[: int(copy.stat().st_size * kept)])
        with pytest.raises(BackupError, match="its end is missing"):
            restore(copy)
    assert nothing_is_here()


def test_a_damaged_archive_is_refused(archive: Path) -> None:
    parts = ("tables/sessions_app_logentry.jsonl", "files/", "files.jsonl", "manifest.json")
    with zipfile.ZipFile(archive) as made:
        entries = [next(name for name in made.namelist() if name.startswith(part)) for part in parts]
    for copy, entry in zip(copies(archive, 4), entries, strict=True):
        broken(copy, entry=entry)
        with pytest.raises(BackupError, match="damaged"):
            restore(copy)
        with pytest.raises(BackupError, match="damaged"):
            verify(copy)
    assert nothing_is_here()


def test_an_archive_with_lost_rows_is_refused(archive: Path) -> None:
    with zipfile.ZipFile(archive) as made:
        tables = json.loads(made.read("manifest.json"))["tables"]
    tables["sessions_app_logentry"]["rows"] += 1
    rewritten(archive, tables=tables)
    with pytest.raises(BackupError, match="rows of sessions_app_logentry"):
        restore(archive)
    assert nothing_is_here()


def test_foreign_files_are_refused(stored: Path, tmp_path: Path, db: None) -> None:
    other = tmp_path / "other.zip"
    with zipfile.ZipFile(other, "w") as made:
        made.writestr("holiday.txt", "sun")
    text = tmp_path / "text"
    text.write_text("words")
    for file, words in ((other, "not a backup of this product"), (text, "not a backup"), (tmp_path / "none", "no file")):
        with pytest.raises(BackupError, match=words):
            restore(file)
    rewritten_manifest = tmp_path / "foreign.zip"
    with zipfile.ZipFile(rewritten_manifest, "w") as made:
        made.writestr("manifest.json", '{"product": "another"}')
    with pytest.raises(BackupError, match="not a backup of this product"):
        restore(rewritten_manifest)


def test_an_archive_of_a_newer_version_is_refused(archive: Path) -> None:
    migrations = [["sessions_app", "0001_initial"], ["sessions_app", "9999_of_the_future"]]
    for copy, newer in zip(copies(archive, 2), ({"format": 99}, {"migrations": migrations}), strict=True):
        rewritten(copy, version="99.0", **newer)
        with pytest.raises(BackupError, match=r"99\.0.*newer"):
            restore(copy)
    assert nothing_is_here()


def test_a_key_that_is_not_ours_is_refused(archive: Path) -> None:
    keys = ("../outside.txt", "share/../../outside.txt", "/etc/outside.txt", "restore-unfinished")
    for copy, key in zip(copies(archive, 4), keys, strict=True):
        line = json.dumps({"key": key, "size": 1, "sha256": ""}).encode() + b"\n"
        with zipfile.ZipFile(copy) as old:
            files = json.loads(old.read("manifest.json"))["files"]
        rewritten(copy, files=files | {"sha256": hashlib.sha256(line).hexdigest()}, instead={"files.jsonl": line})
        with pytest.raises(BackupError, match="isn't ours"):
            restore(copy)
    assert nothing_is_here()


def test_a_place_that_holds_rows_is_refused(archive: Path) -> None:
    User.objects.create_user("somebody")
    with pytest.raises(BackupError, match=r"holds data \(sessions_app_user\)"):
        restore(archive)
    assert list(everything.data()) == ["sessions_app_user"]


def test_a_place_that_holds_files_is_refused(archive: Path, stored: Path) -> None:
    (stored / "share").mkdir(parents=True, exist_ok=True)
    (stored / "share/kept.txt").write_bytes(b"kept")
    with pytest.raises(BackupError, match="storage of this place holds files"):
        restore(archive)
    assert (list(everything.files()), everything.data()) == (["share/kept.txt"], {})


# Half way


def test_a_restore_that_dies_among_the_files_is_recognised_and_begins_anew(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, count = stored_files.put_back, 0

    def dies(*args: Any) -> None:
        nonlocal count
        count += 1
        if count == 3:
            raise KeyboardInterrupt
        real(*args)

    with monkeypatch.context() as patch:
        patch.setattr(stored_files, "put_back", dies)
        with pytest.raises(KeyboardInterrupt):
            restore(archive)
    assert (len(everything.files()), everything.data()) == (2, {})
    assert place.unfinished()
    assert [finding.words for finding in examine("storage".__eq__) if finding.level is Level.WRONG] == [
        "A restore stopped half way: files or rows are missing."
    ]
    said: list[str] = []
    made = restore(archive, said.append)
    assert "An earlier restore stopped half way: its 2 files are removed, and it begins anew." in said
    assert (len(everything.files()), place.unfinished()) == (made.files.count, "")


def test_a_restore_that_dies_among_the_rows_leaves_none(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: Any) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(restoration, "_forget_gone", full)
        with pytest.raises(BackupError, match=r"No space left.*marked as unfinished"):
            restore(archive)
    assert everything.data() == {}
    restore(archive)
    assert len(everything.data()["sessions_app_session"]) == 3


def test_a_restore_that_dies_at_its_last_step_is_finished_by_the_next(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def dies(*_args: Any, **_options: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(restoration, "call_command", dies)
        with pytest.raises(KeyboardInterrupt):
            restore(archive)
    assert place.unfinished()
    said: list[str] = []
    restore(archive, said.append)
    assert any("are here already" in line for line in said)
    assert place.unfinished() == ""


def test_an_unfinished_place_that_was_used_meanwhile_is_refused(archive: Path) -> None:
    place.mark("another backup")
    User.objects.create_user("somebody")
    with pytest.raises(BackupError, match="holds data"):
        restore(archive)
    assert User.objects.count() == 1


# The command


def test_check_reads_all_and_writes_nothing(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("restore", str(archive), check=True)
    assert "The backup is intact" in capsys.readouterr().out
    assert nothing_is_here()


def test_every_table_is_in_the_backup_or_left_out_for_a_reason(archive: Path) -> None:
    from operation.backup.tables import LEFT_OUT

    derived = {"sessions_app_search"}  # kept by triggers
    there = {name for name in connection.introspection.table_names() if not name.startswith("sessions_app_search_")}
    assert there - derived == set(verify(archive).tables) | set(LEFT_OUT)
