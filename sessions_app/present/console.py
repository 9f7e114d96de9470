"""Presenters for the console: queue, own status, invitations and, on request, colleagues.

Turns rows into views, nothing else; sessions are in session.py.
"""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.utils import timezone

from sessions_app import log, selectors
from sessions_app.log import moment
from sessions_app.models import AwayReason, CannedResponse, Operator, Result, Session, Tag
from sessions_app.present import callback_view, devices, invitation_view, operator_session_views, previews, waiting_client_view
from sessions_app.protocol import (
    CannedView,
    ColleaguesFound,
    ColleagueView,
    DeskChanged,
    DeskSnapshot,
    GroupView,
    InvitationView,
    NamesView,
    OperatorView,
    QueueItem,
)
from sessions_app.rules.routing import Load
from sessions_app.selectors import history
from sessions_app.selectors.own_texts import names_in

INVITATIONS: Final = 50
SESSIONS: Final = 100
"""Maximum number of conversations of one operator, whatever limit is set."""


def queue_of(operator: Operator) -> list[QueueItem]:
    """Return the queue as this operator sees it, up to QUEUE_SHOWN sessions."""
    return _queue_items(operator, selectors.queue_shown(operator))


def _queue_items(operator: Operator, rows: list[Session], load: Load | None = None) -> list[QueueItem]:
    first, earlier, refusals = previews(rows), history.earlier_counts(rows), selectors.refusals(operator, rows, load=load)
    return [_queue_item(row, operator, earlier[row.pk], first.get(row.pk, ""), refusals[row.public_id]) for row in rows]


def _queue_item(session: Session, operator: Operator, earlier: int, preview: str, refusal: str) -> QueueItem:
    return QueueItem(
        id=session.public_id,
        number=session.number,
        entry=session.entry,  # type: ignore[arg-type]
        since=str(moment(session.created_at)),
        client=waiting_client_view(session, earlier=earlier),
        away=session.away,
        widget=session.widget.name,
        group=session.group.name,
        preview=preview,
        devices=devices(session),
        callback=callback_view(session),
        message=session.message,
        only_you=session.reserved_for_id == operator.pk,
        offered=session.offered_to_id == operator.pk,
        offer_until=moment(session.offer_until) if session.offered_to_id == operator.pk else None,
        refusal=refusal,
    )


def operator_view(operator: Operator, load: Load | None = None) -> OperatorView:
    state, unavailable = selectors.operator_state(operator, load=load)
    return OperatorView(
        id=operator.pk,
        name=operator.name,
        state=state,  # type: ignore[arg-type]
        chosen=operator.chosen,  # type: ignore[arg-type]
        limit=operator.chat_limit,
        unavailable=unavailable,
        reason=operator.away_reason,
        idle=operator.idle,
        away_since=moment(operator.away_since),
        chat=operator.takes_chat,
        video=operator.takes_video,
    )


def colleagues(operator: Operator) -> list[ColleagueView]:
    """Return all other operators with their load."""
    return [
        ColleagueView(id=row.pk, name=row.name, state=state, active=active, limit=row.chat_limit)  # type: ignore[arg-type]
        for row, state, active in selectors.colleagues(operator)
    ]


def group_views(operator: Operator) -> list[GroupView]:
    """Return all groups. The asking operator isn't counted as online: nobody redirects to themselves."""
    return [
        GroupView(id=row.pk, name=row.name, waiting=waiting, online=online)
        for row, waiting, online in selectors.groups_with_load(but=operator.pk)
    ]


def invitations(operator: Operator) -> list[InvitationView]:
    """Return the operator's newest invitations."""
    return [invitation_view(row) for row in selectors.with_waiting(operator.invitations.all())[:INVITATIONS]]


def desk_changed(operator: Operator) -> DeskChanged:
    operator.refresh_from_db()
    rows, load = selectors.queue_shown(operator), selectors.load_of(operator, timezone.now())
    return DeskChanged(
        me=operator_view(operator, load),
        queue=_queue_items(operator, rows, load),
        waiting=selectors.queue_length(operator, rows),
        invitations=invitations(operator),
    )


def colleagues_found(operator: Operator) -> ColleaguesFound:
    return ColleaguesFound(colleagues=colleagues(operator), groups=group_views(operator))


def desk_snapshot(operator: Operator, language: str = "") -> tuple[DeskSnapshot, list[Session]]:
    """Return everything a console shows that is written in ``language``, a catalogue's name; and the rows of the conversations in it."""
    results, tags = list(Result.objects.all()[: Result.MOST]), list(Tag.objects.all()[: Tag.MOST])
    reasons = list(AwayReason.objects.all()[: AwayReason.MOST])
    desk = desk_changed(operator)
    rows = list(selectors.sessions_of(operator)[:SESSIONS])
    snapshot = DeskSnapshot(
        at=log.now_text(),
        me=desk.me,
        queue=desk.queue,
        waiting=desk.waiting,
        invitations=desk.invitations,
        sessions=operator_session_views(rows),
        canned=[_canned(row) for row in CannedResponse.objects.all()[: CannedResponse.MOST]],
        results=[row.name for row in results],
        tags=[row.name for row in tags],
        reasons=[row.name for row in reasons],
        names=NamesView(results=names_in(language, results), tags=names_in(language, tags), reasons=names_in(language, reasons)),
        written_in=settings.HOUSE_LANGUAGE,
    )
    return snapshot, rows


def _canned(row: CannedResponse) -> CannedView:
    return CannedView(shortcut=row.shortcut, text=row.text, texts=row.translations.get("text", {}))
