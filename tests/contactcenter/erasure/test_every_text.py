"""Every column that can hold words, found in the models, is filled in every row of a client; after the erasure nothing of it is left."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any, Final

from django.apps import apps
from django.contrib.admin.models import CHANGE
from django.contrib.admin.models import LogEntry as AdminEntry
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import models
from django.utils import timezone
from msgspec import inspect

from api.webhooks.models import Delivery
from api.webhooks.services.webhooks import webhook_create
from contactcenter.protocol import LOG_EVENTS
from sessions_app.models import Board, Client, FileToDelete, Invitation, LogEntry, Session, Share
from sessions_app.privacy.redaction import FREE_NAMES
from sessions_app.services import closing, invitations
from supervision.models import AuditEntry
from tests.api.program import program
from tests.contactcenter.erasure.columns import BY, KEPT, READ_ONLY, STAFF, Column, label_of, text_columns
from tests.sessions_app.sample_files import use_folder
from tests.supervision.privacy.story import MARK, Canaries, ban, dumped, talk, visitor
from tests.supervision.supervisors import supervisor as account
from tests.world import World, run
from videocall.models import Call, CallQuality

FILL: Final = "zq{:04}"
"""As short as the shortest column."""


def undecided() -> list[tuple[type[models.Model], Any]]:
    return [
        (model, field) for model, field in text_columns() if label_of(model, field) not in STAFF | KEPT and not field.primary_key
    ]


def fill(model: type[models.Model], field: Any, numbers: Any) -> list[str]:
    """Write a new canary into this column of each row, and return them; what looks like a kind of its own stays readable."""
    given = []
    for row in model._base_manager.order_by("pk"):
        side = BY.get(label_of(model, field))
        if side and getattr(row, side) != "client":
            continue
        canary = FILL.format(next(numbers))
        model._base_manager.filter(pk=row.pk).update(**{field.attname: _value(field, row, canary)})
        given.append(canary)
    return given


def _value(field: Any, row: Any, canary: str) -> Any:
    if isinstance(row, LogEntry) and field.name == "body":
        return json.dumps(json.loads(row.body) | {"unheard": [{"of": canary}], "parameters": {canary: canary}, "text": canary})
    if isinstance(field, models.JSONField):
        return {"unheard": [canary]}
    return canary.encode() if isinstance(field, models.BinaryField) else canary


def rows_of_every_kind(world: World, canary: Canaries) -> Client:
    """Have a client leave a row wherever there can be one; return the client."""
    hook, _secret = webhook_create(name="CRM", url="http://127.0.0.1:9/", events=["session.created", "file.ready"])
    sofia = account("sofia", right=None, superuser=True)
    client = visitor(world, canary)
    session = talk(world, client, sofia, canary)
    row = Session.objects.get(public_id=session)
    call = Call.objects.get()
    CallQuality.objects.create(call=call, side="client", leg="leg", began_at=timezone.now(), every=5, samples=[[1, 2]])
    found = program()
    second = world.active(client)
    found.json(found.send("POST", f"/sessions/{second}/end", {"reason": canary()}, key=canary()))
    run(closing.session_wrapup, world.anna, session=second)
    ban(world, client, canary)
    about = {"user_id": sofia.pk, "action_flag": CHANGE, "object_repr": canary(), "change_message": canary()}
    AdminEntry.objects.create(content_type=ContentType.objects.get_for_model(Session), object_id=str(row.pk), **about)
    invited(world, client, canary)
    drawn(world, row, canary)
    FileToDelete.objects.create(key=f"share/{canary()}", since=timezone.now())
    assert Delivery.objects.filter(webhook=hook).exists()
    Client.objects.exclude(pk=client.pk).delete()
    return Client.objects.get(pk=client.pk)


def invited(world: World, client: Any, canary: Canaries) -> None:
    run(invitations.invitation_create, world.anna, seconds=3600, name=canary())
    made = Invitation.objects.latest("pk")
    Session.objects.filter(client=client.pk).update(invitation=made)
    Invitation.objects.exclude(pk=made.pk).delete()


def drawn(world: World, row: Session, canary: Canaries) -> None:
    """Leave a board that is still open: usually it goes with the conversation."""
    share = Share.objects.filter(session=row, state="ready", file__gt="").first()
    board = Board.objects.create(session=row, share=share, name=canary(), head=1)
    board.marks.create(seq=1, role="client", kind="stroke", stroke="s1", body=json.dumps({"stroke": canary()}))


def test_nothing_is_left_in_any_column_that_can_hold_words(committed_world: World, tmp_path: Path, settings: Any) -> None:
    use_folder(settings, tmp_path)
    story, numbers = Canaries(), count(1)
    client = rows_of_every_kind(committed_world, story)
    given: dict[Column, list[str]] = {}
    for model, field in undecided():
        if label_of(model, field) not in READ_ONLY:
            given[label_of(model, field)] = fill(model, field, numbers)
    assert AuditEntry.objects.filter(detail__contains=MARK).exists()
    assert [column for column, canaries in given.items() if not canaries] == []
    before = dumped()
    assert [column for column, canaries in given.items() if not all(each in before for each in canaries)] == []
    call_command("client", "erase", str(client.pk), stdout=io.StringIO())
    after = dumped()
    assert [word for word in story.given if word in after] == []
    assert [column for column, canaries in given.items() if any(each in after for each in canaries)] == []


def test_what_is_decided_on_exists() -> None:
    """A column that was renamed is decided on anew."""
    known = {label_of(model, field) for model, field in text_columns()}
    assert (STAFF | KEPT) - known == set()
    assert set(BY) | READ_ONLY <= known - STAFF - KEPT


def test_a_new_column_counts_as_a_clients() -> None:
    """A field of any kind but numbers and times, also on a table of ours."""
    made = type(
        "Made",
        (models.Model,),
        {"__module__": __name__, "words": models.GenericIPAddressField(), "Meta": type("Meta", (), {"app_label": "videocall"})},
    )
    try:
        assert ("videocall.Made", "words") in {label_of(model, field) for model, field in undecided()}
    finally:
        del apps.all_models["videocall"]["made"]
        apps.clear_cache()
    assert made


def test_names_of_values_in_the_log_that_others_choose_are_known() -> None:
    """Redaction empties texts and keeps the names of fields: where names are texts of others, it has to know."""
    found = {name for event in LOG_EVENTS for name in _mappings(inspect.type_info(event))}
    assert found <= FREE_NAMES


def _mappings(info: inspect.Type, name: str = "") -> Iterator[str]:
    """Yield the names of fields that hold a mapping, at any depth."""
    if isinstance(info, inspect.DictType):
        yield name
    for part in getattr(info, "fields", ()):
        yield from _mappings(part.type, part.name)
    for part in (*getattr(info, "types", ()), *filter(None, [getattr(info, "item_type", None)])):
        yield from _mappings(part, name)
