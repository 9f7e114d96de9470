"""From an id in an address to a row of the token's groups. What belongs to other groups isn't there (404)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from api.rest.endpoint import Call
from contactcenter.languages.house import in_house_language
from sessions_app.models import Client, Operator, Session
from sessions_app.rules.text import one_line
from sessions_app.selectors import not_found, with_id
from sessions_app.selectors.supervised import clients_for, operators_for, sessions_for
from supervision.models import AuditEntry
from supervision.services import audit


def sessions_seen(call: Call) -> QuerySet[Session]:
    return sessions_for(call.user).select_related("client", "operator", "group", "widget")


def session_of(call: Call, session: str) -> Session:
    row = with_id(sessions_seen(call), session)
    if row is None:
        raise not_found("session")
    return row


def operators_seen(call: Call) -> QuerySet[Operator]:
    return operators_for(call.user).filter(active=True, user__is_active=True)


def operator_of(call: Call, operator: int) -> Operator:
    row = operators_seen(call).filter(pk=operator).first()
    if row is None:
        raise not_found("operator")
    return row


def client_of(call: Call, client: str) -> Client:
    row = with_id(clients_for(call.user).select_related("widget"), client)
    if row is None:
        raise not_found("client")
    return row


def reason_of(call: Call, reason: str) -> str:
    """Return the reason given, or that the program gave none: supervisors' acts have one."""
    with in_house_language():
        return one_line(reason) or _("Through the API, by %(name)s") % {"name": call.token.name}


def note_read(call: Call, verb: AuditEntry.Verb, target: Any) -> None:
    """Add a line to the audit about what was read, unless the same token has one of the last hour: programs read the same again."""

    kind = audit.kind_of(target)
    since = timezone.now() - timedelta(hours=1)
    lines = AuditEntry.objects.filter(kind=kind, target_id=target.pk, verb=verb, user=call.user, at__gte=since)
    if not lines.exists():
        audit.record(call.user, verb, target, request=call.request)
