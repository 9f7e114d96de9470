"""Calls in a session's snapshot: equal to their last log entry, for both sides."""

import json
from datetime import timedelta

import msgspec

from sessions_app import present as session_present
from sessions_app.models import LogEntry, Session
from tests.world import row_of, run
from videocall import legs, present, services
from videocall.models import Call
from videocall.present import call_view
from videocall.protocol import CallView


def test_a_snapshot_shows_all_calls_as_logged_oldest_first(world, session, new_call):
    new_call.over()
    call = new_call.connected().public_id
    run(legs.call_media, world.carla, call=call, leg="client-tab", microphone="granted", camera="muted")
    run(services.call_hangup, world.anna, call=call)
    row = Session.objects.get(public_id=session)
    told = json.loads(LogEntry.objects.filter(kind="call.changed").latest("seq").body)["call"]
    for view in (session_present.operator_session_view(row), session_present.session_view(row)):
        shown = [json.loads(bytes(call)) for call in view.calls]
        assert [(call["state"], call["ended_by"]) for call in shown] == [("ended", "client"), ("ended", "operator")]
        assert shown[1] == told


def test_every_state_of_a_call_fits_the_protocol(new_call):
    for state in ("asked", "accepted"):
        view = call_view(new_call.at(state))
        assert msgspec.json.decode(msgspec.json.encode(view), type=CallView) == view


def test_the_widget_says_which_devices_start_on(world, new_call):
    world.widget.client_camera = True
    world.widget.operator_camera = False
    world.widget.save()
    defaults = call_view(new_call.requested()).defaults
    assert (defaults.client_camera, defaults.operator_camera) == (True, False)


def test_a_session_shows_its_newest_calls(world, session, monkeypatch):
    monkeypatch.setattr(present, "CALLS_SHOWN", 3)
    for number in range(5):
        Call.objects.create(
            session=row_of(session),
            operator_id=world.anna.pk,
            state="ended",
            reason=str(number),
            created_at=world.now + timedelta(seconds=number),
        )
    row = row_of(session)
    assert [view.reason for view in present.calls_of([row])[row.pk]] == ["2", "3", "4"]


def test_each_of_several_sessions_shows_its_newest_calls(world, session, monkeypatch):
    monkeypatch.setattr(present, "CALLS_SHOWN", 2)
    other = world.active(world.david)
    for number, where in enumerate([other, session, session, session]):
        Call.objects.create(
            session=row_of(where),
            operator_id=world.anna.pk,
            state="ended",
            reason=str(number),
            created_at=world.now + timedelta(seconds=number),
        )
    one, two = row_of(session), row_of(other)
    found = present.calls_of([one, two])
    assert {pk: [view.reason for view in views] for pk, views in found.items()} == {one.pk: ["2", "3"], two.pk: ["0"]}
