"""What the doctor finds out about webhooks. Nothing is sent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from django.utils import timezone

from api.webhooks.addresses import AddressRefusedError, UnknownHostError, checked, target
from api.webhooks.models import Webhook
from api.webhooks.secrets import decrypt
from api.webhooks.selectors import waiting
from operation.doctor.finding import Finding, ok, warning, wrong

PART: Final = "webhooks"
LATE: Final = timedelta(minutes=15)


def examine() -> Iterator[Finding]:
    rows = list(Webhook.objects.order_by("pk"))
    bad = [finding for row in rows for finding in _of(row)]
    count, oldest = waiting()
    if oldest and timezone.now() - oldest > LATE:
        words = f"{count} events wait, the oldest since {oldest:%Y-%m-%d %H:%M} UTC."
        bad.append(warning(PART, words, "The webhook's page in the admin says what its receiver answers."))
    yield from bad
    if not bad:
        yield ok(PART, f"{len(rows)} webhooks, {count} events wait." if rows else "There are none.")


def _of(row: Webhook) -> Iterator[Finding]:
    if decrypt(row.secret) is None:
        advice = "Put the former key into SECRET_KEY_FALLBACKS, or make a new secret in the admin."
        yield wrong(PART, f"The secret of {row.name} can't be read: SECRET_KEY has changed.", advice)
    if row.off_reason and not row.active:
        yield warning(
            PART, f"{row.name} was switched off: {row.off_reason}", "Mend the receiver, then switch it on in the admin."
        )
    if row.active:
        try:
            checked(target(row.url))
        except (AddressRefusedError, UnknownHostError) as error:
            yield wrong(PART, f"{row.name} can't be reached: {error}", "Correct its address, or CONTACTCENTER_WEBHOOK_ALLOW.")
