"""Full text search over sessions (A10): client, topic and transcript. The same words find the same sessions on both databases."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from itertools import chain
from typing import Final

from django.db.models import QuerySet

from sessions_app.models import LogEntry, SearchDocument, Session
from sessions_app.models.session import FIRST_NUMBER
from sessions_app.rules.lifecycle import OPEN
from sessions_app.rules.search_words import matches, session_words, wanted

OPEN_READ: Final = 500
"""Open sessions that are read through, the newest first."""
SAID: Final = ("message.posted", "note.posted", "session.redirected", "session.rated", "share.changed")
"""Kinds of entries with words people wrote."""


def found(sessions: QuerySet[Session], text: str) -> QuerySet[Session]:
    """Return those of the sessions that contain all words of the text, by their beginnings; or the one of this number."""
    asked = wanted(text)
    indexed = SearchDocument.objects.filter(words__found=asked) if asked else SearchDocument.objects.none()
    others = _open(sessions, text)
    number = text.strip().removeprefix("#")
    if number.isdecimal() and len(number) < 10:
        others.append(int(number) - FIRST_NUMBER)
    keys = indexed.order_by().values("session")
    if others:
        return sessions.filter(pk__in=keys.union(Session.objects.order_by().filter(pk__in=others).values("pk")))
    return sessions.filter(pk__in=keys)


def _open(sessions: QuerySet[Session], text: str) -> list[int]:
    """Return the open sessions that match: they aren't indexed yet."""
    asked = wanted(text)
    if not asked:
        return []
    rows = list(sessions.filter(state__in=OPEN).select_related("client").order_by("-pk")[:OPEN_READ])
    lines: dict[int, list[tuple[str, str]]] = defaultdict(list)
    entries = LogEntry.objects.filter(session__in=rows, kind__in=SAID).order_by()
    for session, kind, body in entries.values_list("session", "kind", "body").iterator(chunk_size=2000):
        lines[session].append((kind, body))
    return [row.pk for row in rows if matches(words_of_session(row, lines[row.pk]).split(), asked)]


def words_of_session(row: Session, lines: Iterable[tuple[str, str]]) -> str:
    """Return the words a session is found by. ``lines``: kind and body of its log entries."""
    client = row.client
    said = (_said(kind, json.loads(body)) for kind, body in lines)
    texts = chain((client.name, client.email, client.phone, row.topic), said)
    return session_words(texts, (client.phone, row.callback_phone))


def _said(kind: str, body: dict) -> str:  # type: ignore[type-arg]
    """Return what people wrote in an entry."""
    match kind:
        case "message.posted" | "note.posted":
            return str(body["text"])
        case "session.redirected":
            return str(body["note"])
        case "session.rated":
            return str(body["rating"]["comment"])
        case "share.changed":
            return str(body["file"]["name"])
        case _other:
            return ""
