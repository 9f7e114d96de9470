"""``manage.py webhook --off``: a restored copy tells nobody anything, from before its server starts."""

from __future__ import annotations

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from api.webhooks.models import Delivery, Webhook
from api.webhooks.services import outbox
from contactcenter.realtime.group_commit import perform
from sessions_app.models import User
from supervision.models import AuditEntry
from tests.api.webhooks.conftest import MakeWebhook
from tests.api.webhooks.sending import send
from tests.servers.receiver import Receiver


def test_nothing_that_waited_is_sent_once_all_are_off(
    transactional_db: None, make_webhook: MakeWebhook, receiver: Receiver, capsys: pytest.CaptureFixture[str]
) -> None:
    User.objects.create_superuser("root", "root@example.com", "correct horse battery")
    for name in ("CRM", "Tickets"):
        make_webhook(receiver.url, name=name)
    make_webhook(receiver.url, name="Resting", active=False, off_reason="Gone.")
    perform(outbox.record, event="session.created", about="session:a", data={"session": "s1"})
    perform(outbox.test_send, webhook=Webhook.objects.get(name="CRM"))
    call_command("webhook", "--off")
    send()
    assert receiver.received == []
    assert capsys.readouterr().out == "Webhooks switched off: 2. Events that wait until theirs is switched on again: 2.\n"
    assert list(Webhook.objects.order_by("name").values_list("active", "off_reason")) == [
        (False, "It was switched off by the command webhook --off."),
        (False, "Gone."),
        (False, "It was switched off by the command webhook --off."),
    ]
    assert AuditEntry.objects.filter(kind="webhook", verb="disable", user=None).count() == 2
    assert mail.outbox == []


def test_what_waited_is_sent_when_its_webhook_is_on_again(
    transactional_db: None, make_webhook: MakeWebhook, receiver: Receiver
) -> None:
    make_webhook(receiver.url)
    perform(outbox.record, event="session.created", about="session:a", data={"session": "s1"})
    call_command("webhook", "--off")
    Webhook.objects.update(active=True)
    send()
    assert len(receiver.received) == 1


@pytest.mark.parametrize("arguments", [[], ["https://crm.example/", "--events", "all", "--off"]])
def test_the_command_wants_an_address_or_off(db: None, arguments: list[str]) -> None:
    with pytest.raises(CommandError, match="Give the address of a receiver, or --off"):
        call_command("webhook", *arguments)
    assert not Delivery.objects.exists()
