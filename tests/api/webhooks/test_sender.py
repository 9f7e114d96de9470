"""Deliveries to a real receiver: signed, in order, tried again when it fails, and given up in the end."""

from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail as outbox
from django.db import connection
from django.utils import timezone
from standardwebhooks import Webhook as Signer
from standardwebhooks import WebhookVerificationError

from api.webhooks import http_client, schedule, sender
from api.webhooks.models import Delivery, Webhook
from api.webhooks.services import deliveries
from api.webhooks.services.deliveries import Claimed
from api.webhooks.services.outbox import record
from api.webhooks.services.outbox import test_send as send_test
from api.webhooks.services.webhooks import secret_rotate, webhook_switched
from contactcenter.realtime.group_commit import perform
from sessions_app import mail
from sessions_app.models import User
from supervision.models import AuditEntry
from tests.api.webhooks.conftest import MakeWebhook
from tests.api.webhooks.sending import pass_time, send, states
from tests.servers.receiver import Received, Receiver, answer, drop
from tests.world import World


@pytest.fixture(autouse=True)
def mail_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "send_later", mail.post)


def happen(count: int = 1, key: str = "session:a", event: str = "session.created") -> None:
    for number in range(count):
        perform(record, event=event, about=key, data={"number": number})


def numbers(receiver: Receiver, key: int = 0) -> list[int]:
    return [received.event["data"]["number"] for received in receiver.received]


def test_an_event_arrives_signed_as_the_standard_says(
    committed_world: World, receiver: Receiver, make_webhook: MakeWebhook
) -> None:
    webhook: Any = make_webhook(receiver.url)
    session = committed_world.enter()
    send()
    (received,) = receiver.received
    event = Signer(webhook.shown_secret).verify(received.body, received.headers)
    assert (event["type"], event["data"]["session"]) == ("session.created", session)
    assert received.headers["content-type"] == "application/json"
    assert received.path == "/events"
    with pytest.raises(WebhookVerificationError):
        Signer(webhook.shown_secret).verify(received.body.replace(b"waiting", b"active"), received.headers)
    row = Delivery.objects.get()
    assert (row.state, row.status, row.tries) == ("delivered", 204, 1)
    assert row.milliseconds is not None


def test_one_sessions_events_arrive_in_order_and_sessions_side_by_side(
    committed_world: World, receiver: Receiver, make_webhook: MakeWebhook
) -> None:
    make_webhook(receiver.url)
    together = threading.Barrier(2)

    def behave(received: Received) -> Any:
        if received.event["data"]["number"] == 0:
            together.wait(10)  # both sessions' first ones are here at the same time
        return answer(200)

    receiver.behave = behave
    for key in ("session:a", "session:b"):
        happen(3, key)
    send()
    for key in ("session:a", "session:b"):
        ids = list(Delivery.objects.filter(key=key).order_by("pk").values_list("event_id", flat=True))
        assert [received.id for received in receiver.received if received.id in ids] == ids


