"""Terms of transcripts, clients and the audit: a dry run says what the run does; who came back or is in a session is left alone."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from sessions_app.actor import Actor
from sessions_app.models import Ban, Client, Retention, Session, Share
from sessions_app.privacy.services import erasure, terms
from sessions_app.services import clients, closing, entry
from sessions_app.share.services.uploads import share_upload
from supervision.models import AuditEntry
from tests.sessions_app.sample_files import upload, use_folder
from tests.world import World, bodies, refused, row_of, run

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def files(tmp_path: Path, settings: Any) -> Path:
    return use_folder(settings, tmp_path)


def ended(world: World, days: int, **fields: Any) -> str:
    """Return a session that was closed so many days ago, with a message."""
    session = world.closed(**{"message": "It leaks"} | fields)
    Session.objects.filter(public_id=session).update(closed_at=timezone.now() - days * DAY)
    return session


def seen(days: int) -> None:
    Client.objects.update(created_at=timezone.now() - days * DAY)


def command(**options: Any) -> list[str]:
    out = io.StringIO()
    call_command("retention", stdout=out, **options)
    return out.getvalue().splitlines()


def test_without_a_line_everything_is_kept(world: World) -> None:
    ended(world, 10_000)
    seen(10_000)
    assert command(dry_run=True) == ["0 would be deleted."]


def test_the_words_of_old_sessions_go_and_the_client_stays(world: World) -> None:
    Retention.objects.create(kind="messages", days=30)
    old, young = ended(world, 31), ended(world, 29)
    seen(31)
    told = command(dry_run=True)
    assert told == [f"transcript {old} session {row_of(old).number}", "1 would be deleted."]
    assert row_of(old).erased_at is None
    assert command() == [told[0], "1 deleted."]
    assert bodies(old, "message.posted") == [{"text": "", "command": None}]
    assert bodies(young, "message.posted")[0]["text"] == "It leaks"
    assert row_of(old).client.name == "Carla"
    assert command() == ["0 deleted."]


def test_files_have_a_term_of_their_own(world: World) -> None:
    Retention.objects.create(kind="messages", days=30)
    session = world.active()
    share_upload(by=world.carla, session=session, file=upload("a.txt", b"words"))
    Session.objects.filter(public_id=session).update(state="closed", closed_at=timezone.now() - 31 * DAY)
    command()
    assert row_of(session).erased_at is not None
    assert Share.objects.get().state == "ready"
    Retention.objects.create(kind="client", days=30)
    seen(31)
    command()
    assert Share.objects.get().state == "deleted"


def test_clients_go_some_days_after_their_last_session(world: World) -> None:
    Retention.objects.create(kind="client", days=30)
    seen(99)
    old, david = ended(world, 31), world.david
    ended(world, 40, client=david)
    ended(world, 5, client=david)
    assert command(dry_run=True)[0].startswith("client ")
    command()
    assert row_of(old).client.erased_at is not None
    assert Client.objects.get(pk=david.pk).erased_at is None


@pytest.mark.parametrize("state", ["waiting", "active", "wrapup"])
def test_a_session_that_runs_is_never_touched(world: World, state: str) -> None:
    for kind in ("messages", "client"):
        Retention.objects.create(kind=kind, days=1)
    session = world.at(state)
    seen(99)
    Session.objects.update(created_at=timezone.now() - 99 * DAY)
    Client.objects.exclude(pk=world.carla.pk).delete()
    assert command() == ["0 deleted."]
    assert row_of(session).client.name == "Carla"


def test_somebody_who_came_back_in_another_browser_stays(world: World) -> None:
    Retention.objects.create(kind="client", days=30)
    Client.objects.filter(pk__in=[world.carla.pk, world.david.pk]).update(verified=True, external_id="4711")
    seen(99)
    ended(world, 40)
    ended(world, 5, client=world.david)
    command()
    assert not Client.objects.exclude(erased_at=None).exists()


def test_a_banned_client_stays_as_long_as_the_ban_in_all_browsers(world: World) -> None:
    Retention.objects.create(kind="client", days=30)
    other = world.client("Another browser")
    Client.objects.filter(pk__in=[world.carla.pk, other.pk]).update(verified=True, external_id="4711")
    Client.objects.exclude(pk__in=[world.carla.pk, other.pk]).delete()
    seen(99)
    session = world.active()
    run(clients.client_ban, world.anna, session=session, reason="Insults")
    run(closing.session_wrapup, world.anna, session=session)
    Session.objects.update(closed_at=timezone.now() - 40 * DAY)
    assert command(dry_run=True) == ["0 would be deleted."]
    assert command() == ["0 deleted."]
    assert refused(entry.entry_start, other, entry="chat").code == "entry.refused"
    Ban.objects.all().delete()
    assert command()[-1] == "1 deleted."
    assert not Client.objects.filter(erased_at=None).exists()


def test_a_client_who_comes_back_in_this_moment_does_not_stop_the_others(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    Retention.objects.create(kind="client", days=30)
    seen(99)
    ended(world, 40)
    ended(world, 40, client=world.david)
    erase = erasure.people_erase

    def comes_back_first(*, by: Actor, client: Client) -> bool:
        if client.pk == world.carla.pk:
            world.session(world.carla, world.anna)
        return erase(by=by, client=client)

    monkeypatch.setattr(erasure, "people_erase", comes_back_first)
    terms.run_terms(timezone.now())
    assert set(Client.objects.exclude(erased_at=None).values_list("name", "pk")) == {("", world.david.pk)}
    assert command()[-1] == "0 deleted."


def test_one_run_deletes_a_bounded_number(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    Retention.objects.create(kind="messages", days=30)
    for _ in range(3):
        ended(world, 31)
    monkeypatch.setattr(terms, "RUN", 2)
    terms.run_terms(timezone.now())
    assert Session.objects.filter(erased_at=None).count() == 1
    terms.run_terms(timezone.now())
    assert not Session.objects.filter(erased_at=None).exists()


def test_old_lines_of_the_audit_are_told_as_one(world: World) -> None:
    AuditEntry.objects.create(verb="read", at=timezone.now() - 400 * DAY)
    assert command(dry_run=True)[0].endswith("1 lines before it")
    assert command()[-1] == "1 deleted."
    assert not AuditEntry.objects.exists()
