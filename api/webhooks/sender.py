"""Sends what is due in the outbox, in the background of every process: a thread of its own with an event loop.

Started by the deadlines every second if there is something to send. Requests run side by side, a few for each webhook; one session's events
come one after the other. What a killed process held is sent by another when its lease ends.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any, Final

from django.db import DatabaseError, connection
from django.utils import timezone
from django.utils.translation import gettext as _

from api.webhooks import http_client, schedule, secrets, selectors
from api.webhooks.http_client import ExchangeError
from api.webhooks.metrics import TRIES
from api.webhooks.services import deliveries
from api.webhooks.services.deliveries import Claimed, Result
from contactcenter.realtime.group_commit import perform
from contactcenter.realtime.wire import Fault
from contactcenter.web import graceful_shutdown
from sessions_app import mail

AT_ONCE: Final = 16
"""Requests of one process at the same time."""
LOOK_SECONDS: Final = 1.0
"""How often to look for more while requests run."""

log = logging.getLogger(__name__)
_thread: threading.Thread | None = None


def send_due(now: datetime) -> None:
    """Start sending, unless it goes on already or nothing is due. Returns at once: a sweep of the deadlines."""
    global _thread
    if (_thread and _thread.is_alive()) or graceful_shutdown.draining() or not _anything(now):
        return
    _thread = threading.Thread(target=_run, name="webhooks", daemon=True)
    _thread.start()


def _anything(now: datetime) -> bool:
    return any(selectors.due(webhook, now).exists() for webhook in selectors.open_webhooks(now))


def _run() -> None:
    try:
        asyncio.run(send())
    except (DatabaseError, Fault):
        log.warning("webhooks could not reach the database")
    except Exception:
        if threading.main_thread().is_alive():  # otherwise the process ends, and takes no work for its other threads any more
            log.exception("webhooks failed")


async def send() -> None:
    """Send until nothing is due any more. All database work is done by one thread of its own."""
    database = ThreadPoolExecutor(1, thread_name_prefix="webhooks-database")
    loop = asyncio.get_running_loop()

    async def write(service: Callable[..., Any], **fields: Any) -> Any:
        return await loop.run_in_executor(database, lambda: perform(service, **fields))

    running: dict[asyncio.Task[None], int] = {}
    try:
        while True:
            room = 0 if graceful_shutdown.draining() else AT_ONCE - len(running)
            if room:
                held = Counter(running.values())
                for claimed in await write(deliveries.deliveries_claim, now=timezone.now(), running=held, limit=room):
                    running[asyncio.create_task(_send(claimed, write))] = claimed.webhook
            if not running:
                return
            done, _still = await asyncio.wait(running, timeout=LOOK_SECONDS, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                del running[task]
                task.result()
    finally:
        for task in running:
            task.cancel()
        await loop.run_in_executor(database, _disconnect)
        database.shutdown(wait=False)


def _disconnect() -> None:
    connection.close()  # that of the calling thread


async def _send(claimed: Claimed, write: Callable[..., Any]) -> None:
    result = await _try(claimed)
    delivered = result.status is not None and 200 <= result.status < 300
    TRIES.labels("delivered" if delivered else "refused" if result.refused else "failed").inc()
    for letter in await write(deliveries.delivery_tried, claimed=claimed, result=result):
        mail.send_later(letter)


async def _try(claimed: Claimed) -> Result:
    """Send a delivery once. Never raises."""
    if not claimed.secrets:
        return Result(0, trouble=_("Its secret can’t be read, since the server’s key has changed. Make a new secret."))
    began = time.monotonic()
    now = timezone.now()
    signed = secrets.headers(claimed.event_id, claimed.body, now, claimed.secrets)
    try:
        answer = await http_client.post(claimed.url, claimed.body.encode(), signed)
    except ExchangeError as error:
        return Result(_milliseconds(began), trouble=str(error), refused=error.refused)
    except Exception:
        log.exception("delivery %s could not be sent", claimed.pk)
        return Result(_milliseconds(began), trouble=_("It couldn’t be sent. The server’s log says why."))
    pause = schedule.retry_after(answer.headers, now)
    trouble = _words(answer.status)
    return Result(_milliseconds(began), status=answer.status, trouble=trouble, answer=answer.body, retry_after=pause)


def _milliseconds(began: float) -> int:
    return round((time.monotonic() - began) * 1000)


def _words(status: int) -> str:
    if 200 <= status < 300:
        return ""
    if 300 <= status < 400:
        return _("The receiver leads to another address, which is never followed. Enter that address here.")
    if status in schedule.SLOW_DOWN:
        return _("The receiver asks to send less.")
    return _("The receiver answered %(status)s.") % {"status": status}
