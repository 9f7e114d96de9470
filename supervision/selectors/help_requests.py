"""Calls for help as rows and as views: the open one of a session, and those a board shows. Reads only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from django.db.models import Q
from django.utils import timezone

from sessions_app.log import moment
from sessions_app.models import Session
from supervision.models import HelpRequest
from supervision.protocol_acts import HelpRequestView, HelpView

SHOWN_AFTER: Final = timedelta(minutes=1)
"""How long the board says what became of a request: somebody may be writing an answer."""
SHOWN: Final = 100


def open_request(session: Session) -> HelpRequest | None:
    return HelpRequest.objects.filter(session=session, outcome="").first()


def help_view(request: HelpRequest) -> HelpView:
    return HelpView(id=request.pk, reason=request.reason, at=str(moment(request.asked_at)))


def help_shown(sessions: Sequence[Session]) -> dict[int, HelpView]:
    """Return the open call for help of each of these sessions that has one, as its operator sees it."""
    return {request.session_id: help_view(request) for request in HelpRequest.objects.filter(session__in=sessions, outcome="")}


def help_on_board(groups: frozenset[int] | None) -> list[HelpRequestView]:
    """Return the calls for help in these groups (None: in all), oldest first: the open ones, and those that have just ended."""
    rows = HelpRequest.objects.filter(Q(outcome="") | Q(ended_at__gte=timezone.now() - SHOWN_AFTER))
    if groups is not None:
        rows = rows.filter(session__group__in=groups)
    return [_on_board(row) for row in rows.select_related("session", "operator")[:SHOWN]]


def _on_board(row: HelpRequest) -> HelpRequestView:
    return HelpRequestView(
        id=row.pk,
        session=row.session.public_id,
        key=row.session_id,
        number=row.session.number,
        operator=row.operator_id,
        name=row.operator.name,
        reason=row.reason,
        at=str(moment(row.asked_at)),
        state=row.outcome or "open",  # type: ignore[arg-type]
        by=row.author,
        ended_at=moment(row.ended_at),
    )
