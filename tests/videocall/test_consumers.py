"""The call over sockets: who is told what, relaying between legs, and closing tabs."""

import json
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from contactcenter.realtime import pubsub
from contactcenter.realtime.db_reads import read
from contactcenter.sockets import ClientSocket
from sessions_app.models import LogEntry
from tests.world import run
from videocall import legs, signalling
from videocall.models import Call


async def requested(anna, session, **kwargs):
    """Request a call as Anna; return its id."""
    assert (await anna.do("call.request", session=session, leg="operator-tab", **kwargs))["type"] == "ack"
    return (await anna.event("call.ice"))["call"]


async def joined(anna, carla, session):
    """Join both tabs to a call that still prompts; return its id."""
    call = await requested(anna, session)
    assert (await carla.do("call.join", call=call, leg="client-tab"))["type"] == "ack"
    return call


def signal(call, leg, data='{"candidate":"…"}'):
    return {"call": call, "leg": leg, "data": data}


async def test_both_sides_are_told_each_step_from_the_button_to_the_connected_call(anna, carla, session):
    call = await requested(anna, session)
    assert (await carla.call("requested"))["id"] == call
    assert (await carla.do("call.accept", call=call, leg="client-tab", video=True))["type"] == "ack"
    ice = await carla.event("call.ice")
    assert (ice["call"], ice["leg"], ice["servers"], ice["relay"]) == (call, "client-tab", [], False)
    assert (await anna.call("accepted"))["client_leg"] == "client-tab"
    await carla.do("call.connected", call=call, leg="client-tab")
    assert (await anna.call("connected"))["id"] == call
    await anna.do("call.hangup", call=call)
    ended = await carla.call("ended")
    assert (ended["ended_by"], ended["reason"]) == ("operator", "hangup")


async def test_the_client_asks_and_the_operator_starts(anna, carla, session):
    assert (await carla.do("call.ask", session=session, leg="client-tab"))["type"] == "ack"
    assert (await anna.call("asked"))["client_leg"] == "client-tab"
    await requested(anna, session)
    assert (await carla.call("accepted"))["prompt"] is False


async def test_the_operator_may_decline_what_the_client_asked_for(anna, carla, session):
    await carla.do("call.ask", session=session, leg="client-tab")
    call = (await anna.call("asked"))["id"]
    assert (await anna.do("call.decline", call=call))["type"] == "ack"
    assert (await carla.call("declined"))["ended_by"] == "operator"


async def test_the_desk_shows_the_operator_busy_during_a_call_and_free_after_it(anna, session):
    call = await requested(anna, session)
    desk = await anna.event("desk.changed", lambda frame: frame["me"]["state"] == "busy")
    assert desk["me"]["unavailable"] == "You’re in a call."
    await anna.do("call.cancel", call=call)
    await anna.event("desk.changed", lambda frame: frame["me"]["state"] == "online")


async def test_signals_between_legs_are_relayed_unchanged_before_and_after_acceptance(anna, carla, session):
    call = await joined(anna, carla, session)
    said = json.dumps({"description": {"type": "offer", "sdp": "v=0\r\n… \u202e \ud83d\ude00"}})
    assert (await anna.do("call.signal", **signal(call, "operator-tab", said)))["type"] == "ack"
    assert await carla.event("call.signal") == {"type": "call.signal", "call": call, "leg": "operator-tab", "data": said}
    await carla.do("call.accept", call=call, leg="client-tab", video=False)
    assert (await carla.do("call.signal", **signal(call, "client-tab")))["type"] == "ack"
    assert (await anna.event("call.signal"))["leg"] == "client-tab"


async def test_without_armed_calls_legs_exchange_nothing_before_acceptance(settings, anna, carla, session):
    settings.ARMED_CALLS = False
    await anna.do("call.request", session=session, leg="operator-tab")
    call = (await carla.call("requested"))["id"]
    await carla.do("call.join", call=call, leg="client-tab")
    for tab, leg in ((anna, "operator-tab"), (carla, "client-tab")):
        assert (await tab.do("call.signal", **signal(call, leg)))["code"] == "call.alone"
    assert not [frame for tab in (anna, carla) for frame in tab.events if frame["type"] in ("call.ice", "call.signal")]

    await carla.do("call.accept", call=call, leg="client-tab", video=True)
    assert (await carla.event("call.ice"))["leg"] == "client-tab"
    await anna.call("accepted")
    await anna.do("call.join", call=call, leg="operator-tab")
    assert (await anna.event("call.ice"))["leg"] == "operator-tab"
    assert (await anna.do("call.signal", **signal(call, "operator-tab")))["type"] == "ack"
    assert (await carla.event("call.signal"))["leg"] == "operator-tab"


