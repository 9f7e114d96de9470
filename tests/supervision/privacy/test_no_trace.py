"""Erasing leaves no trace: a client with a canary in every field, file, note and drawing, searched for in all that is kept."""

from __future__ import annotations

import io
import logging
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as installed
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.test import Client as Browser
from django.utils import timezone

from sessions_app.actor import Actor
from sessions_app.models import Client, FileToDelete, Invitation, Session, User
from sessions_app.services import closing, invitations, redirect
from sessions_app.share.services import erasure as share_erasure
from sessions_app.share.services.uploads import share_upload
from supervision.models import AuditEntry
from tests.servers import S3
from tests.sessions_app.http import use_s3
from tests.sessions_app.sample_files import upload, use_folder
from tests.supervision.privacy.story import MARK, Canaries, ban, dumped, half_an_upload, lift, talk, visitor
from tests.supervision.supervisors import supervisor as account
from tests.world import World, run

BY = ("entry", "widget", "group", "operator", "result", "hour", "day")


def stored() -> str:
    """Return the names and the bytes of all files in the storage, in all versions."""
    if not hasattr(default_storage, "bucket"):
        files = [file for file in Path(default_storage.location).rglob("*") if file.is_file()]
        waiting = [file for file in Path(installed.FILE_UPLOAD_TEMP_DIR).rglob("*") if file.is_file()]
        return "\n".join(f"{file}\n{file.read_bytes().decode('latin-1')}" for file in files + waiting).lower()
    versions = default_storage.bucket.object_versions.all()
    return "\n".join(
        f"{each.object_key}\n{each.get()['Body'].read().decode('latin-1')}" for each in versions if each.size is not None
    ).lower()


def reports(sofia: User) -> list[Any]:
    browser = Browser()
    browser.force_login(sofia)
    days = {"from": f"{timezone.now() - timedelta(days=1):%Y-%m-%d}", "to": f"{timezone.now() + timedelta(days=1):%Y-%m-%d}"}
    answers = [browser.get("/admin/reports/", days | {"by": by, "format": "json"}).json() for by in BY]
    for answer in answers:
        for row in (*answer["rows"], answer["total"]):
            del row["occupancy"]  # goes down with every second the operators stay online
    return answers


def found_by(sofia: User, word: str) -> bool:
    browser = Browser()
    browser.force_login(sofia)
    page = browser.get("/admin/sessions_app/session/", {"q": word}).content.decode()
    return "/change/" in page.partition('id="result_list"')[2]


@pytest.fixture(params=["folder", "s3"])
def files(request: pytest.FixtureRequest, tmp_path: Path, settings: Any) -> str:
    use_folder(settings, tmp_path)
    if request.param == "s3":
        s3: S3 = request.getfixturevalue("s3_server")
        use_s3(settings, s3)
        default_storage.bucket.Versioning().enable()
    return str(request.param)


def test_nothing_is_found_anywhere_and_reports_are_as_before(
    committed_world: World, files: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    world, canary = committed_world, Canaries()
    sofia = account("sofia", right=None, superuser=True)
    client = visitor(world, canary)
    session = talk(world, client, sofia, canary)
    half_an_upload(client, session, canary)
    ban(world, client, canary)
    lift(sofia)
    ban(world, client, canary)
    before = reports(sofia)
    kept = dumped() + stored()
    assert len(canary.given) > 50
    hidden = {word for word in canary.given if word not in kept}
    assert len(hidden) <= 8, f"never stored: {hidden}"  # makers of pictures, ids, what was deleted
    searched = [Session.objects.get(public_id=session).topic, Client.objects.get(pk=client.pk).name.split()[-1]]
    assert all(found_by(sofia, word) for word in searched)

    out = io.StringIO()
    call_command("client", "erase", str(client.pk), "--reason", "Ticket 4711", stdout=out)
    settled(files)
    rest = dumped()
    assert [word for word in canary.given if word in rest] == []
    assert [word for word in canary.given if word in stored()] == []
    assert MARK not in caplog.text
    assert not any(found_by(sofia, word) for word in searched)
    assert stored() == ""
    assert not FileToDelete.objects.exists()
    assert reports(sofia) == before
    line = AuditEntry.objects.get(verb="erase")
    assert (line.target_name, line.detail) == (f"#{client.pk}", "Ticket 4711\nConversations: 3")


def settled(files: str) -> None:
    """Wait for deletions in the background."""
    if files == "s3":
        from sessions_app.share.services import cleanup

        cleanup._away.submit(int).result()


def test_bytes_that_could_not_be_deleted_are_deleted_by_the_next_cleanup(
    committed_world: World, files: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = committed_world
    session = world.active()
    share_upload(by=world.carla, session=session, file=upload("a.txt", b"words"))
    run(closing.session_end, world.carla, session=session)
    run(closing.session_wrapup, world.anna, session=session)
    with monkeypatch.context() as away:
        away.setattr("sessions_app.files.storage.discard", lambda _key: False)
        call_command("client", "erase", str(world.carla.pk), stdout=io.StringIO())
        settled(files)
    assert FileToDelete.objects.count() == 1
    share_erasure.delete_bytes(timezone.now())
    assert not FileToDelete.objects.exists()
    assert stored() == ""


def test_invitations_no_longer_name_the_client_and_others_of_that_name_keep_theirs(committed_world: World) -> None:
    world = committed_world

    def invited(operator: Actor, name: str, *clients: Actor) -> int:
        """Return an invitation that these clients have used."""
        run(invitations.invitation_create, operator, seconds=3600, name=name)
        made = Invitation.objects.latest("pk").pk
        for client in clients:
            world.session(client, state="closed", invitation_id=made)
        return int(made)

    session = world.active()  # Anna serves Carla, and passes her on
    namesake, emil = world.client("Another"), world.operator("Emil")
    Client.objects.filter(pk=namesake.pk).update(name="Carla")
    run(redirect.session_redirect, world.anna, session=session, operator=world.boris.pk)
    for service in (closing.session_end, closing.session_wrapup):
        run(service, world.boris, session=session)
    gone = [
        invited(world.anna, "Carla"),
        invited(emil, "My neighbour", world.carla),
        invited(emil, "Carla", world.carla, world.david),
    ]
    kept = {
        invited(world.anna, "David"): "David",
        invited(emil, "Carla"): "Carla",
        invited(world.anna, "Carla", namesake): "Carla",
        invited(world.anna, "The fair in Brno", world.carla, world.david): "The fair in Brno",
    }
    call_command("client", "erase", Client.objects.get(pk=world.carla.pk).public_id, stdout=io.StringIO())
    assert dict(Invitation.objects.values_list("pk", "name")) == kept | dict.fromkeys(gone, "")
