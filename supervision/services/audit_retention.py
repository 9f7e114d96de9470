"""The audit's own term: lines older than *Retention* says are deleted by the cleanup of every process, now and then."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from sessions_app.housekeeping import Cleanup, Due, Term
from sessions_app.models import Retention
from supervision.models import AuditEntry

DAYS: Final = 365
"""Unless there's a line in *Retention*."""
log = logging.getLogger(__name__)


def expire_audit(now: datetime) -> int:
    """Delete lines past their term, and return how many."""
    gone = AuditEntry.objects.expire(_limit(now))
    if gone:
        log.info("retention: %s lines of the audit", gone)
    return gone


def _limit(now: datetime) -> datetime:
    return now - timedelta(days=Retention.objects.filter(kind=Retention.AUDIT).values_list("days", flat=True).first() or DAYS)


def _due(now: datetime) -> Iterator[Due]:
    """Return one item for all lines together."""
    count = AuditEntry.objects.filter(at__lt=_limit(now)).order_by().count()
    if count:
        yield Due("audit", _limit(now).isoformat(), f"{count} lines before it")


def _delete(one: Due, *, at: str = "") -> bool:
    return bool(AuditEntry.objects.expire(datetime.fromisoformat(one.id)))


TERM: Final = Term(_due, _delete)
CLEANUP: Final = Cleanup(expire_audit, first=900, interval=3_600)