async def test_signals_are_neither_stored_nor_logged(anna, carla, session, caplog):
    call = await joined(anna, carla, session)
    lines = await read(LogEntry.objects.count)
    await anna.do("call.signal", **signal(call, "operator-tab", '"between us"'))
    await carla.event("call.signal")
    assert await read(LogEntry.objects.count) == lines
    assert not await read(LogEntry.objects.filter(body__contains="between us").exists)
    assert "between us" not in caplog.text


async def test_a_signal_before_the_other_side_has_joined_reaches_nobody(anna, session):
    call = await requested(anna, session)
    fault = await anna.do("call.signal", **signal(call, "operator-tab"))
    assert (fault["code"], fault["retry"]) == ("call.alone", True)


async def test_after_a_reload_signals_go_to_the_new_tab_and_the_old_one_is_refused(world, tabs, anna, carla, session):
    call = await joined(anna, carla, session)
    await anna.do("call.signal", **signal(call, "operator-tab", '"first"'))
    await carla.event("call.signal")
    again = await tabs.client(world.carla)
    await again.do("call.join", call=call, leg="new-tab")
    await anna.event("call.changed", lambda frame: frame["call"]["client_leg"] == "new-tab")
    await anna.do("call.signal", **signal(call, "operator-tab", '"second"'))
    assert (await again.event("call.signal"))["data"] == '"second"'
    await carla.event("call.changed", lambda frame: frame["call"]["client_leg"] == "new-tab")
    fault = await carla.do("call.signal", **signal(call, "client-tab"))
    assert fault["code"] == "call.taken"
    assert not [frame for frame in carla.events if frame["type"] == "call.signal"]


async def test_a_tab_cannot_signal_as_another_leg(world, tabs, anna, carla, session):
    call = await joined(anna, carla, session)
    other = await tabs.client(world.carla)
    assert (await other.do("call.signal", **signal(call, "client-tab")))["code"] == "call.taken"


async def test_a_stranger_can_neither_join_nor_signal(world, tabs, anna, carla, session):
    call = await joined(anna, carla, session)
    place_of_david = await read(world.session, world.david, world.boris)
    assert place_of_david
    for stranger in (await tabs.client(world.david), await tabs.operator(world.boris)):
        assert (await stranger.do("call.join", call=call, leg="client-tab"))["code"] == "call.not_found"
        assert (await stranger.do("call.signal", **signal(call, "client-tab")))["code"] == "call.taken"
    assert not [frame for frame in anna.events if frame["type"] == "call.signal"]


async def test_signals_after_the_end_are_refused(anna, carla, session):
    call = await joined(anna, carla, session)
    await anna.do("call.signal", **signal(call, "operator-tab"))
    await anna.do("call.cancel", call=call)
    await anna.call("cancelled")
    assert (await anna.do("call.signal", **signal(call, "operator-tab")))["code"] == "call.over"


async def test_a_route_is_checked_once_per_change_of_the_call(anna, carla, session, monkeypatch):
    checks = []
    route_of = signalling.route_of
    monkeypatch.setattr(signalling, "route_of", lambda *args: checks.append(args) or route_of(*args))
    call = await joined(anna, carla, session)
    await anna.event("call.changed", lambda frame: frame["call"]["client_leg"] == "client-tab")
    for _ in range(20):
        await anna.do("call.signal", **signal(call, "operator-tab"))
    assert len(checks) == 1
    await carla.do("call.accept", call=call, leg="client-tab", video=False)
    await anna.call("accepted")
    await anna.do("call.signal", **signal(call, "operator-tab"))
    assert len(checks) == 2


