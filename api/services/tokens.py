"""Tokens of programs (I2): made and shown once, revoked, and noted when they are used."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from api.models import ApiToken
from api.scopes import SCOPES, rights_of
from api.selectors import PREFIX
from contactcenter.languages.house import in_house_language
from contactcenter.realtime.network_address import network
from contactcenter.realtime.wire import Fault
from sessions_app.models import Group, User
from sessions_app.rules.text import one_line
from sessions_app.selectors import token_hash
from sessions_app.signals import audited
from supervision.models import AuditEntry

USED_EVERY: Final = timedelta(minutes=1)
"""How often the time of the last use is written."""
ACCOUNT: Final = "api:{}"
"""User name of a token's account, by which the audit names it."""


def token_create(
    *,
    name: str,
    scopes: Sequence[str],
    groups: Sequence[Group] | None = None,
    expires_at: datetime | None = None,
    user: Any = None,
    request: Any = None,
) -> tuple[ApiToken, str]:
    """Make a token and return it with the secret, which is stored nowhere. ``groups``: None for all groups.

    Raises ``token.name``, ``token.scopes`` or ``token.groups`` in words.
    """
    name = one_line(name, 60)
    if not name:
        raise Fault("token.name", _("Give the token a name, such as that of the program that uses it."))
    if User.objects.filter(username=ACCOUNT.format(name)).exists():
        raise Fault("token.name", _("There’s a token with this name. Revoke it first, or choose another name."))
    chosen = [scope for scope in SCOPES if scope in scopes]
    if not chosen or set(scopes) - set(SCOPES):
        raise Fault("token.scopes", _("Choose at least one of: %(scopes)s.") % {"scopes": ", ".join(SCOPES)})
    if groups is not None and not groups:
        raise Fault("token.groups", _("Choose at least one group, or all groups."))
    account = User(username=ACCOUNT.format(name), first_name=name, is_staff=True, all_groups=groups is None)
    account.set_unusable_password()
    account.save()
    account.user_permissions.set(rights_of(chosen))
    secret = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        name=name,
        prefix=secret[:7],
        token_hash=token_hash(secret),
        account=account,
        scopes=chosen,
        all_groups=groups is None,
        expires_at=expires_at,
    )
    if groups is not None:
        account.supervised_groups.set(groups)
        token.groups.set(groups)
    with in_house_language():
        where = _("all groups") if groups is None else ", ".join(group.name for group in groups)
        until = _("until %(day)s") % {"day": f"{expires_at:%Y-%m-%d}"} if expires_at else ""
    detail = "\n".join(filter(None, (", ".join(chosen), where, until)))
    audited.send(ApiToken, user=user, verb="add", target=token, detail=detail, request=request)
    return token, secret


def token_revoke(*, token: int, user: Any = None, request: Any = None) -> None:
    """Revoke a token: the next request with it is refused. Revoking twice has no further effect."""
    row = ApiToken.objects.select_for_update(of=("self",)).filter(pk=token, revoked_at=None).first()
    if row is None:
        return
    account, row.account, row.revoked_at = row.account, None, timezone.now()
    row.save(update_fields=["account", "revoked_at"])
    if account is not None:
        account.delete()  # its name is free again, and nobody can give it rights
    audited.send(ApiToken, user=user, verb="revoke", target=row, request=request)


def token_used(*, token: ApiToken, address: str) -> None:
    """Note the use of a token: its time at most once a minute, and a line of the audit for each day and network address."""
    now = timezone.now()
    stale = Q(last_used_at=None) | Q(last_used_at__lte=now - USED_EVERY)
    ApiToken.objects.filter(stale, pk=token.pk).update(last_used_at=now, last_address=network(address)[:64])
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    where = network(address)[:64]
    lines = AuditEntry.objects.filter(
        kind="apitoken", target_id=token.pk, verb=AuditEntry.Verb.USE, at__gte=midnight, address=where
    )
    if not lines.exists():
        AuditEntry.objects.create(
            user=token.account,
            user_name=ACCOUNT.format(token.name),
            verb=AuditEntry.Verb.USE,
            kind="apitoken",
            target_id=token.pk,
            target_name=token.name,
            address=where,
        )
