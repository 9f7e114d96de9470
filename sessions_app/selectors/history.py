"""Past sessions: whose history a session belongs to, who may read it, and search.

A person is one client row, or several of the same widget verified by the website with the same id. An e-mail address or a phone
number proves nothing and never joins histories (reliability T3).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.db.models import F, Func, OuterRef, Q, QuerySet, Subquery

from sessions_app import selectors
from sessions_app.actor import Actor
from sessions_app.models import Client, Session
from sessions_app.rules.lifecycle import OWNED, PAST
from sessions_app.selectors import search

SHOWN: Final = 20
FOUND: Final = 50


def same_person(client: Client) -> Q:
    """Return a filter for the sessions of this client."""
    mine = Q(client=client)
    if client.verified and client.external_id:
        mine |= Q(client__widget=client.widget_id, client__verified=True, client__external_id=client.external_id)
    return mine


def earlier(session: Session) -> QuerySet[Session]:
    """Return the person's earlier sessions, the newest first."""
    rows = Session.objects.filter(same_person(session.client), pk__lt=session.pk)
    return rows.select_related("client", "operator").order_by("-pk")


def earlier_counts(sessions: Iterable[Session]) -> dict[int, int]:
    """Return how many earlier sessions the clients of these sessions had, by the session's primary key. Three statements at most."""
    rows = list(sessions)
    proven = [row for row in rows if row.client.verified and row.client.external_id]
    plain = {row.pk for row in rows} - {row.pk for row in proven}
    before = Session.objects.filter(client=OuterRef("client"), pk__lt=OuterRef("pk")).order_by()
    counted = before.annotate(count=Func(F("pk"), function="COUNT")).values("count")
    counts = dict(Session.objects.filter(pk__in=plain).order_by().values_list("pk", Subquery(counted))) if plain else {}
    return counts | (_proven_counts(proven) if proven else {})


def _proven_counts(rows: list[Session]) -> dict[int, int]:
    """Return the same for verified people, in whichever browsers they came."""
    people = {(row.client.widget_id, row.client.external_id) for row in rows}
    known = Client.objects.filter(verified=True, external_id__in={external for _widget, external in people})
    browsers: dict[tuple[int, str], set[int]] = {person: set() for person in people}
    for pk, widget, external in known.order_by().values_list("pk", "widget", "external_id"):
        if (widget, external) in browsers:
            browsers[widget, external].add(pk)
    clients = set().union(*browsers.values())
    sessions: dict[int, list[int]] = {client: [] for client in clients}
    for client, pk in Session.objects.filter(client__in=clients).order_by().values_list("client", "pk"):
        sessions[client].append(pk)
    theirs = {row.pk: browsers[row.client.widget_id, row.client.external_id] for row in rows}
    return {key: sum(pk < key for client in mine for pk in sessions[client]) for key, mine in theirs.items()}


def readable(by: Actor, public_id: str) -> Session:
    """Return a session the operator had, or one of a client they serve now. Raises ``session.not_found`` for all others."""
    row = selectors.with_id(Session.objects.select_related("client", "widget", "operator"), public_id)
    if row is None or by.role != "operator" or not may_read(by, row):
        raise selectors.not_found("session")
    return row


def may_read(by: Actor, row: Session) -> bool:
    """Whether this operator had the session, or serves its client now and it has ended."""
    if row.operator_id == by.pk:
        return True
    served = Session.objects.filter(same_person(row.client), operator=by.pk, state__in=OWNED)
    return row.state in PAST and served.exists()


def find(by: Actor, text: str) -> list[Session]:
    """Return the operator's own past sessions that match, the newest first (full text: ``selectors/search.py``)."""
    mine = Session.objects.filter(operator=by.pk, state__in=PAST)
    return list(search.found(mine, text).select_related("client", "operator").order_by("-pk")[:FOUND])