@pytest.mark.parametrize("trouble", ["status", "drop", "hang", "drip", "redirect", "closed", "nonsense"])
def test_whatever_goes_wrong_the_event_comes_again_with_the_same_id_before_those_after_it(
    committed_world: World, receiver: Receiver, make_webhook: MakeWebhook, monkeypatch: pytest.MonkeyPatch, trouble: str
) -> None:
    def nonsense(request: Any) -> None:
        request.wfile.write(b"SSH-2.0-OpenSSH\r\n\r\n")
        request.close_connection = True

    wrong = {"status": answer(500), "drop": drop, "hang": receiver.hang, "drip": receiver.drip, "nonsense": nonsense,
        "redirect": answer(302, Location=receiver.url)}  # fmt: skip
    webhook = make_webhook(receiver.url)
    if trouble == "closed":
        Webhook.objects.filter(pk=webhook.pk).update(url="http://127.0.0.1:1029/")
    else:
        receiver.behave = lambda _received: wrong[trouble]
    happen(2)
    begun = timezone.now()
    with monkeypatch.context() as impatient:
        if trouble in ("hang", "drip"):
            impatient.setattr(http_client, "SECONDS", 1.5)
        send()
    failed = Delivery.objects.order_by("pk").first()
    assert failed
    assert (failed.state, failed.tries, states()) == ("pending", 1, ["pending", "pending"])
    assert failed.trouble
    assert begun + timedelta(seconds=4) < failed.due_at < timezone.now() + timedelta(seconds=6)
    receiver.behave = lambda _received: answer(200)
    Webhook.objects.filter(pk=webhook.pk).update(url=receiver.url)
    pass_time()
    send()
    assert states() == ["delivered", "delivered"]
    ids = [received.id for received in receiver.received]
    first, second = Delivery.objects.order_by("pk").values_list("event_id", flat=True)
    assert ids == [*([first] if trouble != "closed" else []), first, second]


def test_an_answer_of_any_length_keeps_one_kilobyte(
    committed_world: World, receiver: Receiver, make_webhook: MakeWebhook
) -> None:
    make_webhook(receiver.url)
    receiver.behave = lambda _received: answer(400, b"no " * 100_000)
    happen()
    send()
    row = Delivery.objects.get()
    assert (row.status, len(row.answer)) == (400, 1024)


def test_an_answer_with_a_redirect_is_never_followed(
    committed_world: World, receiver: Receiver, make_webhook: MakeWebhook
) -> None:
    with Receiver() as other:
        make_webhook(receiver.url)
        receiver.behave = lambda _received: answer(307, Location=other.url)
        happen()
        send()
        assert not other.received
    assert "never followed" in Delivery.objects.get().trouble


def test_410_switches_the_webhook_off_and_tells_the_administrators(
    committed_world: World, receiver: Receiver, make_webhook: MakeWebhook
) -> None:
    User.objects.create_superuser("root", "root@shop.example", "secret")
    webhook = make_webhook(receiver.url)
    receiver.behave = lambda _received: answer(410)
    happen(2)
    send()
    webhook.refresh_from_db()
    assert not webhook.active
    assert "410" in webhook.off_reason
    assert [letter.to for letter in outbox.outbox] == [["root@shop.example"]]
    assert "410" in outbox.outbox[0].body
    assert AuditEntry.objects.filter(verb="disable", kind="webhook", target_id=webhook.pk, user=None).count() == 1
    pass_time()
    send()
    assert len(receiver.received) == 1
    happen()
    assert Delivery.objects.count() == 2  # nothing more is kept for it


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_receiver_that_asks_for_a_pause_gets_it_for_all_events(
    committed_world: World, receiver: Receiver, make_webhook: MakeWebhook, status: int
) -> None:
    webhook = make_webhook(receiver.url)
    receiver.behave = lambda _received: answer(status, Retry_After="600")
    happen()
    send()
    happen(key="session:b")
    send()
    assert len(receiver.received) == 1
    webhook.refresh_from_db()
    row = Delivery.objects.order_by("pk")[0]
    for moment in (webhook.resumes_at, row.due_at):
        assert moment
        assert timedelta(seconds=590) < moment - timezone.now() < timedelta(seconds=610)


def test_a_receiver_that_fails_again_and_again_rests_whatever_the_session(
    committed_world: World, receiver: Receiver, make_webhook: MakeWebhook
) -> None:
    make_webhook(receiver.url)
    receiver.behave = lambda _received: answer(500)
    for number in range(30):
        happen(key=f"session:{number}")
    send()
    assert schedule.PATIENCE <= len(receiver.received) < schedule.PATIENCE + deliveries.AT_ONCE
    receiver.behave = lambda _received: answer(200)
    pass_time()
    send()
    assert set(states()) == {"delivered"}