async def test_signals_are_rate_limited(world, tabs, session, settings, monkeypatch):
    settings.RATE_SCALE = 1
    assert signalling.SIGNALS == (200, 60)
    monkeypatch.setattr(signalling, "SIGNALS", (20, 60))
    anna, carla = await tabs.operator(world.anna), await tabs.client(world.carla)
    call = await joined(anna, carla, session)
    answers = [await anna.do("call.signal", **signal(call, "operator-tab")) for _ in range(25)]
    assert [answer["type"] for answer in answers[:20]] == ["ack"] * 20
    assert {(answer["code"], answer["retry"]) for answer in answers[22:]} == {("rate.exceeded", True)}


@pytest.mark.parametrize("data", ["", "x" * 32_769])
async def test_a_signal_has_bounds(anna, carla, session, data):
    call = await joined(anna, carla, session)
    assert (await anna.do("call.signal", **signal(call, "operator-tab", data)))["code"] == "command.invalid"


async def test_a_repeated_request_gets_the_same_answer_and_makes_no_second_call(anna, session):
    call = await requested(anna, session, command="the-same")
    assert await requested(anna, session, command="the-same") == call
    assert await read(Call.objects.count) == 1


async def test_a_repeated_accept_is_bound_to_the_call_again(anna, carla, session):
    call = await requested(anna, session)
    for _ in range(2):
        accepted = await carla.do("call.accept", command="the-same", call=call, leg="client-tab", video=True)
        assert accepted["type"] == "ack"
        assert (await carla.event("call.ice"))["leg"] == "client-tab"


@pytest.mark.parametrize("kind", ["call.request", "call.ask"])
async def test_each_role_has_its_own_commands(anna, carla, session, kind):
    tab = carla if kind == "call.request" else anna
    assert (await tab.do(kind, session=session, leg="x"))["code"] == "command.unknown"


async def test_a_tab_that_closes_leaves_its_leg_and_the_call_goes_on(anna, carla, session):
    call = await requested(anna, session)
    await carla.do("call.accept", call=call, leg="client-tab", video=False)
    await carla.do("call.connected", call=call, leg="client-tab")
    await carla.close()
    row = await read(Call.objects.get, public_id=call)
    assert row.client_leg_left_at is not None
    assert row.state == "connected"


async def test_a_tab_that_is_closed_while_it_joins_has_left_its_leg(world, session, new_call):
    """Its leaving ran before the call was its own: nobody would ever look for it again."""
    call = (await read(new_call.connected)).public_id
    tab = ClientSocket()
    tab.setup()
    tab.scope = {}
    tab.actor = world.carla
    row = await read(run, legs.call_join, world.carla, call=call, leg="new-tab", socket=tab.id)
    await tab.gone()
    await tab._bind(row, "new-tab")
    assert (await read(Call.objects.get, public_id=call)).client_leg_left_at is not None


async def test_a_tab_keeps_signalling_after_a_reconnect(world, tabs, anna, carla, session):
    call = await joined(anna, carla, session)
    again = await tabs.client(world.carla)
    assert (await again.do("call.join", call=call, leg="client-tab"))["type"] == "ack"
    await carla.close()
    assert (await read(Call.objects.get, public_id=call)).client_leg_left_at is None
    assert (await again.do("call.signal", **signal(call, "client-tab")))["type"] == "ack"
    assert (await anna.event("call.signal"))["leg"] == "client-tab"


async def test_a_tab_follows_one_call_at_a_time(anna, session):
    for _ in range(3):
        call = await requested(anna, session)
        await anna.do("call.cancel", call=call)
    assert len([group for group in pubsub.followed() if group.startswith("leg.")]) == 1


async def test_a_leg_of_a_call_gets_turn_credentials(anna, carla, session, settings):
    settings.TURN_URLS, settings.TURN_SECRET = ["turn:turn.example:3478"], "secret"
    call = await requested(anna, session)
    await carla.do("call.join", call=call, leg="client-tab")
    server = (await carla.event("call.ice"))["servers"][0]
    assert re.fullmatch(r"\d+:[0-9a-f]{24}", server["username"]), "the relay counts by a name the browser can't choose"
    assert server["credential"]


