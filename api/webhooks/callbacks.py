"""CallBacks whose time has come (E3): a sweep of the deadlines finds them, a service tells of each once."""

from __future__ import annotations

import contextlib
from datetime import datetime

from django.db.models import Exists, F, OuterRef

from api.webhooks import listeners, subscriptions
from api.webhooks.models import DueCallback
from contactcenter.realtime.group_commit import perform
from sessions_app import selectors
from sessions_app.actor import SYSTEM
from sessions_app.models import Session

AT_ONCE = 200


def callbacks_due(now: datetime) -> None:
    """Tell of every CallBack whose time has come, if anybody wants to know."""
    if not subscriptions.wanted("callback.due"):
        return
    told = DueCallback.objects.filter(session=OuterRef("pk"), at=OuterRef("callback_from"))
    rows = Session.objects.filter(state=Session.State.WAITING, callback_from__lte=now, callback_until__gt=now)
    for session in rows.filter(~Exists(told)).order_by("callback_from").values_list("public_id", flat=True)[:AT_ONCE]:
        with contextlib.suppress(Exception):  # a refusal means that somebody was quicker; a failure is logged already
            perform(callback_tell, key=session, session=session, now=now)


def callback_tell(*, session: str, now: datetime) -> None:
    """Tell of this CallBack, unless it was told, answered or postponed meanwhile."""
    row = selectors.session_of(SYSTEM, session, lock=True)
    if row.state != Session.State.WAITING or row.callback_from is None or row.callback_from > now:
        return
    if DueCallback.objects.filter(session=row, at=F("session__callback_from")).exists():
        return
    DueCallback.objects.update_or_create(session=row, defaults={"at": row.callback_from})
    listeners.callback_due(row)