def test_after_a_day_an_event_is_given_up_the_webhook_is_off_and_can_go_on(
    committed_world: World, receiver: Receiver, make_webhook: MakeWebhook
) -> None:
    User.objects.create_superuser("root", "root@shop.example", "secret")
    webhook = make_webhook(receiver.url)
    receiver.behave = lambda _received: answer(500)
    happen(2)
    for _try in range(len(schedule.OFFSETS)):
        pass_time()
        send()
    assert len(receiver.received) == len(schedule.OFFSETS)
    assert len({received.id for received in receiver.received}) == 1
    webhook.refresh_from_db()
    assert (states(), webhook.active, len(outbox.outbox)) == (["failed", "pending"], False, 1)
    receiver.behave = lambda _received: answer(200)
    webhook.active = True
    webhook.save()
    webhook_switched(webhook)
    assert perform(deliveries.deliveries_replay, webhook=webhook) == 1
    send()
    assert states() == ["delivered", "delivered"]
    assert numbers(receiver)[-2:] == [0, 1]


def test_the_tries_take_a_day_and_each_is_spread() -> None:
    pauses = [schedule.pause(tries) for tries in range(1, len(schedule.OFFSETS))]
    total = sum(pauses, timedelta())  # type: ignore[arg-type]
    assert timedelta(hours=21) < total < timedelta(hours=27)
    assert schedule.pause(len(schedule.OFFSETS)) is None
    assert len({schedule.pause(3) for _draw in range(20)}) > 10


