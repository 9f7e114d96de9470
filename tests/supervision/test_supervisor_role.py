"""Supervisors as actors: what they may do to which sessions, and whose name stands in which log."""

from __future__ import annotations

import json

import pytest

from sessions_app import log
from sessions_app.actor import Actor, supervisor
from sessions_app.models import Invitation, LogEntry, User
from sessions_app.services import closing, invitations, redirect
from tests.world import bodies, log_of, refused, row_of, run, steps


@pytest.fixture
def account(world):
    return User.objects.create_user("sofia", first_name="Sofia", last_name="Supervisor", is_staff=True)


@pytest.fixture
def sofia(account):
    return supervisor(account)


def bind(account, *groups):
    User.objects.filter(pk=account.pk).update(all_groups=False)
    account.supervised_groups.set(groups)


def test_ends_a_conversation_in_their_own_name(world, sofia):
    session = world.active()
    run(closing.session_end, sofia, session=session)
    assert (row_of(session).state, row_of(session).ended_by) == ("wrapup", "supervisor")
    assert (log_of(session)[-1].role, log_of(session)[-1].name) == ("supervisor", "Sofia Supervisor")


def test_a_waiting_session_they_end_is_missed(world, sofia):
    session = world.enter()
    run(closing.session_end, sofia, session=session)
    assert row_of(session).state == "missed"


def test_redirects_a_waiting_session(world, sofia):
    session = world.enter()
    run(redirect.session_redirect, sofia, session=session, operator=world.boris.pk)
    assert row_of(session).reserved_for_id == world.boris.pk


def test_ends_a_wrapup_and_its_console_drops_it(world, sofia):
    session = world.ended()
    run(closing.session_wrapup, sofia, session=session)
    assert steps(session)[-1] == "closed"


def test_the_client_never_reads_their_name(world, sofia):
    session = world.active()
    run(closing.session_end, sofia, session=session)
    row = row_of(session)
    assert json.loads(log.after(row, row.shared - 1, "client")[0])["by"] == {"role": "supervisor", "name": ""}
    assert json.loads(log.after(row, row.head - 1, "operator")[0])["by"] == {"role": "supervisor", "name": "Sofia Supervisor"}
    assert not any("Sofia" in line for line in log.transcript.client_lines(row))
    assert any("Supervisor" in line for line in log.transcript.client_lines(row))


async def test_neither_does_a_client_who_is_there(committed_world, tabs):
    from contactcenter.realtime.db_reads import read
    from contactcenter.realtime.writers import commit

    world = committed_world
    session = await read(world.active)
    account = await read(lambda: User.objects.create_user("sofia", first_name="Sofia", is_staff=True))
    client, operator = await tabs.client(world.carla), await tabs.operator(world.anna)
    await commit(closing.session_end, key=session, by=supervisor(account), session=session)
    ended = await client.event("session.changed", lambda event: event["step"] == "ended")
    assert ended["by"] == {"role": "supervisor", "name": ""}
    ended = await operator.event("session.changed", lambda event: event["step"] == "ended")
    assert ended["by"] == {"role": "supervisor", "name": "Sofia"}


@pytest.mark.parametrize("service", [closing.session_end, closing.session_wrapup, redirect.session_redirect])
def test_a_session_of_another_group_is_not_there(world, account, sofia, service):
    bind(account, world.other_group)
    assert refused(service, sofia, session=world.active()).code == "session.not_found"


def test_a_session_of_their_own_group_is(world, account, sofia):
    bind(account, world.group)
    run(closing.session_end, sofia, session=world.active())


@pytest.mark.parametrize("columns", [{"is_staff": False}, {"is_active": False}])
def test_rights_end_with_the_account(world, account, sofia, columns):
    session = world.active()
    User.objects.filter(pk=account.pk).update(**columns)
    assert refused(closing.session_end, sofia, session=session).code == "session.not_found"


def test_an_operator_whose_key_is_a_supervisors_is_no_supervisor(world, account):
    session = world.active()
    for role in ("operator", "client"):
        assert refused(closing.session_end, Actor(role, account.pk), session=session).code == "session.not_found"


def test_revokes_the_invitations_of_their_operators_only(world, account, sofia):
    made = run(invitations.invitation_create, world.anna, seconds=3600).invitation.id
    bind(account, world.other_group)
    assert refused(invitations.invitation_revoke, sofia, invitation=made).code == "invitation.not_found"
    bind(account, world.group)
    run(invitations.invitation_revoke, sofia, invitation=made)
    assert Invitation.objects.get().revoked_at is not None


def test_a_note_of_a_redirect_carries_the_supervisors_name(world, sofia):
    session = world.active()
    run(redirect.session_redirect, sofia, session=session, operator=world.boris.pk, note="Anna is needed elsewhere")
    entry = LogEntry.objects.get(kind="session.redirected")
    assert (entry.name, entry.shared) == ("Sofia Supervisor", None)
    assert bodies(session, "session.redirected")[0]["note"] == "Anna is needed elsewhere"
