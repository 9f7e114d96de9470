"""Presenters: what a browser may see, field by field. Files, boards and calls come from their rooms (hooks.py)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

import msgspec
import phonenumbers
from django.db.models import Count, OuterRef, Subquery
from msgspec import Raw, Struct

from sessions_app import hooks, log, selectors
from sessions_app.log import moment
from sessions_app.models import Client, Invitation, LogEntry, Session, Widget
from sessions_app.protocol import (
    DETAILS,
    AvailabilityChanged,
    CallbackView,
    ClientSnapshot,
    ClientView,
    Defaults,
    Devices,
    InvitationView,
    Marks,
    OperatorSessionView,
    Page,
    PastSession,
    Rating,
    SessionView,
)
from sessions_app.selectors import history
from sessions_app.selectors.availability import availability

_json = msgspec.json.Encoder().encode


PREVIEW = 140


def client_view(session: Session, *, earlier: int | None = None) -> ClientView:
    """Return the client of a session. ``earlier``: the number of earlier sessions, if it's already known."""
    return ClientView(
        **_client_fields(session),
        page=_page(session.page),
        earlier=history.earlier(session).count() if earlier is None else earlier,
        parameters=session.parameters,
        path=[_page(page) for page in session.path],
    )


def waiting_client_view(session: Session, *, earlier: int) -> ClientView:
    """Return the client of a session in the queue: enough to decide whom to take. The preview has the rest."""
    page = _page(session.page)
    shown = Page(title=page.title, url="" if page.title else page.url[:PREVIEW])
    return ClientView(**_client_fields(session), page=shown, earlier=earlier)


def _client_fields(session: Session) -> dict[str, Any]:
    client: Client = session.client
    return {name: getattr(client, name) for name in DETAILS} | {
        "language": client.language,
        "browser": client.browser,
        "os": client.os,
        "topic": session.topic,
        "verified": client.verified,
        "external_id": client.external_id if client.verified else "",
    }


def _page(page: dict[str, str]) -> Page:
    return msgspec.convert(page, Page) if page else Page()


@lru_cache(maxsize=1_000)
def _spaced(number: str) -> str:
    """Return a phone number as people read it."""
    return str(phonenumbers.format_number(phonenumbers.parse(number), phonenumbers.PhoneNumberFormat.INTERNATIONAL))


def callback_view(session: Session, audience: str = "operator") -> CallbackView | None:
    """Return when to call whom; None if the client didn't ask for a call."""
    if not session.is_callback or not session.callback_phone:  # an erased session has none
        return None
    return CallbackView(
        phone=session.callback_phone,
        shown=_spaced(session.callback_phone),
        starts_at=str(moment(session.callback_from)),
        ends_at=str(moment(session.callback_until)),
        zone=session.callback_zone,
        tries=session.callback_tries if audience == "operator" else 0,
    )


def rating(session: Session) -> Rating | None:
    return None if session.rating is None else Rating(value=session.rating, comment=session.rating_comment)


def devices(session: Session) -> Devices:
    """Return the result of the waiting client's device check."""
    return msgspec.convert(session.devices, Devices) if session.devices else Devices()


def marks(session: Session) -> Marks:
    return Marks(
        client_delivered=session.client_delivered,
        client_read=session.client_read,
        operator_delivered=session.operator_delivered,
        operator_read=session.operator_read,
    )


def defaults(widget: Widget) -> Defaults:
    return Defaults(
        operator_microphone=widget.operator_microphone,
        operator_camera=widget.operator_camera,
        client_microphone=widget.client_microphone,
        client_camera=widget.client_camera,
    )


def _encoded(views: Iterable[Struct]) -> list[Raw]:
    """Encode the views of another room, whose classes aren't known here."""
    return [Raw(_json(view)) for view in views]


_FRESH = (
    "head", "shared", "state", "away", "operator_id", "accepted_at", "ended_at", "closed_at", "result", "rating", "rating_comment",
    "callback_phone", "callback_from", "callback_until", "callback_zone", "callback_tries",
)  # fmt: skip


def _refresh(session: Session) -> None:
    """Read what changes in a session again."""
    fresh = Session.objects.filter(pk=session.pk).values_list(*_FRESH).first()
    for name, value in zip(_FRESH, fresh or (), strict=False):
        setattr(session, name, value)


