"""Whole sessions over both sockets: every command gets its answer, every event its receiver."""

import threading
import time

import pytest
from django.core import mail

from contactcenter.realtime.db_reads import read
from contactcenter.realtime.rate_limit import Limit
from sessions_app import rate_limits
from sessions_app.consumers import both_roles, operator
from sessions_app.models import Operator, Result, Session, Tag
from sessions_app.present import console
from sessions_app.services import entry, presence
from sessions_app.whiteboard import consumers
from tests.sessions_app.tokens import signed
from tests.world import PHONE, World, run
from videocall import consumers as videocall_consumers
from videocall.models import Call


@pytest.fixture
def world(transactional_db):
    Tag.objects.create(name="boiler")
    Result.objects.create(name="Solved")
    return World()


async def ok(tab, kind, **fields):
    answer = await tab.do(kind, **fields)
    assert answer["type"] == "ack", answer
    return answer


async def code(tab, kind, **fields):
    answer = await tab.do(kind, **fields)
    assert answer["type"] == "fault", answer
    return answer["code"]


async def test_from_the_video_entry_to_wrapup_history_and_search(world, tabs):
    anna, carla = await tabs.operator(world.anna), await tabs.client(world.carla)
    await ok(carla, "entry.start", entry="videocall", name="Carla", message="My boiler", parameters={"plan": "gold"})
    session = (await carla.event("session.snapshot"))["session"]["id"]
    await ok(carla, "devices.check", session=session, microphone="granted", camera="no-device")
    desk = await anna.event("desk.changed", lambda frame: [item["devices"]["camera"] for item in frame["queue"]] == ["no-device"])
    assert desk["queue"][0]["preview"] == "My boiler"
    await ok(anna, "session.accept", session=session)
    assert (await carla.call("accepted"))["prompt"] is False
    await ok(carla, "session.end", session=session)
    await ok(carla, "session.rate", session=session, value=5, comment="Thanks")
    assert (await anna.event("session.rated"))["rating"] == {"value": 5, "comment": "Thanks"}
    await ok(carla, "transcript.send", session=session, email="c@example.com")
    assert mail.outbox[0].to == ["c@example.com"]
    await ok(anna, "session.wrapup", session=session, result="Solved", tags=["boiler"])
    await ok(anna, "session.search", text="boiler")
    assert [found["id"] for found in (await anna.event("sessions.found"))["sessions"]] == [session]
    await ok(anna, "session.read", session=session)
    assert (await anna.event("session.read"))["session"]["tags"] == ["boiler"]


async def test_a_client_who_comes_while_a_console_opens_is_not_lost(world, tabs, monkeypatch):
    """The snapshot is older than the change that overtakes it: shown last, it would hide the client."""
    snapshot, look, looked = console.desk_snapshot, operator._desk_text, threading.Event()

    def slowly(row, language):
        found = snapshot(row, language)
        run(entry.entry_start, world.carla, entry="chat")
        looked.wait(1)
        return found

    def look_and_tell(row):
        text = look(row)
        looked.set()
        return text

    monkeypatch.setattr(console, "desk_snapshot", slowly)
    monkeypatch.setattr(operator, "_desk_text", look_and_tell)
    anna = await tabs.operator(world.anna)
    assert (await anna.event("desk.snapshot"))["queue"] == []
    assert len((await anna.event("desk.changed"))["queue"]) == 1


async def test_only_the_clients_present_operator_reads_a_past_session_page_by_page(world, tabs):
    past = await read(world.enter)
    await read(Session.objects.update, state="missed")
    anna, boris, carla = await tabs.operator(world.anna), await tabs.operator(world.boris), await tabs.client(world.carla)
    await ok(carla, "entry.start", entry="chat", message="Again me")
    session = (await carla.event("session.snapshot", lambda frame: frame["session"]["id"] != past))["session"]["id"]
    await ok(boris, "session.accept", session=session)
    await boris.event("session.snapshot")
    await ok(boris, "session.history", session=past, before=3)
    assert (await boris.event("session.page"))["events"][0]["seq"] == 1
    for id in (past, session):
        assert await code(anna, "session.history", session=id, before=3) == "session.not_found"


