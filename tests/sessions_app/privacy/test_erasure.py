"""Erasing a client: what goes, what stays, what is refused, and by whom."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sessions_app.actor import SYSTEM
from sessions_app.models import Client, LogEntry, Result, SearchDocument, Session, UnfinishedErasure
from sessions_app.privacy.services import erasure
from sessions_app.services import closing, entry, identity
from sessions_app.services.messages import message_post, note_post
from tests.world import World, bodies, log_of, refused, row_of, run


def client(world: World) -> Client:
    return Client.objects.get(pk=world.carla.pk)


def erase(world: World, **fields: Any) -> None:
    run(erasure.client_erase, fields.pop("by", SYSTEM), client=client(world), **fields)


def past(world: World) -> str:
    session = world.active(topic="My boiler", message="It leaks", email="carla@example.com", parameters={"contract": "4711"})
    run(message_post, world.anna, session=session, text="Where is it, Carla?")
    run(note_post, world.anna, session=session, text="Sounds angry")
    run(closing.session_end, world.carla, session=session)
    run(closing.session_rate, world.carla, session=session, value=4, comment="Thanks from Carla")
    Result.objects.get_or_create(name="Solved")
    run(closing.session_wrapup, world.anna, session=session, result="Solved")
    return session


def test_words_go_and_numbers_stay(world: World) -> None:
    session = past(world)
    before = [(each.seq, each.shared, each.kind, each.role, each.at) for each in log_of(session)]
    erase(world)
    row = row_of(session)
    assert (row.rating, row.rating_comment, row.result, row.state, row.topic, row.parameters) == (
        4,
        "",
        "Solved",
        "closed",
        "",
        {},
    )
    assert row.erased_at is not None
    assert (row.client.name, row.client.email, row.client.erased_at) == ("", "", row.erased_at)
    assert [(each.seq, each.shared, each.kind, each.role, each.at) for each in log_of(session)] == before
    assert {body["text"] for body in bodies(session, "message.posted") + bodies(session, "note.posted")} == {""}
    assert {each.name for each in log_of(session)} == {"", "Anna"}
    assert "Carla" not in json.dumps([each.body for each in log_of(session)])
    assert SearchDocument.objects.get(session=row).words == ""


@pytest.mark.parametrize("state", ["waiting", "active", "wrapup"])
def test_nobody_in_a_session_is_erased(world: World, state: str) -> None:
    session = world.at(state)
    fault = refused(erasure.client_erase, SYSTEM, client=client(world))
    assert fault.code == "erase.running"
    assert str(row_of(session).number) in fault.text
    assert client(world).erased_at is None


def test_erasing_twice_changes_nothing(world: World) -> None:
    past(world)
    erase(world)
    first = client(world).erased_at
    erase(world)
    assert client(world).erased_at == first


def test_the_reason_does_not_name_the_client(world: World) -> None:
    for reason in ("Carla asked for it", "asked by carla@example.com"):
        Client.objects.filter(pk=world.carla.pk).update(email="carla@example.com")
        assert refused(erasure.client_erase, SYSTEM, client=client(world), reason=reason).code == "erase.reason"
    erase(world, reason="Ticket 4711")


@pytest.mark.parametrize(
    ("details", "reason"),
    [
        ({"name": "A"}, "Asked by mail"),
        ({"name": "Ed"}, "They asked, Ed"),
        ({"name": "An Li"}, "An ill person"),
        ({"external_id": "7"}, "Ticket 4711, 7 days ago"),
        ({"external_id": "abc"}, "Form abcd"),
    ],
)
def test_a_reason_may_contain_what_only_looks_like_the_client(world: World, details: dict[str, str], reason: str) -> None:
    Client.objects.filter(pk=world.carla.pk).update(**details)
    erase(world, reason=reason)
    assert client(world).erased_at is not None


@pytest.mark.parametrize(
    ("details", "reason"),
    [
        ({"name": "Ed Novák"}, "For Mrs NOVÁK"),
        ({"name": "An Li"}, "It’s An Li’s wish"),
        ({"name": "J. R. (Bo)"}, "J. R. (Bo) asked"),
        ({"external_id": "C-7"}, "Asked as c-7."),
        ({"phone": "+420 601 123 456"}, "Call 601123456"),
    ],
)
def test_a_reason_names_the_client_by_whole_words(world: World, details: dict[str, str], reason: str) -> None:
    Client.objects.filter(pk=world.carla.pk).update(**details)
    assert refused(erasure.client_erase, SYSTEM, client=client(world), reason=reason).code == "erase.reason"


def test_what_stands_there_without_a_reason_is_not_compared(world: World) -> None:
    Client.objects.filter(pk=world.carla.pk).update(name="CRM")
    erase(world, default="Through the API, by CRM")
    assert client(world).erased_at is not None


def test_an_erased_client_who_is_still_there_writes_nothing(world: World) -> None:
    session = past(world)
    erase(world)
    assert refused(closing.session_rate, world.carla, session=session, value=1, comment="Carla").code == "session.closed"
    assert refused(entry.entry_start, world.carla, entry="chat", name="Carla").code == "token.invalid"
    assert refused(identity.client_identify, world.carla, token="any").code == "identity.invalid"


def test_all_browsers_the_website_vouches_for_are_erased(world: World) -> None:
    Client.objects.filter(pk__in=[world.carla.pk, world.david.pk]).update(verified=True, external_id="4711")
    world.closed(world.carla)
    other = world.closed(world.david)
    erase(world)
    assert row_of(other).erased_at is not None


def test_the_sessions_of_somebody_who_had_many_follow(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(erasure, "AT_ONCE", 2)
    sessions = [past(world) for _ in range(5)]
    erase(world)
    assert Session.objects.filter(erased_at=None).count() == 3
    assert UnfinishedErasure.objects.count() == 1
    erasure.finish_erasures()
    assert not Session.objects.filter(public_id__in=sessions, erased_at=None).exists()
    assert not UnfinishedErasure.objects.exists()
    assert not LogEntry.objects.filter(body__contains="boiler").exists()
