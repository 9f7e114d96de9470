"""What other apps may ask about a session's calls."""

from sessions_app.models import Session
from tests.videocall.calls import fresh
from videocall import selectors


def test_a_session_is_connected_from_the_first_picture_to_the_end_of_the_call(world, new_call):
    for step, connected in (
        ("requested", False),
        ("accepted", False),
        ("connected", True),
        ("reconnecting", True),
        ("over", False),
    ):
        call = fresh(getattr(new_call, step)())
        assert selectors.connected(call.session) is connected, step
        call.delete()


def test_a_call_belongs_to_its_own_session_only(world, new_call):
    call = fresh(new_call.connected())
    assert selectors.has_call(call.session, call.public_id)
    assert not selectors.has_call(call.session, "another")
    assert not selectors.has_call(Session(pk=call.session_id + 1), call.public_id)
