"""A call in a session's snapshot is the call of the last line about it, for both sides."""

import json

import msgspec

from sessions_app import present as sessions
from sessions_app.models import LogEntry, Session
from tests.videocall.conftest import run
from videocall import legs, services
from videocall.present import call_view
from videocall.protocol import CallView


def test_a_snapshot_shows_all_calls_oldest_first_as_the_log_told_them(place, session, steps):
    steps.over()
    call = steps.connected().public_id
    run(legs.call_media, place.carla, call=call, leg="client-tab", microphone="granted", camera="muted")
    run(services.call_hangup, place.anna, call=call)
    row = Session.objects.get(public_id=session)
    told = json.loads(LogEntry.objects.filter(kind="call.changed").latest("seq").body)["call"]
    for view in (sessions.operator_session_view(row), sessions.session_view(row)):
        shown = [json.loads(bytes(call)) for call in view.calls]
        assert [(call["state"], call["ended_by"]) for call in shown] == [("ended", "client"), ("ended", "operator")]
        assert shown[1] == told


def test_every_state_of_a_call_fits_the_protocol(steps):
    for state in ("asked", "accepted"):
        view = call_view(steps.at(state))
        assert msgspec.json.decode(msgspec.json.encode(view), type=CallView) == view


def test_the_widget_says_which_devices_start_on(place, steps):
    place.widget.client_camera = True
    place.widget.operator_camera = False
    place.widget.save()
    defaults = call_view(steps.requested()).defaults
    assert (defaults.client_camera, defaults.operator_camera) == (True, False)