def test_a_pause_is_asked_for_in_seconds_or_as_a_date_and_is_never_endless() -> None:
    now = timezone.now().replace(microsecond=0)
    date = (now + timedelta(minutes=5)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    assert schedule.retry_after({"retry-after": "120"}, now) == timedelta(minutes=2)
    assert schedule.retry_after({"retry-after": date}, now) == timedelta(minutes=5)
    for nonsense in ("", "soon", "-5", "1e9", "²", "Mon, 99 Foo 2026"):
        assert schedule.retry_after({"retry-after": nonsense}, now) is None
    assert schedule.retry_after({"retry-after": "9" * 400}, now) == schedule.LONGEST


def test_a_new_secret_and_the_old_one_sign_for_a_day(
    committed_world: World, receiver: Receiver, make_webhook: MakeWebhook
) -> None:
    webhook: Any = make_webhook(receiver.url)
    new = perform(secret_rotate, webhook=webhook)
    happen()
    send()
    for secret in (webhook.shown_secret, new):
        Signer(secret).verify(receiver.received[0].body, receiver.received[0].headers)
    Webhook.objects.update(old_secret_until=timezone.now())
    happen()
    send()
    Signer(new).verify(receiver.received[1].body, receiver.received[1].headers)
    with pytest.raises(WebhookVerificationError):
        Signer(webhook.shown_secret).verify(receiver.received[1].body, receiver.received[1].headers)


def test_a_secret_is_of_no_use_without_the_servers_key(
    committed_world: World, receiver: Receiver, make_webhook: MakeWebhook, settings: Any
) -> None:
    webhook: Any = make_webhook(receiver.url)
    stored = Webhook.objects.get().secret
    assert webhook.shown_secret.removeprefix("whsec_") not in stored
    settings.SECRET_KEY, old = "another key that is as long as a key should be", settings.SECRET_KEY
    happen()
    send()
    assert not receiver.received
    assert "Make a new secret" in Delivery.objects.get().trouble
    settings.SECRET_KEY_FALLBACKS = [old]
    pass_time()
    send()
    Signer(webhook.shown_secret).verify(receiver.received[0].body, receiver.received[0].headers)


def test_a_test_is_sent_also_while_the_webhook_is_off_and_tried_once(
    committed_world: World, receiver: Receiver, make_webhook: MakeWebhook
) -> None:
    webhook = make_webhook(receiver.url, active=False)
    receiver.behave = lambda _received: answer(500)
    perform(send_test, webhook=webhook)
    send()
    pass_time()
    send()
    assert (receiver.events, states()) == (["webhook.test"], ["failed"])


def test_one_receiver_that_hangs_does_not_hold_up_another(
    committed_world: World, receiver: Receiver, make_webhook: MakeWebhook, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Receiver() as slow:
        slow.behave = lambda _received: slow.hang
        make_webhook(slow.url)
        make_webhook(receiver.url)
        for number in range(20):
            happen(key=f"session:{number}")
        arrived = threading.Event()

        def behave(_received: Received) -> Any:
            if len(receiver.received) == 20:
                arrived.set()
            return answer(200)

        receiver.behave = behave
        thread = threading.Thread(target=send)
        thread.start()
        assert arrived.wait(10)
        slow.released.set()
        slow.behave = lambda _received: answer(200)
        thread.join()
        assert len(slow.received) >= deliveries.AT_ONCE


def test_two_processes_send_each_event_once(committed_world: World, receiver: Receiver, make_webhook: MakeWebhook) -> None:
    """Two threads with connections of their own stand for two processes; test_two_processes.py has real ones."""
    make_webhook(receiver.url)
    for number in range(8):
        happen(5, key=f"session:{number}")
    with ThreadPoolExecutor(2) as pool:
        for sending in [pool.submit(send) for _process in range(2)]:
            sending.result()
    assert set(states()) == {"delivered"}
    assert len(receiver.received) == 40
    for number in range(8):
        ids = list(Delivery.objects.filter(key=f"session:{number}").order_by("pk").values_list("event_id", flat=True))
        assert [received.id for received in receiver.received if received.id in ids] == ids


def test_a_result_that_comes_after_another_process_took_over_changes_nothing(
    committed_world: World, receiver: Receiver, make_webhook: MakeWebhook
) -> None:
    make_webhook(receiver.url)
    happen()
    (late,) = claim()
    Delivery.objects.update(lease_until=timezone.now())
    (current,) = claim()
    perform(deliveries.delivery_tried, claimed=late, result=deliveries.Result(5, status=500))
    assert Delivery.objects.get().status is None
    perform(deliveries.delivery_tried, claimed=current, result=deliveries.Result(5, status=200))
    assert states() == ["delivered"]


def claim() -> list[Claimed]:
    return list(perform(deliveries.deliveries_claim, now=timezone.now(), running={}, limit=10))


def test_a_sweep_starts_the_thread_only_when_something_is_due(
    committed_world: World, receiver: Receiver, make_webhook: MakeWebhook
) -> None:
    sender.send_due(timezone.now())
    assert sender._thread is None
    make_webhook(receiver.url)
    happen()
    sender.send_due(timezone.now())
    assert sender._thread
    sender._thread.join(20)
    sender._thread = None
    assert receiver.events == ["session.created"]


def test_old_deliveries_and_those_of_deleted_webhooks_are_deleted(committed_world: World, make_webhook: MakeWebhook) -> None:
    webhook = make_webhook()
    happen(4)
    kept, delivered, waiting, failed = Delivery.objects.order_by("pk")
    ages = [(kept, "delivered", 6), (delivered, "delivered", 8), (waiting, "pending", 31), (failed, "failed", 29)]
    for row, state, days in ages:
        Delivery.objects.filter(pk=row.pk).update(state=state, created_at=timezone.now() - timedelta(days=days))
    assert perform(deliveries.deliveries_expire, now=timezone.now()) == 2
    assert set(Delivery.objects.values_list("pk", flat=True)) == {kept.pk, failed.pk}
    with connection.cursor() as cursor:  # as by a process that doesn't know yet that the webhook is gone
        cursor.execute("DELETE FROM webhooks_webhook WHERE id = %s", [webhook.pk])
    assert perform(deliveries.deliveries_expire, now=timezone.now()) == 2
    assert json.dumps(states()) == "[]"
