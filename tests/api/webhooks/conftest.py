"""A receiver, and webhooks that lead to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from api.webhooks import subscriptions
from api.webhooks.events import EVENTS
from api.webhooks.models import Webhook
from api.webhooks.services.webhooks import webhook_create
from sessions_app.models import Group
from tests.contactcenter.live import tabs_close  # noqa: F401
from tests.servers.receiver import Receiver

MakeWebhook = Callable[..., Webhook]


@pytest.fixture(autouse=True)
def nobody_wants_events_of_other_tests() -> Iterator[None]:
    subscriptions.forget()
    yield
    subscriptions.forget()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as found:
        yield found


@pytest.fixture
def make_webhook() -> MakeWebhook:
    """Make a webhook for all events unless told otherwise: ``make_webhook(url, events, groups=[…], active=False)``."""

    def make(
        url: str = "https://crm.example/events",
        events: list[str] | None = None,
        groups: list[Group] | None = None,
        **columns: Any,
    ) -> Webhook:
        webhook, secret = webhook_create(
            name=columns.pop("name", "CRM"), url=url, events=list(EVENTS) if events is None else events
        )
        webhook.groups.set(groups or [])
        if columns:
            Webhook.objects.filter(pk=webhook.pk).update(**columns)
        subscriptions.forget()
        webhook.shown_secret = secret  # type: ignore[attr-defined]
        return webhook

    return make
