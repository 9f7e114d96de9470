"""Every selector from an outside id to a row, tried by the wrong people: the refusal is the same as for an unknown id."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from contactcenter.realtime.wire import Fault
from sessions_app import selectors
from sessions_app.actor import SYSTEM, Actor
from sessions_app.models import Operator, Session, Share, User
from sessions_app.protocol import Page
from sessions_app.services import clients, closing, messages, queue, transitions
from sessions_app.share.selectors import share_of
from sessions_app.share.services import session_files
from tests.world import World, row_of, run

FORGED = ["nobody", "", "1", "10001", "-1", "../x", "' OR 1=1 --", "*)(uid=*", "\x00", "a" * 64, "a" * 65, "\u0430", "a b"]


def refusal(attempt: Any) -> tuple[str, str]:
    with pytest.raises(Fault) as caught:
        attempt()
    return caught.value.code, caught.value.text


def file_of(session: str, **fields: Any) -> Share:
    row = row_of(session)
    return Share.objects.create(
        session=row,
        kind="upload",
        state="ready",
        name="a.txt",
        mime="text/plain",
        created_at=row.created_at,
        role="operator",
        **fields,
    )


@pytest.mark.parametrize("who", ["david", "boris", "oskar"])
@pytest.mark.parametrize(
    ("service", "fields"),
    [
        (messages.message_post, {"text": "hello"}),
        (messages.message_seen, {"delivered": 1, "read": 1}),
        (messages.note_post, {"text": "note"}),
        (closing.session_end, {}),
        (closing.session_leave, {}),
        (closing.session_wrapup, {}),
        (clients.page_visit, {"page": Page()}),
        (transitions.client_arrive, {"socket": "s"}),
    ],
)
def test_somebody_elses_session_is_refused_like_a_missing_one(world: World, who: str, service: Any, fields: Any) -> None:
    session, by = world.active(), getattr(world, who)
    theirs = refusal(lambda: run(service, by, session=session, **fields))
    for forged in FORGED:
        assert refusal(lambda id=forged: run(service, by, session=id, **fields)) == theirs
    assert theirs[0] == "session.not_found"
    assert row_of(session).state == "active"


def test_an_operator_does_not_read_a_waiting_session_of_another_group(world: World) -> None:
    session = world.enter()
    theirs = refusal(lambda: selectors.waiting_session_of(world.oskar, session))
    assert theirs == refusal(lambda: selectors.waiting_session_of(world.oskar, "nobody"))
    assert refusal(lambda: run(queue.session_accept, world.oskar, session=session)) == theirs
    assert selectors.waiting_session_of(world.boris, session).public_id == session


@pytest.mark.parametrize("who", ["carla", "david"])
def test_a_client_can_neither_accept_nor_preview(world: World, who: str) -> None:
    session = world.enter()
    assert refusal(lambda: selectors.waiting_session_of(getattr(world, who), session))[0] == "session.not_found"


@pytest.mark.parametrize("who", ["david", "boris", "oskar"])
def test_somebody_elses_file_is_refused_like_a_missing_one(world: World, who: str) -> None:
    file, by = file_of(world.active(), sent=True), getattr(world, who)
    theirs = refusal(lambda: share_of(by, file.public_id))
    assert theirs[0] == "share.not_found"
    for forged in FORGED:
        assert refusal(lambda id=forged: share_of(by, id)) == theirs
    for service in (session_files.share_send, session_files.share_delete):
        assert refusal(lambda service=service: run(service, by, share=file.public_id)) == theirs


def test_a_client_sees_sent_files_but_no_pending_or_deleted_ones(world: World) -> None:
    file = file_of(world.active())
    assert refusal(lambda: share_of(world.carla, file.public_id))[0] == "share.not_found"
    Share.objects.update(sent=True)
    assert share_of(world.carla, file.public_id) == file
    for state in ("pending", "deleted"):
        Share.objects.update(state=state)
        for by in (world.carla, world.anna):
            assert refusal(lambda by=by: share_of(by, file.public_id))[0] == "share.not_found"


@pytest.mark.parametrize("key", [*FORGED, "Shop", "shop ", "shop/../shop"])
def test_only_an_exact_widget_key_finds_its_widget(world: World, key: str) -> None:
    assert refusal(lambda: selectors.widget_of(key))[0] == "widget.not_found"
    assert selectors.widget_of("shop") == world.widget


def test_an_inactive_widget_looks_like_a_missing_one(world: World) -> None:
    unknown = refusal(lambda: selectors.widget_of("nobody"))
    world.widget.active = False
    world.widget.save()
    assert refusal(lambda: selectors.widget_of("shop")) == unknown


@pytest.mark.parametrize("token", [*FORGED, "carla", "Carla ", "x" * 10_000])
def test_only_an_exact_token_identifies_a_client(world: World, token: str) -> None:
    assert selectors.client_of(token) is None
    assert selectors.client_of("Carla") is not None


def test_an_operator_is_an_active_account_with_an_active_operator(world: World) -> None:
    user = User.objects.get(username="anna")
    assert selectors.operator_of(user) is not None
    assert selectors.operator_of(None) is None
    assert selectors.operator_of(AnonymousUser()) is None
    assert selectors.operator_of(User.objects.create_user("nobody")) is None
    Operator.objects.update(active=False)
    assert selectors.operator_of(user) is None
    Operator.objects.update(active=True)
    User.objects.update(is_active=False)
    assert selectors.operator_of(user) is None


def test_an_operators_queue_is_that_of_their_groups_longest_wait_first(world: World) -> None:
    first, second = world.enter(), world.enter(world.david)
    boris, oskar = (Operator.objects.get(pk=actor.pk) for actor in (world.boris, world.oskar))
    assert [row.public_id for row in selectors.queue_of(boris)] == [first, second]
    assert list(selectors.queue_of(oskar)) == []
    assert [selectors.position(row_of(session)) for session in (first, second)] == [1, 2]


def test_a_session_that_ended_long_ago_is_not_shown_to_the_client_again(world: World) -> None:
    session = world.ended()
    client = row_of(session).client
    current = selectors.current_session(client)
    assert current is not None
    assert current.public_id == session
    Session.objects.update(ended_at=row_of(session).created_at - selectors.ENDED_SHOWN)
    assert selectors.current_session(client) is None


def test_the_system_reaches_every_session(world: World) -> None:
    assert selectors.session_of(SYSTEM, world.enter()).client.name == "Carla"
    assert isinstance(SYSTEM, Actor)
