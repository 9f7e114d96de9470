"""End of signed-in http sessions: an account's browsers and consoles, after a password change or when the account is switched off."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.contrib.sessions.models import Session as HttpSession
from django.utils import timezone

from contactcenter.realtime.group_commit import unit
from contactcenter.realtime.pubsub import Refresh, SignOut
from contactcenter.web.http_sessions import idle_end
from sessions_app import channel_names
from sessions_app.actor import SYSTEM, Actor
from sessions_app.auth import valid_sessions
from sessions_app.services import presence


def account_sign_out(*, http_sessions: list[str], operator: int | None, groups: Iterable[int] = (), by: Actor = SYSTEM) -> None:
    """End these http sessions, and close every console of this operator, who may have just been deleted.

    ``groups``: the operator's groups, whose other operators refresh.
    """
    HttpSession.objects.filter(session_key__in=http_sessions).delete()
    if operator is None:
        return
    presence.operator_leave(operator=operator, by=by)
    unit().notify(channel_names.operator(operator), SignOut())
    for group in groups:
        unit().notify(channel_names.queue(group), Refresh())


def http_sessions_renew(*, keys: list[str]) -> None:
    """Extend these http sessions after a heartbeat, but not beyond their absolute end."""
    end = idle_end(timezone.now())
    for row in HttpSession.objects.filter(session_key__in=keys):
        HttpSession.objects.filter(pk=row.pk).update(expire_date=min(end, valid_sessions.last_end(row)))


def http_sessions_clear(*, now: datetime) -> int:
    """Delete expired http sessions; returns their number."""
    return HttpSession.objects.filter(expire_date__lte=now).delete()[0]
