"""Write webhooks: make one, give it a new secret, switch it off and on."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from api.webhooks import subscriptions
from api.webhooks.events import TEST
from api.webhooks.models import Delivery, Webhook
from api.webhooks.secrets import encrypt, new_secret
from contactcenter.languages.house import in_house_language
from sessions_app.mail import Letter
from sessions_app.models import User
from sessions_app.selectors.reading_language import reading_languages
from sessions_app.signals import audited

OVERLAP: Final = timedelta(hours=24)
"""After a change of the secret, events are signed with both for so long."""


def webhook_create(*, name: str, url: str, events: list[str]) -> tuple[Webhook, str]:
    """Return the new webhook and its secret, which is shown once."""
    secret = new_secret()
    webhook = Webhook.objects.create(name=name, url=url, events=events, secret=encrypt(secret))
    webhook_changed()
    return webhook, secret


def webhook_changed() -> None:
    """After the commit, this process asks again who wants which events."""
    transaction.on_commit(subscriptions.forget)


def secret_rotate(*, webhook: Webhook) -> str:
    """Return a new secret. The one before signs, too, for a day: receivers change over whenever they like."""
    row = Webhook.objects.select_for_update().get(pk=webhook.pk)
    secret = new_secret()
    row.old_secret, row.old_secret_until, row.secret = row.secret, timezone.now() + OVERLAP, encrypt(secret)
    row.save(update_fields=["secret", "old_secret", "old_secret_until"])
    return secret


def switched_off(webhook: Webhook, reason: str | Promise) -> list[Letter]:
    """Switch the webhook off by itself: told in the audit, and by mail to the administrators. Returns the letters to send.

    ``reason`` is lazy: it's kept in the house's language, and each reader of a letter gets it in theirs.
    """
    with in_house_language():
        kept = str(reason)
    if not Webhook.objects.filter(pk=webhook.pk, active=True).update(active=False, off_reason=kept[:200]):
        return []
    webhook_changed()
    audited.send(Webhook, user=None, verb="disable", target=webhook, detail=kept)
    administrators = User.objects.filter(is_active=True, is_superuser=True).exclude(email="").order_by("pk")
    addresses = reading_languages(list(administrators.values_list("email", flat=True)))
    return [_off_letter(webhook, reason, to, language) for to, language in addresses.items()]


def webhooks_off() -> int:
    """Switch all webhooks off, for a copy of the product that must tell nobody anything. Returns how many were on.

    Nobody gets a mail about it. A test that waits is dropped: tests are sent to webhooks that are off, too.
    """
    on = list(Webhook.objects.select_for_update().filter(active=True))
    for webhook in on:
        switched_off(webhook, gettext_lazy("It was switched off by the command webhook --off."))
    Delivery.objects.filter(state=Delivery.State.PENDING, type=TEST).delete()
    return len(on)


def _off_letter(webhook: Webhook, reason: str | Promise, to: str, language: str) -> Letter:
    with translation.override(language):
        subject = _("Webhook switched off: {name}").format(name=webhook.name)
        return Letter(to, subject, "webhook_off", {"name": webhook.name, "reason": str(reason)}, language=language)


def webhook_switched(webhook: Webhook) -> None:
    """Begin anew with a webhook that somebody has switched on or changed."""
    Webhook.objects.filter(pk=webhook.pk).update(failures=0, resumes_at=None)
    if webhook.active:
        Webhook.objects.filter(pk=webhook.pk).update(off_reason="")
    webhook_changed()
