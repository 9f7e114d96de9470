"""Deadlines of calls: finds what is due and runs a service, one session at a time.

May run in every process at once: the service checks again under the session's lock.
"""

from __future__ import annotations

import logging
from datetime import datetime

from django.conf import settings
from django.db.models import Q

from contactcenter.deadlines import uptime
from contactcenter.realtime.group_commit import perform
from contactcenter.realtime.wire import Fault
from sessions_app.actor import SYSTEM
from videocall import legs
from videocall.models import Call
from videocall.moves import LIVE

log = logging.getLogger(__name__)


def sweep(now: datetime, *, settled: bool | None = None) -> None:
    """Handle everything due at ``now``.

    ``settled`` is False until this process has been at work for CALL_GRACE_SECONDS: absences found before may be the server's fault.
    """
    if settled is None:
        settled = uptime.lasts(settings.CALL_GRACE_SECONDS)
    due = Call.objects.filter(Q(deadline_at__lte=now) | legs.away_since(now), state__in=LIVE, ended_at=None)
    for call, session in list(due.values_list("public_id", "session__public_id")):
        try:
            perform(legs.call_sweep, key=session, by=SYSTEM, call=call, now=now, settled=settled)
        except Fault as fault:
            log.warning("a call could not be swept: %s", fault.code)
