"""End of a session: left, ended, rated, wrapped up (S6)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from contactcenter.realtime.group_commit import unit
from contactcenter.realtime.pubsub import AssignmentChanged, Refresh
from contactcenter.realtime.wire import Fault
from sessions_app import channel_names, log, selectors
from sessions_app.actor import Actor
from sessions_app.models import Result, Session, Tag
from sessions_app.protocol import NotePosted, Rating, SessionRated
from sessions_app.rules.text import one_line, visible
from sessions_app.services import search
from sessions_app.services.messages import clean_text
from sessions_app.services.transitions import move
from sessions_app.signals import session_closing


def session_leave(*, by: Actor, session: str) -> None:
    """Stop waiting, by the client."""
    row = selectors.session_of(by, session, lock=True)
    if row.state == Session.State.ACTIVE:
        session_end(by=by, session=session)
        return
    move(row, "leave", by=by, step="left", stamps=("ended_at", "closed_at"), ended_by=by.role)


def session_end(*, by: Actor, session: str) -> None:
    """End the conversation; the operator goes on to wrap-up. Ending twice has no further effect.

    A supervisor can also end a waiting session, which then counts as missed.
    """
    row = selectors.session_of(by, session, lock=True)
    if row.state == Session.State.WAITING and by.role == "client":
        session_leave(by=by, session=session)
        return
    if row.state == Session.State.WAITING and by.steers:
        move(row, "miss", by=by, step="missed", stamps=("ended_at", "closed_at"), ended_by=by.role)
        return
    if row.state in (Session.State.WRAPUP, Session.State.CLOSED):
        return
    session_closing.send(Session, session=row, by=by)
    move(row, "end", by=by, step="ended", stamps=("ended_at",), ended_by=by.role)


def session_rate(*, by: Actor, session: str, value: int, comment: str = "") -> None:
    """Store the client's rating, one to five, also after the end. The last one counts, and both sides see it."""
    row = selectors.session_of(by, session, lock=True)
    if row.erased_at is not None:
        raise selectors.closed()
    if row.operator_id is None or row.accepted_at is None:
        raise Fault("rating.early", _("There was no conversation yet."))
    comment = one_line(comment, 1000)
    if (row.rating, row.rating_comment) == (value, comment):
        return
    Session.objects.filter(pk=row.pk).update(rating=value, rating_comment=comment)
    row.rating, row.rating_comment = value, comment
    log.append(row, SessionRated, by=by, rating=Rating(value=value, comment=comment))
    unit().notify(channel_names.ratings(row.group_id), Refresh())
    search.index_at_end(row)


def session_wrapup(*, by: Actor, session: str, result: str = "", note: str = "", tags: list[str] | None = None) -> None:
    """Store result, tags and note, then close the session and remove it from its operator's console.

    Result and tags are of the supervisors' lists, so they say nothing of a client and stay when one is erased. Raises
    ``result.unknown`` and ``tag.unknown`` in words.
    """
    row = selectors.session_of(by, session, lock=True)
    if row.state != Session.State.WRAPUP:
        raise Fault("session.not_ended", _("End the conversation first."))
    result = one_line(result, 100)
    if result and not Result.objects.filter(name=result).exists():
        raise Fault("result.unknown", _("This result no longer exists. Choose from the list."))
    tags = list(dict.fromkeys(tags or []))
    if len(tags) != Tag.objects.filter(name__in=tags).count():
        raise Fault("tag.unknown", _("This tag no longer exists. Choose from the list."))
    if visible(note):
        log.append(row, NotePosted, by=by, operators_only=True, text=clean_text(note), command=None)
    # Result and tags are for operators, the "closed" entry goes to both sides: they're in the row, not in the entry.
    Session.objects.filter(pk=row.pk).update(result=result, tags=tags)
    move(row, "close", by=by, step="closed", stamps=("closed_at",))
    if row.operator_id is not None:
        unit().notify(channel_names.operator(row.operator_id), AssignmentChanged(row.public_id, False))
