"""What Prometheus and the doctor say about webhooks, and what happens while the database is away."""

from __future__ import annotations

import logging
from datetime import timedelta
from ipaddress import ip_network
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client as Browser
from django.utils import timezone

from api.webhooks import doctor, sender
from api.webhooks.models import Delivery
from api.webhooks.services.outbox import record
from contactcenter.realtime.group_commit import perform
from operation.doctor import Level
from tests.api.webhooks.conftest import MakeWebhook
from tests.world import World

PUBLIC = "https://8.8.8.8/events"


def happen(count: int = 1) -> None:
    for _number in range(count):
        perform(record, event="session.created", about="session:a", data={})


def findings() -> list[tuple[Level, str]]:
    return [(finding.level, finding.words) for finding in doctor.examine()]


def test_the_number_and_the_age_of_what_waits_are_served(world: World, make_webhook: MakeWebhook, settings: Any) -> None:
    settings.METRICS_FROM = [ip_network("127.0.0.0/8")]
    make_webhook(PUBLIC)
    happen(2)
    off = make_webhook(PUBLIC)
    happen()
    type(off).objects.filter(pk=off.pk).update(active=False)
    Delivery.objects.filter(pk=Delivery.objects.order_by("pk")[0].pk).update(created_at=timezone.now() - timedelta(minutes=5))
    text = Browser().get("/metrics").content.decode()
    served = dict(line.split(" ") for line in text.splitlines() if line.startswith("contactcenter_outbox_"))
    assert float(served["contactcenter_outbox_pending"]) == 3
    assert 300 <= float(served["contactcenter_outbox_oldest_seconds"]) < 400


def test_the_doctor_finds_nothing_wrong_with_none_and_with_a_good_one(world: World, make_webhook: MakeWebhook) -> None:
    assert findings() == [(Level.OK, "There are none.")]
    make_webhook(PUBLIC)
    assert findings() == [(Level.OK, "1 webhooks, 0 events wait.")]


def test_the_doctor_says_what_is_wrong(world: World, make_webhook: MakeWebhook, settings: Any) -> None:
    make_webhook("https://10.0.0.1/", name="Inside")
    make_webhook(PUBLIC, name="Gone", active=False, off_reason="The receiver answered 410.")
    make_webhook(PUBLIC, name="Slow")
    happen()
    Delivery.objects.update(created_at=timezone.now() - timedelta(hours=1))
    told = {words.split(" ")[0]: level for level, words in findings()}
    assert told == {"Inside": Level.WRONG, "Gone": Level.WARNING, "2": Level.WARNING}
    settings.SECRET_KEY = "another key that is as long as a key should be"
    assert sum("can't be read" in words for _level, words in findings()) == 3


def test_a_database_that_is_away_is_one_line_in_the_log(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def away() -> None:
        raise OperationalError

    monkeypatch.setattr(sender, "send", away)
    sender._run()
    assert [(line.levelno, line.exc_info) for line in caplog.records] == [(logging.WARNING, None)]