async def test_a_snapshot_request_reaches_the_clients_tab_and_its_refusal_the_operators(anna, carla, session):
    call = await requested(anna, session)
    await carla.do("call.accept", call=call, leg="client-tab", video=True)
    await carla.do("call.media", call=call, leg="client-tab", microphone="granted", camera="granted")
    assert (await anna.do("snapshot.ask", call=call))["type"] == "ack"
    request = (await anna.event("snapshot.asked"))["request"]
    assert (await carla.event("snapshot.asked"))["request"] == request
    await carla.do("snapshot.refuse", call=call, request=request)
    assert (await anna.event("snapshot.refused"))["request"] == request


async def test_only_the_operator_sends_device_help(anna, carla, session):
    assert (await carla.do("help.send", session=session, device="camera"))["type"] == "fault"
    assert (await anna.do("help.send", session=session, device="camera"))["type"] == "ack"
    assert (await carla.event("help.sent"))["device"] == "camera"


async def test_both_are_told_of_a_shared_screen(anna, carla, session):
    call = await joined(anna, carla, session)
    fields = {"call": call, "leg": "client-tab", "microphone": "granted", "camera": "off"}
    await carla.do("call.media", **fields, screen=True)
    step = await anna.event("call.changed", lambda frame: frame["move"] == "screen")
    assert step["call"]["client"] == {"microphone": "granted", "camera": "off", "screen": True}
    await carla.do("call.media", **fields)
    assert (await anna.event("call.changed", lambda frame: frame["move"] == "screen"))["call"]["client"]["screen"] is False


async def test_both_are_told_of_sign_language_mode_and_the_next_call_begins_in_it(anna, carla, session):
    call = await joined(anna, carla, session)
    await carla.do("call.signing", call=call, leg="client-tab", on=True)
    for tab in (anna, carla):
        step = await tab.event("call.changed", lambda frame: frame["move"] == "signing")
        assert step["call"]["signing"] is True
    await anna.do("call.cancel", call=call)
    await anna.do("call.request", session=session, leg="operator-tab")
    again = await carla.event("call.changed", lambda frame: frame["move"] == "request" and frame["call"]["id"] != call)
    assert again["call"]["signing"] is True


async def test_a_leg_renews_its_credential_in_a_long_call(anna, carla, session, settings, monkeypatch):
    settings.TURN_URLS, settings.TURN_SECRET = ["turn:turn.example:3478"], "secret"
    call = await requested(anna, session)
    await carla.do("call.accept", call=call, leg="client-tab", video=False)
    first = (await carla.event("call.ice"))["servers"][0]
    later = timezone.now() + timedelta(minutes=8)
    monkeypatch.setattr("videocall.consumers.timezone.now", lambda: later)
    assert (await carla.do("call.join", call=call, leg="client-tab"))["type"] == "ack"
    again = (await carla.event("call.ice"))["servers"][0]
    lasts = [int(server["username"].split(":")[0]) for server in (first, again)]
    assert 470 <= lasts[1] - lasts[0] <= 490
    assert first["credential"] != again["credential"]


async def test_closing_a_tab_without_the_call_does_not_affect_it(world, tabs, anna, carla, session):
    call = await joined(anna, carla, session)
    idle = await tabs.operator(world.anna)
    await carla.do("call.accept", call=call, leg="client-tab", video=False)
    version = (await read(Call.objects.get, public_id=call)).version
    await idle.close()
    row = await read(Call.objects.get, public_id=call)
    assert (row.version, row.operator_leg_left_at) == (version, None)
    assert (await anna.do("call.signal", **signal(call, "operator-tab")))["type"] == "ack"


async def test_legs_send_the_quality_record_and_the_operator_reads_it(anna, carla, session):
    call = await requested(anna, session)
    await carla.do("call.accept", call=call, leg="client-tab", video=False)
    sample = {"loss": 10, "delay": 40, "jitter": 2, "frozen": 0, "kbit": 500, "height": 480, "level": 0}
    record = {"call": call, "leg": "client-tab", "every": 5, "relayed": False, "samples": [sample]}
    assert (await carla.do("call.quality", **record))["type"] == "ack"
    assert (await anna.do("call.quality", **record))["code"] == "call.taken"
    assert (await carla.do("call.quality.read", call=call))["code"] == "command.unknown"
    assert (await anna.do("call.quality.read", call=call))["type"] == "ack"
    [shown] = (await anna.event("call.quality"))["records"]
    assert (shown["side"], shown["samples"]) == ("client", [sample])
