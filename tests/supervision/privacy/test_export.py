"""Everything about a client as JSON and as a zip, for whom it's meant, and by command."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from contactcenter.realtime.wire import Fault
from sessions_app.actor import Actor, supervisor
from sessions_app.models import Client, Session
from sessions_app.privacy.archive import write_archive
from sessions_app.privacy.export import client_export
from sessions_app.services.messages import note_post
from sessions_app.share.services.uploads import share_upload
from supervision.models import AuditEntry
from tests.sessions_app.sample_files import upload, use_folder
from tests.supervision.supervisors import supervisor as account
from tests.world import World, run

RIGHT = "sessions_app.export_client"


@pytest.fixture(autouse=True)
def files(tmp_path: Path, settings: Any) -> Path:
    return use_folder(settings, tmp_path)


def client(world: World) -> Client:
    return Client.objects.get(pk=world.carla.pk)


def past(world: World) -> str:
    session = world.active(message="It leaks", email="carla@example.com", parameters={"contract": "4711"})
    share_upload(by=world.carla, session=session, file=upload("leak.txt", b"water"))
    run(note_post, world.anna, session=session, text="Sounds angry")
    return session


def command(*arguments: str) -> str:
    out = io.StringIO()
    call_command("client", *arguments, stdout=out, stderr=out)
    return out.getvalue()


def test_it_holds_details_conversation_notes_and_files(world: World) -> None:
    past(world)
    export = json.loads(json.dumps(client_export(client(world))))
    assert export["complete"] is True
    assert export["browsers"][0] | {"name": "Carla", "email": "carla@example.com"} == export["browsers"][0]
    (session,) = export["sessions"]
    assert session["from_the_website"] == {"contract": "4711"}
    said = {entry.get("text"): entry["operators_only"] for entry in session["log"]}
    assert said["It leaks"] is False
    assert said["Sounds angry"] is True
    (file,) = session["files"]
    assert file["sha256"] == hashlib.sha256(b"water").hexdigest()


def test_the_zip_has_the_files_under_the_paths_it_names(world: World, files: Path) -> None:
    past(world)
    out = io.BytesIO()
    export = write_archive(out, client(world))
    with zipfile.ZipFile(out) as archive:
        assert archive.read(export["sessions"][0]["files"][0]["path"]) == b"water"
        assert json.loads(archive.read("client.json")) == export
    for path in files.rglob("*.txt"):
        path.unlink()
    assert len(write_archive(io.BytesIO(), client(world))["missing_files"]) == 1


def test_a_bound_supervisor_gets_the_sessions_of_their_groups_only(world: World) -> None:
    past(world)
    run_elsewhere = world.session(world.carla, state="closed", group=world.other_group)
    bound = supervisor(account("bound", world.other_group, right=RIGHT))
    export = client_export(client(world), by=bound)
    assert [each["id"] for each in export["sessions"]] == [run_elsewhere]
    assert export["complete"] is False
    assert client_export(client(world), by=supervisor(account("sofia", right=RIGHT)))["complete"] is True


@pytest.mark.parametrize("who", ["no right", "other group", "operator", "client"])
def test_nobody_else_gets_it(world: World, who: str) -> None:
    past(world)
    by: Actor = {
        "no right": lambda: supervisor(account("sofia")),
        "other group": lambda: supervisor(account("bound", world.other_group, right=RIGHT)),
        "operator": lambda: world.anna,
        "client": lambda: world.carla,
    }[who]()
    with pytest.raises(Fault) as caught:
        client_export(client(world), by=by)
    assert caught.value.code == ("client.not_found" if who == "other group" else "client.forbidden")


def test_a_program_is_bound_to_the_sessions_it_may_see(world: World) -> None:
    past(world)
    none = Session.objects.filter(group=world.other_group)
    with pytest.raises(Fault):
        client_export(client(world), within=none)


def test_by_command_as_json_or_as_a_file_that_is_never_replaced(world: World, tmp_path: Path) -> None:
    past(world)
    row = client(world)
    assert json.loads(command("export", row.public_id))["client"] == row.public_id
    file = tmp_path / "carla.zip"
    command("export", str(row.pk), str(file))
    assert file.stat().st_mode & 0o777 == 0o600
    assert zipfile.ZipFile(file).testzip() is None
    with pytest.raises(CommandError, match="can't be written"):
        command("export", row.public_id, str(file))
    lines = AuditEntry.objects.filter(verb="export")
    assert {(each.kind, each.target_id, each.target_name, each.rows, each.user_name) for each in lines} == {
        ("client", row.pk, f"#{row.pk}", 1, "manage.py")
    }


def test_an_id_that_begins_with_a_hyphen_is_given_after_two(world: World) -> None:
    past(world)
    Client.objects.filter(pk=world.carla.pk).update(public_id="-carla")
    assert json.loads(command("export", "--", "-carla"))["client"] == "-carla"


def test_an_unknown_client_is_refused_in_words(world: World) -> None:
    for ident in ("nobody", "999999", "../x", "9" * 99):
        with pytest.raises(CommandError, match="doesn’t exist"):
            command("erase", ident)
