"""Keep the index of the full text search (A10): a session's words are collected when its conversation is over, never while people write.

Open sessions aren't indexed, ``selectors/search.py`` reads them through.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import DatabaseError
from django.db.models import Q

from contactcenter.realtime.group_commit import perform, unit
from sessions_app.models import LogEntry, SearchDocument, Session
from sessions_app.rules.lifecycle import PAST
from sessions_app.selectors.search import SAID, words_of_session

AT_ONCE: Final = 500
NEWEST: Final = 20
log = logging.getLogger(__name__)


def index_at_end(session: Session) -> None:
    """Index a session whose conversation is over, when everything else of this transaction is done."""
    if session.state in PAST:
        unit().at_end(("search", session.pk), _index_quietly, [session.pk])


def reindex_client(client: int) -> None:
    """Index the client's past sessions anew after a change of name, address or phone: the newest now, the rest by the next cleanup."""
    past = Session.objects.filter(client=client, state__in=PAST).order_by("-pk").values_list("pk", flat=True)
    SearchDocument.objects.filter(session__client=client).exclude(session__in=list(past[:NEWEST])).delete()
    unit().at_end(("search client", client), _index_quietly, list(past[:NEWEST]))


def _index_quietly(sessions: Sequence[int]) -> None:
    """A failure is logged and doesn't undo the change itself."""
    try:
        index(sessions)
    except DatabaseError:
        raise
    except Exception:
        log.exception("sessions %s were not indexed", sessions)


def index(sessions: Sequence[int]) -> None:
    """Write the words of these sessions: what is stored of them, and what the running transaction is about to add to their logs.

    Locks them before it reads, so that no erasure comes in between; a session that somebody else holds is left to them.
    """
    free = Session.objects.select_for_update(of=("self",), skip_locked=True).filter(pk__in=sessions)
    rows = list(free.select_related("client").order_by())
    lines: dict[int, list[tuple[str, str]]] = defaultdict(list)
    stored = LogEntry.objects.filter(session__in=rows, kind__in=SAID).order_by()
    for session, kind, body in stored.values_list("session", "kind", "body").iterator(chunk_size=2000):
        lines[session].append((kind, body))
    for entry in unit().ledger.entries:
        lines[entry.session_id].append((entry.kind, entry.body))
    SearchDocument.objects.bulk_create(
        (SearchDocument(session_id=row.pk, words=words_of_session(row, lines[row.pk])) for row in rows),
        update_conflicts=True,
        unique_fields=["session"],
        update_fields=["words"],
    )


def index_missing(now: datetime) -> None:
    """Index past sessions that have no words yet: those of older versions, and after a change of a client with very many.

    And those of erased clients that still have some: earlier versions could write them while the client was erased.
    """
    last = 0
    while sessions := _missing(last):
        perform(index, sessions=sessions)
        last = sessions[-1]


def _missing(after: int) -> list[int]:
    late = Q(erased_at__isnull=False, client__erased_at__isnull=False) & ~Q(search_document__words="")
    rows = Session.objects.filter(Q(search_document=None) | late, pk__gt=after, state__in=PAST).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:AT_ONCE])
