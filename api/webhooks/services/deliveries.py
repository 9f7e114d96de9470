"""Write what becomes of deliveries: one process leases one before it sends it, and only the holder of the lease writes the result."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from msgspec import Struct

from api.webhooks import personal_data, schedule, selectors
from api.webhooks.events import TEST
from api.webhooks.models import Delivery, Webhook
from api.webhooks.secrets import decrypt
from api.webhooks.services.webhooks import switched_off
from sessions_app.mail import Letter
from sessions_app.rules.text import storable

LEASE: Final = timedelta(seconds=60)
"""Longer than any try takes. A delivery whose process was killed is sent by another one afterwards."""
AT_ONCE: Final = 4
"""Requests of one process to one webhook at the same time: a receiver that hangs doesn't hold up the others."""
GONE: Final = 410
KEPT: Final = timedelta(days=7)
KEPT_FAILED: Final = timedelta(days=30)
"""Also of what waits for a webhook that stays off."""
EXPIRE_AT_ONCE: Final = 2_000


class Claimed(Struct, frozen=True):
    """A delivery this process may send now. ``secrets`` sign it; empty if they can't be read."""

    pk: int
    webhook: int
    tries: int
    url: str
    event_id: str
    body: str
    secrets: tuple[str, ...]


class Result(Struct, frozen=True):
    """What came of a try. ``status`` is None if there was no answer; ``trouble`` says why in words."""

    milliseconds: int
    status: int | None = None
    trouble: str = ""
    refused: bool = False
    answer: str = ""
    retry_after: timedelta | None = None


def deliveries_claim(*, now: datetime, running: Mapping[int, int], limit: int) -> list[Claimed]:
    """Lease what is due, up to ``limit``. ``running``: how many requests run already, by webhook."""
    found: list[Claimed] = []
    for webhook in selectors.open_webhooks(now):
        room = min(limit - len(found), AT_ONCE - running.get(webhook, 0))
        if room > 0:
            found += _claim(webhook, now, room)
    return found


def _claim(webhook: int, now: datetime, room: int) -> list[Claimed]:
    rows = list(selectors.due(webhook, now).select_for_update(of=("self",), skip_locked=True).select_related("webhook")[:room])
    for row in rows:
        row.tries += 1
        row.lease_until, row.last_try_at, row.first_try_at = now + LEASE, now, row.first_try_at or now
        row.save(update_fields=["tries", "lease_until", "last_try_at", "first_try_at"])
    return [_claimed(row, now) for row in rows]


def _claimed(row: Delivery, now: datetime) -> Claimed:
    hook = row.webhook
    stored = [hook.secret, *([hook.old_secret] if hook.old_secret_until and hook.old_secret_until > now else [])]
    secrets = tuple(secret for secret in map(decrypt, stored) if secret)
    return Claimed(row.pk, hook.pk, row.tries, hook.url, row.event_id, row.body, secrets)


def delivery_tried(*, claimed: Claimed, result: Result) -> list[Letter]:
    """Write the result of a try, unless another process has taken the delivery over. Returns the letters to send."""
    now = timezone.now()
    hook = Webhook.objects.select_for_update().filter(pk=claimed.webhook).first()
    held = Q(pk=claimed.pk, state=Delivery.State.PENDING, tries=claimed.tries)
    row = Delivery.objects.select_for_update().filter(held).first()
    if hook is None or row is None:
        return []
    row.status, row.milliseconds, row.refused = result.status, result.milliseconds, result.refused
    row.trouble = result.trouble[:200]
    row.answer = result.answer if storable(result.answer) and not personal_data.is_erased(row.key) else ""
    row.lease_until = None
    if result.status is not None and 200 <= result.status < 300:
        row.state = Delivery.State.DELIVERED
        row.save()
        if hook.failures or hook.resumes_at:
            Webhook.objects.filter(pk=hook.pk).update(failures=0, resumes_at=None)
        return []
    return _failed(hook, row, result, now)


def _failed(hook: Webhook, row: Delivery, result: Result, now: datetime) -> list[Letter]:
    """Plan the next try, or give up: then the webhook is switched off, too. A test is tried once."""
    wait = schedule.pause(row.tries)
    hook.failures += 1
    rest = schedule.rest(hook.failures)
    if wait is not None and result.status in schedule.SLOW_DOWN:
        asked = result.retry_after if result.retry_after is not None else min(wait, schedule.REST)
        wait, rest = max(wait, asked), max(rest, asked)
    assert row.first_try_at
    over = wait is None or row.type == TEST or now + wait - row.first_try_at > schedule.GIVE_UP
    if over or wait is None:
        row.state = Delivery.State.FAILED
    else:
        row.due_at = now + wait
    row.save()
    Webhook.objects.filter(pk=hook.pk).update(failures=hook.failures, resumes_at=now + rest if rest else None)
    if result.status == GONE:
        return switched_off(hook, _("The receiver answered 410: it doesn’t want events any more."))
    if over and row.type != TEST:
        return switched_off(hook, _("An event couldn’t be delivered for a day."))
    return []


def deliveries_replay(*, webhook: Webhook, only: int | None = None) -> int:
    """Send again what was given up, or one delivery whatever became of it; with the same ids. Returns how many there are."""
    rows = Delivery.objects.filter(webhook=webhook).exclude(state=Delivery.State.PENDING)
    rows = rows.filter(state=Delivery.State.FAILED).exclude(type=TEST) if only is None else rows.filter(pk=only)
    Webhook.objects.filter(pk=webhook.pk).update(resumes_at=None)
    fresh = {"tries": 0, "first_try_at": None, "lease_until": None, "refused": False, "trouble": ""}
    return rows.update(state=Delivery.State.PENDING, due_at=timezone.now(), **fresh)


def deliveries_expire(*, now: datetime) -> int:
    """Delete deliveries whose time is over, and those of webhooks that are gone. Returns how many."""
    delivered = Q(state=Delivery.State.DELIVERED, created_at__lt=now - KEPT)
    old = Q(created_at__lt=now - KEPT_FAILED)
    orphans = ~Q(webhook__in=Webhook.objects.values("pk"))
    pks = list(Delivery.objects.filter(delivered | old | orphans).order_by("pk").values_list("pk", flat=True)[:EXPIRE_AT_ONCE])
    Delivery.objects.filter(pk__in=pks).delete()
    return len(pks)
