"""A restored backup doesn't bring back who was erased after it, however often the restore dies."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from operation.backup import BackupError, create, erasures, place, restore
from sessions_app.actor import SYSTEM
from sessions_app.models import Client, LogEntry
from sessions_app.privacy.services import erasure
from tests.operation.backup import everything
from tests.world import World, run


def erase(world: World) -> str:
    client = Client.objects.get(pk=world.carla.pk)
    run(erasure.client_erase, SYSTEM, client=client)
    return client.public_id


@pytest.fixture
def restored_from(used: World, tmp_path: Path) -> Path:
    """Return a backup from before Carla was erased, with the list that a later backup has left beside it; all else is lost."""
    create(tmp_path / "before.zip")
    erase(used)
    create(tmp_path / "after.zip")
    everything.lose()
    return tmp_path / "before.zip"


def test_who_was_erased_after_a_backup_is_erased_again(restored_from: Path) -> None:
    told: list[str] = []
    restore(restored_from, told.append)
    assert told[-1] == "1 clients who were erased after this backup are erased again."
    assert not Client.objects.filter(name="Zdeňka").exists()
    assert not LogEntry.objects.filter(body__contains="Brenner").exists()
    assert LogEntry.objects.filter(body__contains="Wants a discount").exists()
    assert place.unfinished() == ""


def test_a_restore_that_dies_before_it_has_erased_all_does_it_when_run_again(
    restored_from: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(_public_id: str) -> bool:
        raise OSError("killed")

    with monkeypatch.context() as dying:
        dying.setattr(erasures, "erase_again", die)
        with pytest.raises(BackupError):
            restore(restored_from)
    assert Client.objects.filter(name="Zdeňka").exists()
    restore(restored_from)
    assert not Client.objects.filter(name="Zdeňka").exists()
    assert place.unfinished() == ""


def test_who_was_in_a_conversation_then_is_taken_out_of_it(used: World, tmp_path: Path) -> None:
    create(tmp_path / "before.zip")
    public_id = Client.objects.get(pk=used.david.pk).public_id
    everything.lose()
    (tmp_path / "given.jsonl").write_text(f'{{"client":"{public_id}","at":"2026-11-29T12:00:00+00:00"}}\n')
    restore(tmp_path / "before.zip", erased=tmp_path / "given.jsonl")
    client = Client.objects.get(public_id=public_id)
    assert client.erased_at is not None
    assert client.sessions.get().state == "closed"


def test_the_list_names_nobody_and_only_grows(used: World, tmp_path: Path) -> None:
    public_id = erase(used)
    for _ in range(2):
        call_command("erasures", tmp_path, stdout=io.StringIO())
    Client.objects.filter(public_id=public_id).update(erased_at=None)
    call_command("erasures", tmp_path, stdout=io.StringIO())
    (one,) = erasures.read(tmp_path / erasures.NAME)
    assert one.client == public_id
    with pytest.raises(CommandError):
        call_command("erasures", tmp_path / "nowhere", stdout=io.StringIO())


def test_a_list_that_is_none_is_refused_before_anything_is_written(restored_from: Path) -> None:
    (restored_from.parent / "given.jsonl").write_text("Carla\n")
    with pytest.raises(BackupError, match="isn't a list"):
        restore(restored_from, erased=restored_from.parent / "given.jsonl")
    assert everything.data() == {}
