"""Terms (P1): transcripts some days after the end of their session, and clients some days after the end of their last one.

``due`` finds and lists them, ``delete`` deletes one; a dry run does only the first, so both report the same. Sessions that run are
never touched, and one transaction erases one session or one client. Banned clients stay as long as their ban, which would go with them.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Final

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from contactcenter.realtime.group_commit import Service, perform
from contactcenter.realtime.wire import Fault
from sessions_app.actor import SYSTEM
from sessions_app.housekeeping import Cleanup, Due, Term
from sessions_app.models import Ban, Client, Retention, Session
from sessions_app.privacy.selectors import browsers_of
from sessions_app.privacy.services import erasure
from sessions_app.rules.lifecycle import UNFINISHED

RUN: Final = 2_000
"""Deleted by one cleanup: what is left waits for the next."""
log = logging.getLogger(__name__)


def limit(kind: str, now: datetime) -> datetime | None:
    """Return the moment before which data of this kind are due; None if they are kept."""
    days = Retention.objects.filter(kind=kind).values_list("days", flat=True).first()
    return None if days is None else now - timedelta(days=days)


def _transcripts(before: datetime) -> Q:
    return Q(closed_at__lte=before, erased_at=None) & ~Q(state__in=UNFINISHED)


def _clients(before: datetime) -> Q:
    newer = Session.objects.filter(Q(state__in=UNFINISHED) | Q(closed_at__gt=before) | Q(closed_at=None), client=OuterRef("pk"))
    bans = Ban.objects.filter(client=OuterRef("pk"))
    same = Ban.objects.filter(
        client__verified=True, client__widget=OuterRef("widget"), client__external_id=OuterRef("external_id")
    )
    banned = Q(Exists(bans)) | Q(Exists(same), verified=True)
    return Q(erased_at=None, created_at__lte=before) & ~Q(Exists(newer)) & ~banned


def transcripts_due(now: datetime) -> Iterator[Due]:
    before = limit(Retention.TRANSCRIPT, now)
    if before is not None:
        for row in Session.objects.filter(_transcripts(before)).order_by("closed_at").iterator(chunk_size=2000):
            yield Due("transcript", row.public_id, f"session {row.number}")


def clients_due(now: datetime) -> Iterator[Due]:
    before = limit(Retention.CLIENT, now)
    if before is not None:
        for client in Client.objects.filter(_clients(before)).order_by("pk").iterator(chunk_size=2000):
            yield Due("client", client.public_id, f"#{client.pk}")


def transcript_delete(one: Due, *, at: str = "") -> bool:
    """Erase the words of a session; returns False if that has been done, or if the session isn't due any more."""
    return _logged(one, _performed(transcript_expire, key=one.id, session=one.id), at)


def client_delete(one: Due, *, at: str = "") -> bool:
    """Erase a client; returns False if they were erased or have come back."""
    return _logged(one, _performed(client_expire, client=one.id), at)


def _performed(service: Service, **fields: str) -> bool:
    """Run one deletion. One that is refused doesn't stop the others: the client has come back in this moment."""
    try:
        return bool(perform(service, **fields))
    except Fault as fault:
        if fault.retry:  # the database is away or too busy, for the others too
            raise
        return False


def _logged(one: Due, done: bool, at: str) -> bool:
    if done:
        log.info("retention%s: %s %s", f" ({at})" if at else "", one.what, one.id)
    return done


def transcript_expire(*, session: str) -> bool:
    now = timezone.now()
    rows = erasure.locked([session])
    before = limit(Retention.TRANSCRIPT, now)
    if before is None or not Session.objects.filter(_transcripts(before), public_id=session).exists():
        return False
    erasure.sessions_erase(sessions=rows, by=SYSTEM, now=now, files=False)
    return True


def client_expire(*, client: str) -> bool:
    before = limit(Retention.CLIENT, timezone.now())
    row = Client.objects.filter(_clients(before), public_id=client).first() if before is not None else None
    if row is None or before is None:
        return False
    people = browsers_of(row)
    if people.filter(_clients(before)).count() < people.count():  # the same person has been here since, in another browser
        return False
    return erasure.people_erase(by=SYSTEM, client=row)


def run_terms(now: datetime) -> None:
    """Delete what is due, a bounded number at a time."""
    for term in TERMS:
        for one in list(islice(term.due(now), RUN)):
            term.delete(one)


TERMS: Final = (Term(transcripts_due, transcript_delete), Term(clients_due, client_delete))
CLEANUP: Final = Cleanup(run_terms, first=300, interval=600)
