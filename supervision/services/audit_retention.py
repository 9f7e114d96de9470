"""The audit's own term: lines older than *Retention* says are deleted by the cleanup of every process, now and then."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Final

from sessions_app.housekeeping import Cleanup
from sessions_app.models import Retention
from supervision.models import AuditEntry

DAYS: Final = 365
"""Unless there's a line in *Retention*."""
log = logging.getLogger(__name__)


def expire_audit(now: datetime) -> int:
    """Delete lines past their term, and return how many."""
    days = Retention.objects.filter(kind=Retention.AUDIT).values_list("days", flat=True).first() or DAYS
    gone = AuditEntry.objects.expire(now - timedelta(days=days))
    if gone:
        log.info("retention: %s lines of the audit", gone)
    return gone


CLEANUP: Final = Cleanup(expire_audit, first=900, interval=3_600)