async def test_an_invitation_from_its_creation_to_the_call(world, tabs):
    anna, boris, carla = await tabs.operator(world.anna), await tabs.operator(world.boris), await tabs.client(world.carla)
    await ok(anna, "invitation.create", seconds=3600, name="Carla")
    made = await anna.event("invitation.created")
    await anna.event("desk.changed", lambda frame: frame["invitations"][0]["state"] == "unused")
    assert await code(boris, "invitation.revoke", invitation=made["invitation"]["id"]) == "invitation.not_found"
    await ok(carla, "entry.start", entry="invitation", code=made["code"])
    session = (await carla.event("session.snapshot"))["session"]["id"]
    await anna.event("desk.changed", lambda frame: [item["only_you"] for item in frame["queue"]] == [True])
    assert await code(boris, "session.accept", session=session) == "session.not_found"
    await ok(anna, "session.accept", session=session)
    await anna.event("desk.changed", lambda frame: frame["invitations"][0]["state"] == "used")
    await carla.call("accepted")


async def test_guessing_codes_is_rate_limited(world, tabs):
    carla, david = await tabs.client(world.carla), await tabs.client(world.david)
    codes = [await code(carla, "entry.start", entry="invitation", code=f"AAAA-{number:04}") for number in range(10)]
    assert set(codes) == {"invitation.unknown"}
    assert await code(carla, "entry.start", entry="invitation", code="AAAA-9999") == "rate.exceeded"
    assert await code(david, "entry.start", entry="invitation", code="AAAA-9999") == "rate.exceeded"


async def test_many_sockets_let_a_client_leave_no_more_messages_than_one(world, tabs):
    sockets = [await tabs.client(world.carla) for _ in range(5)]
    answers = [await tab.do("message.leave", message="Hello", email="carla@example.com") for tab in sockets for _ in range(2)]
    assert [answer["type"] for answer in answers] == ["ack"] * 5 + ["fault"] * 5
    assert {answer["code"] for answer in answers[5:]} == {"rate.exceeded"}


async def test_left_messages_are_limited_per_address(world, tabs, monkeypatch):
    monkeypatch.setattr(rate_limits, "LEFT_MESSAGES", Limit("left messages", seconds=600, person=5, address=3))
    carla, david = await tabs.client(world.carla), await tabs.client(world.david)
    answers = [await tab.do("message.leave", message="Hello", email="a@example.com") for tab in (carla, david) for _ in range(2)]
    assert [answer["type"] for answer in answers] == ["ack", "ack", "ack", "fault"]


@pytest.mark.parametrize(("kind", "fields", "count"), [
    ("message.post", {"text": "Hello"}, 40), ("board.point", {"board": "b", "x": 1, "y": 1, "on": True}, 300)])  # fmt: skip
