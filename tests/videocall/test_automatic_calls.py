"""Entries whose call starts with the conversation, and those whose call doesn't."""

import pytest
from django.utils import timezone

from sessions_app.models import Session
from sessions_app.services import invitations
from tests.world import PHONE, row_of, run
from videocall.models import Call


@pytest.mark.parametrize("kind", ["videocall", "callback"])
def test_the_call_starts_when_the_operator_accepts(world, kind):
    session = world.active(entry=kind, phone=PHONE)
    call = Call.objects.get(session__public_id=session)
    assert (call.state, call.prompt) == ("accepted", False)


def test_the_call_starts_when_an_invited_client_is_accepted(world):
    made = run(invitations.invitation_create, world.anna, seconds=3600)
    session = world.active(entry="invitation", code=made.code)
    assert Call.objects.get(session__public_id=session).state == "accepted"


def test_no_call_starts_in_a_chat(world):
    world.active()
    assert not Call.objects.exists()


def test_no_call_starts_for_a_callback_whose_client_is_away(world):
    session = world.enter(entry="callback", phone=PHONE)
    Session.objects.update(away=True)
    world.accept(session)
    assert row_of(session).state == "active"
    assert not Call.objects.exists()


def test_no_call_starts_for_a_callback_whose_page_was_closed_a_moment_ago(world):
    session = world.enter(entry="callback", phone=PHONE)
    Session.objects.update(client_left_at=timezone.now())
    world.accept(session)
    assert not Call.objects.exists()
