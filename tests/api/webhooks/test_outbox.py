"""The outbox is written with the change: all events, never what is rolled back, and only what somebody wants."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from api.webhooks.callbacks import callbacks_due
from api.webhooks.models import Delivery
from contactcenter.realtime.group_commit import perform
from sessions_app.models import Client, Session
from sessions_app.services import closing, entry, messages, presence, redirect
from sessions_app.services.invitations import invitation_create
from sessions_app.share.services.session_files import share_link
from sessions_app.signals import client_erased
from supervision.models import AlertRule
from supervision.services import alerts
from tests.api.webhooks.conftest import MakeWebhook
from tests.world import PHONE, World, refused, row_of, run
from videocall import legs
from videocall import services as calls


def written(*types: str) -> list[dict[str, Any]]:
    """Return the bodies in the order of the outbox; of these types only, if any are named."""
    found = [json.loads(body) for body in Delivery.objects.order_by("pk").values_list("body", flat=True)]
    return [body for body in found if not types or body["type"] in types]


def names(prefix: str = "") -> list[str]:
    return [body["type"] for body in written() if body["type"].startswith(prefix)]


def test_a_session_is_told_from_its_beginning_to_its_end(world: World, make_webhook: MakeWebhook) -> None:
    make_webhook()
    session = world.closed()
    assert names("session.") == ["session.created", "session.accepted", "session.ended", "session.closed"]
    created, accepted = written("session.created", "session.accepted")
    row = row_of(session)
    assert created["data"] == {
        "session": session, "group": world.group.pk, "number": row.number, "entry": "chat", "state": "waiting", "message": False,
        "widget": "shop", "operator": None, "by": "client",
    }  # fmt: skip
    assert (accepted["data"]["operator"], accepted["data"]["by"]) == (world.anna.pk, "operator")
    assert accepted["timestamp"].endswith("Z")


def test_a_client_who_leaves_and_one_who_was_missed_are_abandoned(world: World, make_webhook: MakeWebhook) -> None:
    make_webhook(events=["session.abandoned"])
    world.abandoned()
    assert [body["data"]["state"] for body in written()] == ["abandoned"]


def test_a_redirected_session_is_told_with_its_new_operator(world: World, make_webhook: MakeWebhook) -> None:
    make_webhook(events=["session.redirected"])
    run(redirect.session_redirect, world.anna, session=world.active(), operator=world.boris.pk)
    assert [body["data"]["operator"] for body in written()] == [world.boris.pk]


def test_a_call_is_requested_connected_once_and_ended(world: World, make_webhook: MakeWebhook) -> None:
    make_webhook(events=["call.requested", "call.connected", "call.ended"])
    session = world.active()
    call = run(calls.call_request, world.anna, session=session, leg="o").public_id
    run(calls.call_accept, world.carla, call=call, leg="c", video=True)
    run(legs.call_connected, world.carla, call=call, leg="c")
    for move in ("interrupt", "connected"):
        perform(lambda move=move: calls.move(calls.selectors.call_of(world.anna, call, lock=True), move, world.anna))
    run(calls.call_hangup, world.carla, call=call)
    assert names() == ["call.requested", "call.connected", "call.ended"]
    assert {body["data"]["call"] for body in written()} == {call}
    assert (written()[-1]["data"]["reason"], written()[-1]["data"]["by"]) == ("hangup", "client")


def test_an_operators_state_is_told_when_it_changes(world: World, make_webhook: MakeWebhook) -> None:
    make_webhook(events=["operator.state_changed"])
    run(presence.presence_set, world.anna, state="away")
    run(presence.presence_set, world.anna, state="away")
    told = [(body["data"]["operator"], body["data"]["state"]) for body in written()]
    assert told == [(world.anna.pk, "away")]


def test_an_invitation_is_used_by_the_session_that_is_accepted(world: World, make_webhook: MakeWebhook) -> None:
    make_webhook(events=["invitation.used"])
    invitation = run(invitation_create, world.anna, seconds=600)
    session = world.enter(entry="invitation", code=invitation.code)
    assert not written()
    world.accept(session)
    assert [body["data"]["invitation"] for body in written()] == [invitation.invitation.id]


def test_a_callback_is_due_once_at_its_time_and_again_after_it_was_postponed(world: World, make_webhook: MakeWebhook) -> None:
    make_webhook(events=["callback.due"])
    session = world.enter(entry="callback", phone=PHONE)
    Session.objects.filter(public_id=session).update(callback_from=timezone.now() + timedelta(minutes=5))
    now = timezone.now()
    callbacks_due(now)
    assert not written()
    for _sweep in range(2):
        callbacks_due(now + timedelta(minutes=6))
    assert [body["data"]["session"] for body in written()] == [session]
    Session.objects.filter(public_id=session).update(callback_from=timezone.now() + timedelta(minutes=20))
    callbacks_due(now + timedelta(minutes=6))
    callbacks_due(now + timedelta(minutes=21))
    assert len(written()) == 2


def test_a_file_is_told_by_its_id_alone(world: World, make_webhook: MakeWebhook) -> None:
    make_webhook(events=["file.ready"])
    session = world.active()
    run(share_link, world.anna, session=session, url="https://www.example.com/secret-name", name="Secret name")
    (body,) = written()
    assert body["data"]["session"] == session
    assert "ecret" not in json.dumps(body)


def test_an_erased_client_is_told_by_the_public_id(world: World, make_webhook: MakeWebhook) -> None:
    make_webhook(events=["client.erased"])
    client = Client.objects.get(pk=world.carla.pk)
    client_erased.send(Client, client=client, by=world.anna)
    assert [body["data"]["client"] for body in written()] == [client.public_id]


def test_an_alert_is_told_when_it_fires_and_when_it_is_over(world: World, make_webhook: MakeWebhook) -> None:
    make_webhook(events=["alert.fired", "alert.resolved"])
    rule = AlertRule.objects.create(name="Queue", measure="waiting", threshold=1, cooldown=0)
    for value in (5.0, 0.0):
        (claimed,) = perform(alerts.alerts_claim, now=timezone.now() + timedelta(minutes=1))
        AlertRule.objects.filter(pk=rule.pk).update(seen=claimed.seen)
        now = timezone.now()
        AlertRule.objects.filter(pk=rule.pk).update(seen=now)
        perform(alerts.alert_evaluated, rule=claimed, claimed=now, value=value)
        AlertRule.objects.filter(pk=rule.pk).update(seen=None)
    assert [(body["type"], body["data"]["value"]) for body in written()] == [("alert.fired", 5.0), ("alert.resolved", 0.0)]


def test_nothing_is_told_of_what_is_refused_or_fails(
    world: World, make_webhook: MakeWebhook, caplog: pytest.LogCaptureFixture
) -> None:
    make_webhook()
    session = world.active()
    before = names()
    refused(redirect.session_redirect, world.anna, session=session, operator=world.oskar.pk + 1000)

    def ends_and_fails(*, by: Any, session: str) -> None:
        closing.session_end(by=by, session=session)
        raise ValueError

    with pytest.raises(ValueError):
        run(ends_and_fails, world.anna, session=session)
    assert "ends_and_fails" in caplog.text
    assert names() == before


def test_only_the_events_and_groups_that_are_wanted_are_written(world: World, make_webhook: MakeWebhook) -> None:
    make_webhook(events=["session.accepted"])
    make_webhook(events=["session.created"], groups=[world.other_group])
    make_webhook(events=["session.created"], active=False)
    wanted = make_webhook(events=["session.created"], groups=[world.group])
    world.active()
    found = list(Delivery.objects.order_by("pk").values_list("type", "webhook"))
    assert (found[0], [type for type, _webhook in found]) == (
        ("session.created", wanted.pk),
        ["session.created", "session.accepted"],
    )


def test_two_webhooks_get_the_same_id_for_the_same_event(world: World, make_webhook: MakeWebhook) -> None:
    make_webhook(events=["session.created"])
    make_webhook(events=["session.created"])
    world.enter()
    assert Delivery.objects.count() == 2
    assert Delivery.objects.values("event_id").distinct().count() == 1


def test_no_words_and_no_personal_data_are_in_any_body(world: World, make_webhook: MakeWebhook) -> None:
    make_webhook()
    session = run(
        entry.entry_start, world.carla, entry="chat", name="Carlotta", email="carlotta@shop.example", phone=PHONE,
        topic="Zucchini", message="Artichoke", parameters={"order": "Broccoli"},
    )  # fmt: skip
    world.accept(session)
    run(messages.message_post, world.anna, session=session, text="Cauliflower")
    run(redirect.session_redirect, world.anna, session=session, operator=world.boris.pk, note="Fennel")
    run(closing.session_end, world.boris, session=session)
    run(closing.session_wrapup, world.boris, session=session, note="Spinach")
    text = "".join(Delivery.objects.values_list("body", flat=True))
    assert len(names()) >= 6
    words = (
        "Carl",
        "shop.example",
        PHONE,
        PHONE.replace(" ", ""),
        "Zucchini",
        "Artichoke",
        "Broccoli",
        "Cauliflower",
        "Fennel",
        "Spinach",
        "Anna",
        "Boris",
    )
    assert [word for word in words if word in text] == []


def test_a_message_costs_the_same_with_and_without_a_webhook(world: World, make_webhook: MakeWebhook) -> None:
    session = world.active()

    def statements() -> list[str]:
        with CaptureQueriesContext(connection) as queries:
            run(messages.message_post, world.anna, session=session, text="Hello")
        return [query["sql"].split(" ")[0] for query in queries]

    without = statements()
    make_webhook()
    before = Delivery.objects.count()
    assert statements() == without
    assert Delivery.objects.count() == before