async def test_many_sockets_let_a_client_write_and_draw_no_more_than_one(world, tabs, monkeypatch, kind, fields, count):
    monkeypatch.setattr(both_roles, "MESSAGES", (count // 10, 10_000))
    monkeypatch.setattr(consumers, "FRAMES", (count // 10, 10_000))
    session = await read(lambda: world.active())
    sockets = [await tabs.client(world.carla) for _ in range(3)]
    answers = [await tab.do(kind, session=session, **fields) for tab in sockets for _ in range(count // 15)]
    refused = [answer for answer in answers if answer.get("code") == "rate.exceeded"]
    assert len(answers) - len(refused) == count // 10


async def test_joining_a_call_is_rate_limited(world, tabs, monkeypatch):
    monkeypatch.setattr(videocall_consumers, "JOINS", Limit("call joins", seconds=600, person=3, address=300))
    anna, carla = await tabs.operator(world.anna), await tabs.client(world.carla)
    await ok(carla, "entry.start", entry="videocall")
    session = (await carla.event("session.snapshot"))["session"]["id"]
    await read(world.accept, session)
    await carla.event("session.changed", lambda frame: frame["step"] == "accepted")
    call = (await read(lambda: Call.objects.get(session__public_id=session))).public_id
    answers = [await carla.do("call.join", call=call, leg=f"leg-{number}") for number in range(6)]
    assert [answer["type"] for answer in answers] == ["ack"] * 3 + ["fault"] * 3
    assert (await anna.do("call.join", call=call, leg="mine"))["type"] == "ack"


async def test_redirecting_moves_the_session_to_the_colleagues_console(world, tabs):
    anna, boris, carla = await tabs.operator(world.anna), await tabs.operator(world.boris), await tabs.client(world.carla)
    await ok(carla, "entry.start", entry="chat")
    session = (await carla.event("session.snapshot"))["session"]["id"]
    await ok(anna, "session.accept", session=session)
    await anna.event("session.snapshot")
    assert await code(carla, "colleagues.find") == "command.unknown"
    await ok(anna, "colleagues.find")
    found = await anna.event("colleagues.found")
    assert [(each["id"], each["state"], each["active"]) for each in found["colleagues"]] == [
        (world.boris.pk, "online", 0),
        (world.oskar.pk, "online", 0),
    ]
    assert [(each["waiting"], each["online"]) for each in found["groups"]] == [(0, 1), (0, 1)]
    await ok(anna, "session.redirect", session=session, operator=world.boris.pk, note="secret")
    assert (await anna.event("session.dropped"))["session"] == session
    shown = (await boris.event("session.snapshot"))["session"]
    assert [event["note"] for event in shown["events"] if event["type"] == "session.redirected"] == ["secret"]
    told = await carla.event("session.changed", lambda frame: frame["step"] == "redirected")
    assert told["operator"] == "Boris"
    await ok(boris, "message.post", session=session, text="Hello")
    assert (await carla.event("message.posted"))["by"]["name"] == "Boris"
    assert "secret" not in str(carla.events)


async def test_only_operators_learn_which_colleague_wrote_an_entry(world, tabs):
    """Compare by id: two colleagues may have the same name."""
    await read(Operator.objects.update, name="Anna")
    anna, boris, carla = await tabs.operator(world.anna), await tabs.operator(world.boris), await tabs.client(world.carla)
    await ok(carla, "entry.start", entry="chat")
    session = (await carla.event("session.snapshot"))["session"]["id"]
    await ok(anna, "session.accept", session=session)
    await anna.event("session.snapshot")
    for tab, person in ((anna, world.anna), (boris, world.boris)):
        await ok(tab, "message.post", session=session, text="Hello")
        assert (await tab.event("message.posted"))["by"] == {"role": "operator", "name": "Anna", "id": person.pk}
        assert (await carla.event("message.posted"))["by"] == {"role": "operator", "name": "Anna"}
        if tab is anna:
            await ok(anna, "session.redirect", session=session, operator=world.boris.pk)
            shown = (await boris.event("session.snapshot"))["session"]["events"]
            assert {line["by"].get("id") for line in shown if line["by"]["role"] == "operator"} == {world.anna.pk}
            assert not any("id" in line["by"] for line in shown if line["by"]["role"] != "operator")
    for tab, ids in ((boris, {None, world.anna.pk, world.boris.pk}), (carla, {None})):
        await ok(tab, "session.history", session=session, before=100)
        assert {line["by"].get("id") for line in (await tab.event("session.page"))["events"]} == ids
    again = await tabs.client(world.carla)
    snapshot = await again.event("client.snapshot")
    assert not any("id" in line["by"] for line in snapshot["session"]["events"])


async def test_a_requeued_client_gets_its_position_and_after_the_end_the_availability(world, tabs):
    anna, carla = await tabs.operator(world.anna), await tabs.client(world.carla)
    assert (await carla.event("availability.changed"))["state"] == "online"
    await ok(carla, "entry.start", entry="chat")
    session = (await carla.event("session.snapshot"))["session"]["id"]
    await ok(anna, "session.accept", session=session)
    await anna.event("session.snapshot")
    await ok(anna, "session.redirect", session=session, group=world.group.pk)
    assert (await carla.event("queue.position"))["position"] == 1
    await ok(carla, "session.leave", session=session)
    await read(Operator.objects.update, lease_until=None)
    await ok(anna, "presence.set", state="away")
    await carla.event("availability.changed", lambda frame: frame["state"] == "offline")


async def test_a_callback_waits_without_its_client_and_tries_are_noted(world, tabs):
    anna, carla = await tabs.operator(world.anna), await tabs.client(world.carla)
    await ok(carla, "entry.start", entry="videocall")
    session = (await carla.event("session.snapshot"))["session"]["id"]
    await ok(carla, "callback.choose", session=session, phone=PHONE, zone="Europe/Prague")
    assert (await carla.event("session.snapshot"))["session"]["callback"]["phone"] == "+420601123456"
    await carla.close()
    tabs.open.remove(carla)
    await read(Session.objects.update, away=True)
    await ok(anna, "session.accept", session=session)
    await anna.event("session.snapshot")
    await ok(anna, "callback.try", session=session, outcome="no-answer")
    assert (await anna.event("callback.tried"))["tries"] == 1
    await ok(anna, "client.edit", session=session, name="Carla Nova", email="", phone="601")
    assert (await anna.event("client.changed"))["client"]["name"] == "Carla Nova"


async def test_the_website_identifies_its_client_and_sets_parameters(world, tabs):
    anna, carla = await tabs.operator(world.anna), await tabs.client(world.carla)
    await ok(carla, "entry.start", entry="chat")
    session = (await carla.event("session.snapshot"))["session"]["id"]
    await ok(anna, "session.accept", session=session)
    await anna.event("session.snapshot")
    claims = {"aud": world.widget.key, "sub": "7", "exp": int(time.time()) + 60, "jti": "1", "name": "Carla Nova"}
    await ok(carla, "client.identify", token=signed({"alg": "HS256"}, claims, world.widget.identity_secret))
    assert (await anna.event("client.changed"))["client"]["verified"] is True
    assert await code(carla, "client.identify", token="x.y.z") == "identity.invalid"
    await ok(carla, "parameters.set", parameters={"plan": "gold"})
    assert (await anna.event("client.changed"))["client"]["parameters"] == {"plan": "gold"}


async def test_a_left_message_is_answered_and_its_client_sees_the_answer(world, tabs):
    anna, carla = await tabs.operator(world.anna), await tabs.client(world.carla)
    await ok(carla, "message.leave", message="Are you there?", email="c@example.com")
    desk = await anna.event("desk.changed", lambda frame: frame["queue"])
    assert desk["queue"][0]["message"] is True
    await ok(anna, "session.accept", session=desk["queue"][0]["id"])
    shown = (await carla.event("session.snapshot"))["session"]
    assert shown["state"] == "active"


async def test_leaving_a_message_while_waiting_updates_every_tab_and_gets_an_answer(world, tabs):
    anna, carla = await tabs.operator(world.anna), await tabs.client(world.carla)
    await ok(carla, "entry.start", entry="chat")
    session = (await carla.event("session.snapshot"))["session"]["id"]
    assert (await carla.event("queue.position"))["expected_wait"] is None
    other = await tabs.client(world.carla)
    assert (await other.event("queue.position"))["position"] == 1
    await ok(carla, "message.leave", message="Write me", session=session)
    for tab in (carla, other):
        assert (await tab.event("session.changed", lambda frame: frame["step"] == "message"))["state"] == "waiting"
    # Whoever knew that somebody is here, from before the entry, isn't told again: a change is told to both.
    await read(Operator.objects.exclude(pk=world.boris.pk).update, chosen="away")
    await read(lambda: run(presence.presence_set, world.boris, state="away"))
    for tab in (carla, other):
        await tab.event("availability.changed", lambda frame: frame["state"] == "offline")
    await read(Operator.objects.update, chosen="online")
    await anna.event("desk.changed", lambda frame: [item["message"] for item in frame["queue"]] == [True])
    await ok(anna, "session.accept", session=session)
    for tab in (carla, other):
        shown = await tab.event("session.snapshot", lambda frame: frame["session"]["state"] == "active")
        assert shown["session"]["id"] == session


async def test_a_postponed_callback_returns_to_the_queue(world, tabs):
    anna, boris = await tabs.operator(world.anna), await tabs.operator(world.boris)
    carla = await tabs.client(world.carla)
    await ok(carla, "entry.start", entry="callback", phone=PHONE, zone="Europe/Prague")
    session = (await carla.event("session.snapshot"))["session"]["id"]
    await carla.close()
    tabs.open.remove(carla)
    await read(Session.objects.update, away=True)
    await ok(anna, "session.accept", session=session)
    await anna.event("session.snapshot")
    assert await code(boris, "callback.postpone", session=session, delay="hour") == "session.not_found"
    await ok(anna, "callback.postpone", session=session, delay="hour")
    assert (await anna.event("session.dropped"))["session"] == session
    await boris.event("desk.changed", lambda frame: [item["id"] for item in frame["queue"]] == [session])


async def test_a_banned_client_hears_only_that_the_conversation_has_ended(world, tabs):
    anna, carla = await tabs.operator(world.anna), await tabs.client(world.carla)
    await ok(carla, "entry.start", entry="chat")
    session = (await carla.event("session.snapshot"))["session"]["id"]
    await ok(anna, "session.accept", session=session)
    await anna.event("session.snapshot")
    await ok(anna, "client.ban", session=session, reason="Threats")
    assert (await carla.event("session.changed", lambda frame: frame["state"] == "wrapup"))["step"] == "ended"
    assert await code(carla, "entry.start", entry="chat") == "entry.refused"
    assert "Threats" not in str(carla.events)


async def test_a_page_without_a_session_gets_the_availability(world, tabs):
    await read(Operator.objects.update, lease_until=None)
    carla = await tabs.client(world.carla)
    await tabs.operator(world.anna)
    await carla.event("availability.changed", lambda frame: frame["state"] == "online")
    await read(lambda: run(presence.presence_set, world.anna, state="away"))
    told = await carla.event("availability.changed")
    assert (told["state"], bool(told["reason"])) == ("offline", True)


OPERATORS_ONLY = {
    "session.redirect": {"operator": 1}, "client.edit": {"name": "", "email": "", "phone": ""}, "client.ban": {"reason": "x"},
    "callback.try": {"outcome": "called"}, "session.read": {}, "session.accept": {}, "session.pass": {},
}  # fmt: skip
CLIENTS_ONLY = {
    "session.rate": {"value": 5}, "transcript.send": {"email": "a@example.com"}, "callback.choose": {"phone": PHONE},
    "devices.check": {"microphone": "off", "camera": "off"}, "page.visit": {"page": {}}, "session.leave": {},
}  # fmt: skip


async def test_commands_of_the_other_role_do_not_exist_and_sessions_of_others_are_not_found(world, tabs):
    anna, boris = await tabs.operator(world.anna), await tabs.operator(world.boris)
    carla, david = await tabs.client(world.carla), await tabs.client(world.david)
    await ok(carla, "entry.start", entry="chat")
    session = (await carla.event("session.snapshot"))["session"]["id"]
    await ok(anna, "session.accept", session=session)
    await anna.event("session.snapshot")
    for kind, fields in CLIENTS_ONLY.items():
        assert await code(david, kind, session=session, **fields) == "session.not_found", kind
        assert await code(anna, kind, session=session, **fields) == "command.unknown", kind
        await ok(anna, "message.post", session=session, text="still here")
    for kind, fields in OPERATORS_ONLY.items():
        refusal = "session.taken" if kind in ("session.accept", "session.pass") else "session.not_found"
        assert await code(boris, kind, session=session, **fields) == refusal, kind
        assert await code(carla, kind, session=session, **fields) == "command.unknown", kind
        await ok(carla, "message.post", session=session, text="still here")
