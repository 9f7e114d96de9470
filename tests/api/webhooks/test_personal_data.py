"""What receivers answer goes with the client, also what they answer while the client is being erased."""

from __future__ import annotations

from concurrent.futures import Future
from typing import Any

import pytest
from django.utils import timezone

from api.webhooks import personal_data
from api.webhooks.models import Delivery
from api.webhooks.services import deliveries
from api.webhooks.services.deliveries import Claimed, Result
from contactcenter.realtime.group_commit import perform
from sessions_app.actor import SYSTEM
from sessions_app.models import Client
from sessions_app.privacy.services import erasure
from tests.api.webhooks.conftest import MakeWebhook
from tests.world import World, run
from tests.world.meanwhile import meanwhile, postgresql

ANSWER = Result(5, status=200, answer="thank you, Carla")


def erase(world: World) -> None:
    run(erasure.client_erase, SYSTEM, client=Client.objects.get(pk=world.carla.pk))


def claimed(world: World, make_webhook: MakeWebhook) -> Claimed:
    """Return the delivery of an event of Carla's session, which is over."""
    make_webhook(events=["session.created"])
    world.closed()
    (found,) = perform(deliveries.deliveries_claim, now=timezone.now(), running={}, limit=1)
    return found  # type: ignore[no-any-return]


@pytest.mark.parametrize("erased_first", [False, True])
def test_an_answer_goes_with_the_client(world: World, make_webhook: MakeWebhook, erased_first: bool) -> None:
    delivery = claimed(world, make_webhook)
    for step in (True, False):
        if step is erased_first:
            erase(world)
        else:
            perform(deliveries.delivery_tried, claimed=delivery, result=ANSWER)
    row = Delivery.objects.get()
    assert (row.state, row.status, row.answer) == ("delivered", 200, "")


@postgresql
def test_an_answer_that_is_written_during_the_erasure_goes_too(
    committed_world: World, make_webhook: MakeWebhook, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivery, is_erased = claimed(committed_world, make_webhook), personal_data.is_erased
    erasing: list[Future[Any]] = []

    def asked_before(key: str) -> bool:
        found = is_erased(key)
        erasing.append(meanwhile(lambda: erase(committed_world)))
        return found

    monkeypatch.setattr(personal_data, "is_erased", asked_before)
    perform(deliveries.delivery_tried, claimed=delivery, result=ANSWER)
    erasing[0].result(60)
    assert Client.objects.get(pk=committed_world.carla.pk).erased_at is not None
    assert Delivery.objects.get().answer == ""