def _shared_parts(sessions: Sequence[Session], audience: str) -> list[dict[str, object]]:
    """Return the part both sides see.

    The rows, with their heads, were read before the entries: one written in between is sent again, not lost.
    """
    boards, calls = hooks.board_views(sessions), hooks.call_views(sessions)
    pages = log.newest(sessions, audience)
    return [
        _shared_part(session, audience, page, boards.get(session.pk), calls.get(session.pk, ()))
        for session, page in zip(sessions, pages, strict=True)
    ]


def _shared_part(
    session: Session, audience: str, page: list[Raw], board: Struct | None, calls: Iterable[Struct]
) -> dict[str, object]:
    return {
        "id": session.public_id,
        "number": session.number,
        "entry": session.entry,
        "state": session.state,
        "away": session.away,
        "operator": session.operator.name if session.operator else None,
        "created_at": moment(session.created_at),
        "accepted_at": moment(session.accepted_at),
        "ended_at": moment(session.ended_at),
        "head": log.head(session, audience),
        "events": page,
        "calls": _encoded(calls),
        "marks": marks(session),
        "callback": callback_view(session, audience),
        "rating": rating(session),
        "board": Raw(_json(board)) if board is not None else None,
    }


def session_view(session: Session) -> SessionView:
    """Return a session for its client."""
    _refresh(session)
    return _client_view(session)


def _client_view(session: Session) -> SessionView:
    (shared,) = _shared_parts([session], "client")
    position = selectors.position(session) if session.state == Session.State.WAITING else None
    return SessionView(**shared, position=position)  # type: ignore[arg-type]


def operator_session_view(session: Session) -> OperatorSessionView:
    """Return a session for its operator."""
    _refresh(session)
    return operator_session_views([session])[0]


def operator_session_views(sessions: Sequence[Session]) -> list[OperatorSessionView]:
    """Return sessions, as they have just been read, for their operator: what belongs to them is read for all at once."""
    parts = zip(sessions, _shared_parts(sessions, "operator"), strict=True)
    files, asked, earlier = hooks.file_views(sessions), hooks.help_views(sessions), history.earlier_counts(sessions)
    written = LogEntry.objects.filter(session__in=sessions, kind="note.posted").order_by()
    notes = dict(written.values_list("session").annotate(Count("pk")))
    return [
        OperatorSessionView(
            **shared,  # type: ignore[arg-type]
            client=client_view(session, earlier=earlier[session.pk]),
            widget=session.widget.name,
            language=session.language,
            message=session.message,
            result=session.result,
            files=_encoded(files.get(session.pk, ())),
            notes=notes.get(session.pk, 0),
            tags=session.tags,
            devices=devices(session),
            history=past_sessions(history.earlier(session)[: history.SHOWN]) if earlier[session.pk] else [],
            help=Raw(_json(asked[session.pk])) if session.pk in asked else None,
        )
        for session, shared in parts
    ]


def past_sessions(sessions: Iterable[Session]) -> list[PastSession]:
    """Return the sessions of a history, in the order given."""
    rows = list(sessions)
    first = previews(rows)
    return [
        PastSession(
            id=row.public_id,
            number=row.number,
            entry=row.entry,  # type: ignore[arg-type]
            created_at=str(moment(row.created_at)),
            client=row.client.name,
            operator=row.operator.name if row.operator else None,
            result=row.result,
            preview=first.get(row.pk, ""),
        )
        for row in rows
    ]


def previews(rows: list[Session]) -> dict[int, str]:
    """Return the beginning of the first message of each session."""
    messages = LogEntry.objects.filter(session=OuterRef("pk"), kind="message.posted").order_by("seq").values("body")
    first = Session.objects.filter(pk__in=[row.pk for row in rows]).order_by().values_list("pk", Subquery(messages[:1]))
    return {session: msgspec.json.decode(body)["text"][:PREVIEW] for session, body in first if body}


def invitation_view(invitation: Invitation, at: datetime | None = None) -> InvitationView:
    return InvitationView(
        id=invitation.public_id,
        name=invitation.name,
        state=selectors.invitation_state(invitation, at),  # type: ignore[arg-type]
        reusable=invitation.reusable,
        created_at=str(moment(invitation.created_at)),
        expires_at=str(moment(invitation.expires_at)),
        uses=invitation.uses,
    )


def availability_changed(widget: Widget) -> AvailabilityChanged:
    """Return the widget's availability, for a page without a session."""
    now = availability(widget)
    return AvailabilityChanged(**now)


def client_snapshot(client: Client, session: Session | None) -> ClientSnapshot:
    """``session``: the client's current one, as it has just been read."""
    view = _client_view(session) if session else None
    return ClientSnapshot(at=log.now_text(), name=client.name, email=client.email, session=view)
