"""Redirecting a session: not during a call, not to an operator in a call; a call that was only asked for is taken back."""

from sessions_app.services import redirect
from tests.world import refused, row_of, run
from videocall import selectors, services


def test_a_colleague_in_a_call_is_refused(world, session):
    world.active(world.david, world.boris, entry="videocall")
    assert refused(redirect.session_redirect, world.anna, session=session, operator=world.boris.pk).code == "redirect.target"


def test_nothing_is_redirected_during_a_call(world):
    session = world.active(entry="videocall")
    assert refused(redirect.session_redirect, world.anna, session=session, operator=world.boris.pk).code == "redirect.call"
    call = selectors.live_call(row_of(session))
    run(services.call_hangup, world.carla, call=call.public_id)
    run(redirect.session_redirect, world.anna, session=session, operator=world.boris.pk)
    assert row_of(session).operator_id == world.boris.pk


def test_redirecting_cancels_the_call_the_client_asked_for(world, session):
    call = run(services.call_ask, world.carla, session=session, leg="tab")
    run(redirect.session_redirect, world.anna, session=session, operator=world.boris.pk)
    call.refresh_from_db()
    assert (call.state, call.reason) == ("cancelled", "session")
