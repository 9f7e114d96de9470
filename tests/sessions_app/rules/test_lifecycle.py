"""Every state of a session with every move by every role: table and services refuse all that isn't allowed."""

from __future__ import annotations

import itertools
from typing import get_args

import pytest

from sessions_app.actor import Actor
from sessions_app.models import Session
from sessions_app.protocol import Role, State
from sessions_app.rules import lifecycle
from sessions_app.services import closing, messages, queue
from tests.world import World, refused, row_of, run, steps

STATES, ROLES = get_args(State), get_args(Role)
MOVES = ["accept", "leave", "abandon", "miss", "end", "postpone", "close"]
ALLOWED = {
    ("waiting", "accept", "operator"): "active",
    ("waiting", "leave", "client"): "abandoned",
    ("waiting", "abandon", "system"): "abandoned",
    ("waiting", "miss", "system"): "missed",
    ("waiting", "miss", "supervisor"): "missed",
    ("active", "end", "client"): "wrapup",
    ("active", "end", "operator"): "wrapup",
    ("active", "end", "system"): "wrapup",
    ("active", "end", "supervisor"): "wrapup",
    ("active", "postpone", "operator"): "waiting",
    ("wrapup", "close", "operator"): "closed",
    ("wrapup", "close", "system"): "closed",
    ("wrapup", "close", "supervisor"): "closed",
}


@pytest.mark.parametrize(("state", "move", "role"), list(itertools.product(STATES, MOVES, ROLES)))
def test_the_table_allows_exactly_the_moves_listed_here(state: str, move: str, role: str) -> None:
    if (state, move, role) in ALLOWED:
        assert lifecycle.step(state, move, role) == ALLOWED[state, move, role]
    else:
        with pytest.raises(lifecycle.Refused):
            lifecycle.step(state, move, role)


def test_model_protocol_and_table_know_the_same_states() -> None:
    mentioned = {start for start, _move in lifecycle.MOVES} | {end for end, _by in lifecycle.MOVES.values()}
    assert mentioned == set(STATES) == set(Session.State.values)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(
    ("service", "who", "goes_from"),
    [
        (closing.session_leave, "carla", {"waiting", "active"}),
        (closing.session_end, "carla", {"waiting", "active", "wrapup", "closed"}),
        (closing.session_end, "anna", {"active", "wrapup", "closed"}),
        (closing.session_wrapup, "anna", {"wrapup"}),
        (queue.session_accept, "boris", {"waiting"}),
    ],
)
def test_services_move_sessions_only_from_allowed_states(
    world: World, state: str, service, who: str, goes_from: set[str]
) -> None:
    session = world.at(state)
    by: Actor = getattr(world, who)
    if state in goes_from:
        run(service, by, session=session)
    else:
        code = refused(service, by, session=session).code
        assert code in {"session.closed", "session.not_found", "session.not_ended", "session.taken", "session.gone"}
        assert row_of(session).state == state


@pytest.mark.parametrize("state", STATES)
def test_messages_are_accepted_while_open_and_notes_until_closed(world: World, state: str) -> None:
    session = world.at(state)
    if state in lifecycle.OPEN:
        run(messages.message_post, world.carla, session=session, text="hello")
    else:
        assert refused(messages.message_post, world.carla, session=session, text="hello").code == "session.closed"
    if state in ("active", "wrapup"):
        run(messages.note_post, world.anna, session=session, text="a note")
    else:
        assert refused(messages.note_post, world.anna, session=session, text="a note").code in {
            "session.closed",
            "session.not_found",
        }


def test_a_complete_session_logs_its_steps_and_times(world: World) -> None:
    session = world.closed()
    row = row_of(session)
    assert steps(session) == ["queued", "accepted", "ended", "closed"]
    assert row.created_at <= row.accepted_at <= row.ended_at <= row.closed_at
    assert row.ended_by == "operator"


def test_ending_twice_changes_nothing(world: World) -> None:
    session = world.ended()
    run(closing.session_end, world.carla, session=session)
    assert steps(session).count("ended") == 1
    assert row_of(session).ended_by == "operator"


def test_ending_while_waiting_means_leaving(world: World) -> None:
    session = world.enter()
    run(closing.session_end, world.carla, session=session)
    assert (row_of(session).state, steps(session)) == ("abandoned", ["queued", "left"])
