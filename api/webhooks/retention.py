"""How long deliveries are kept: a week if they were delivered, a month otherwise. Deleted by the cleanup of every process, now and then."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Final

from api.webhooks.services.deliveries import EXPIRE_AT_ONCE, deliveries_expire
from contactcenter.realtime.group_commit import perform
from sessions_app.housekeeping import Cleanup

log = logging.getLogger(__name__)


def expire_deliveries(now: datetime) -> None:
    """Delete in small transactions: events are written meanwhile."""
    total = 0
    while gone := perform(deliveries_expire, now=now):
        total += gone
        if gone < EXPIRE_AT_ONCE:
            break
    if total:
        log.info("retention: %s deliveries of webhooks", total)


CLEANUP: Final = Cleanup(expire_deliveries, first=700, interval=3_600)
