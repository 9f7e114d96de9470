"""The audit (A8): a line stands and falls with its act, and nobody changes or deletes one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import RequestFactory
from django.utils import timezone

from contactcenter.realtime.wire import Fault
from sessions_app.models import Operator, User
from supervision.models import AuditEntry
from supervision.models.audit import ReadOnlyRowError
from supervision.services import audit
from tests.world import World, row_of, run

Verb = AuditEntry.Verb


@pytest.fixture
def sofia(world: World) -> User:
    return User.objects.create_user("sofia", is_staff=True)


def test_a_line_tells_who_did_what_to_whom_from_where(world: World, sofia: User) -> None:
    anna = Operator.objects.get(pk=world.anna.pk)
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1")
    audit.record(sofia, Verb.SET_STATE, anna, "away\nreason: lunch", request=request)
    line = AuditEntry.objects.get()
    assert (line.user, line.user_name, line.verb, line.kind, line.target_id) == (sofia, "sofia", "set_state", "operator", anna.pk)
    assert (line.target_name, line.detail, line.address) == ("Anna", "away\nreason: lunch", "192.0.2.1")


def test_names_stay_as_they_were_when_account_and_target_are_gone(world: World, sofia: User) -> None:
    group = world.other_group
    Operator.objects.filter(groups=group).delete()
    audit.record(sofia, Verb.DELETE, group)
    group.delete()
    sofia.delete()
    line = AuditEntry.objects.get()
    assert (line.user_name, line.target_name) == ("sofia", "Elsewhere")


def test_clients_are_not_named(world: World, sofia: User) -> None:
    client = row_of(world.session(world.carla)).client
    audit.record(sofia, Verb.READ, client)
    assert AuditEntry.objects.get().target_name == f"#{client.pk}"


def test_invisible_and_endless_text_is_cut(db: None) -> None:
    audit.record(None, Verb.SIGN_IN_FAILED, tried="a\0b\u202e" + "c" * 9_999)
    audit.record(None, Verb.EXPORT, kind="report", name="x" * 999, detail="line\0\n" * 9_999)
    tried, exported = AuditEntry.objects.order_by("pk")
    assert tried.user_name == "ab" + "c" * 148
    assert (len(exported.target_name), len(exported.detail)) == (200, audit.DETAIL)


def test_an_act_that_is_refused_leaves_no_line(world: World, sofia: User) -> None:
    def act() -> None:
        audit.record(sofia, Verb.END, None, kind="session")
        raise Fault("session.over", "It has just ended.")

    with pytest.raises(Fault):
        run(act)
    assert not AuditEntry.objects.exists()


def test_an_act_is_undone_when_its_line_cannot_be_written(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def act() -> None:
        world.group.name = "Renamed"
        world.group.save()
        audit.record(None, Verb.CHANGE, world.group)

    def fails(**_columns: Any) -> None:
        raise RuntimeError("disk full")

    monkeypatch.setattr(AuditEntry.objects, "create", fails)
    with pytest.raises(RuntimeError):
        run(act)
    world.group.refresh_from_db()
    assert world.group.name == "Support"


def test_no_line_is_changed_or_deleted(db: None) -> None:
    audit.record(None, Verb.SIGN_OUT)
    line = AuditEntry.objects.get()
    line.user_name = "somebody else"
    for act in (
        line.save,
        line.delete,
        AuditEntry.objects.all().delete,
        lambda: AuditEntry.objects.update(user_name="x"),
        lambda: AuditEntry.objects.bulk_update([line], ["user_name"]),
        lambda: AuditEntry._base_manager.update(user_name="x"),
    ):
        with pytest.raises(ReadOnlyRowError):
            act()
    assert AuditEntry.objects.get().user_name == ""


def test_the_database_itself_refuses_changes(db: None) -> None:
    audit.record(None, Verb.SIGN_OUT)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE supervision_auditentry SET user_name = 'x'")


def test_only_lines_past_their_term_expire(db: None) -> None:
    for days in (400, 364):
        AuditEntry.objects.create(verb=Verb.SIGN_IN, at=timezone.now() - timedelta(days=days))
    assert AuditEntry.objects.expire(timezone.now() - timedelta(days=365)) == 1
    assert AuditEntry.objects.count() == 1
