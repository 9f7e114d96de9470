"""Sessions: list, one, transcript, files, calls, end, redirect."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from django.http import HttpResponse

from api import present
from api.arrivals import settled
from api.resources.rows import note_read, reason_of, session_of, sessions_seen
from api.rest import cursors
from api.rest.endpoint import Call, endpoint
from api.schema import sessions as schema
from api.schema.common import Reasoned
from sessions_app.models import Share
from supervision.models import AuditEntry
from supervision.services import acts

READ: Final[dict[str, Any]] = {"tag": "Sessions", "scopes": "sessions.read"}
WRITE: Final[dict[str, Any]] = {"tag": "Sessions", "scopes": "sessions.write"}
FIRST, LAST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


@endpoint("GET", "/sessions", query=schema.SessionQuery, answer=schema.SessionList, problems=("cursor.not_found",), **READ)
def list_sessions(call: Call, *, query: schema.SessionQuery) -> schema.SessionList:
    """List sessions

    Page by page, the newest first; with `since` the oldest first, which is the order to poll in. A walk through all pages has every session
    that was there when it began, and none twice, whatever is made meanwhile. With `since`, a session shows as soon as no older one can
    appear any more: usually at once.
    """
    rows = sessions_seen(call)
    for column, value in (("state", query.state), ("entry", query.entry), ("client__public_id", query.client)):
        if value is not None:
            rows = rows.filter(**{column: value})
    order: tuple[str, ...] = ("-pk",)
    if query.since is not None:
        order = ("created_at", "pk")
        since = min(max(query.since, FIRST), LAST) if FIRST.year <= query.since.year <= LAST.year else _bounded(query.since)
        rows = rows.filter(created_at__gte=since, created_at__lte=settled())
    filters = (query.state, query.entry, query.client)
    found, after = cursors.page(rows, order=order, cursor=query.cursor, limit=query.limit, filters=filters)
    return schema.SessionList(items=[present.session(row) for row in found], next=after)


def _bounded(at: datetime) -> datetime:
    """Return a time that databases can compare with, for one that they may not."""
    return FIRST if at.year < FIRST.year else LAST


@endpoint("GET", "/sessions/{session}", answer=schema.SessionData, problems=("session.not_found",), **READ)
def get_session(call: Call, *, session: str) -> schema.SessionData:
    """Get a session"""
    return present.session(session_of(call, session))


@endpoint(
    "GET", "/sessions/{session}/transcript",
    query=schema.TranscriptQuery, answer=schema.Transcript, text=True, problems=("session.not_found",), **READ,
)  # fmt: skip
def get_transcript(call: Call, *, session: str, query: schema.TranscriptQuery) -> schema.Transcript | HttpResponse:
    """Get the transcript of a session

    Everything that was written and done, operators’ internal notes included, in the words of the admin. Reading it is a line in the audit.
    """
    row = session_of(call, session)
    note_read(call, AuditEntry.Verb.READ, row)
    if query.format == "text":
        return HttpResponse(present.transcript_text(row), content_type="text/plain; charset=utf-8")
    return present.transcript(row)


@endpoint(
    "GET", "/sessions/{session}/files", answer=schema.FileList, etag=False, problems=("session.not_found",), **READ
)  # fmt: skip
def list_files(call: Call, *, session: str) -> schema.FileList:
    """List the files of a session

    Each has an address to download it from, valid for a minute; ask again when you need another. Asking is a line in the audit.
    """
    row = session_of(call, session)
    files = row.files.filter(state=Share.State.READY).order_by("pk")
    found = [present.file(share) for share in files]
    if found:
        note_read(call, AuditEntry.Verb.DOWNLOAD, row)
    return schema.FileList(items=found)


@endpoint("GET", "/sessions/{session}/calls", answer=schema.CallList, problems=("session.not_found",), **READ)
def list_calls(call: Call, *, session: str) -> schema.CallList:
    """List the calls of a session

    With the quality of the connection as each side’s browser measured it.
    """
    calls = session_of(call, session).calls.select_related("operator").prefetch_related("qualities").order_by("created_at", "pk")
    return schema.CallList(items=[present.call(row) for row in calls])


@endpoint(
    "POST", "/sessions/{session}/end",
    body=Reasoned, answer=schema.SessionData, problems=("session.not_found", "act.late", "act.reason"), **WRITE,
)  # fmt: skip
def end_session(call: Call, *, session: str, body: Reasoned) -> schema.SessionData:
    """End a session

    An active one goes on to its operator’s wrap-up, one that waits counts as missed. The token’s name and the reason are
    recorded in the session’s log and in the audit.
    """
    acts.act_end(by=call.by, session=session, reason=reason_of(call, body.reason))
    return present.session(session_of(call, session))


@endpoint(
    "POST", "/sessions/{session}/redirect",
    body=schema.RedirectBody, answer=schema.SessionData,
    problems=(
        "session.not_found", "session.closed", "act.late", "act.reason", "redirect.target", "redirect.nobody", "redirect.call",
    ),
    **WRITE,
)  # fmt: skip
def redirect_session(call: Call, *, session: str, body: schema.RedirectBody) -> schema.SessionData:
    """Redirect a session

    A waiting or active one, to an operator or to a group’s queue. Refused in words if the target can’t take it now.
    """
    acts.act_redirect(
        by=call.by, session=session, reason=reason_of(call, body.reason), operator=body.operator, group=body.group
    )  # fmt: skip
    return present.session(session_of(call, session))
