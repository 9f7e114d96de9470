"""Sessions as CSV. Every cell is text: no program that opens the file takes it for a formula."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.http import StreamingHttpResponse

from sessions_app.log import moment
from sessions_app.models import Session
from sessions_app.rules.text import one_line

HEAD = [
    "number", "entry", "state", "widget", "group", "operator", "client", "email", "phone", "topic", "entered", "accepted", "ended",
    "closed", "ended by", "result", "tags", "rating", "comment",
]  # fmt: skip
CELL = 32_767
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
INSIDE = re.compile(r"(;[\s\"]*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])")
"""Where a formula begins for spreadsheets whose language separates cells by semicolons, such as German and Czech."""


class Echo:
    """A file that returns what is written to it."""

    def write(self, text: str) -> str:
        return text


def cell(value: object) -> str:
    """Return a value as text, with an apostrophe before anything a spreadsheet would calculate, also behind spaces and semicolons."""
    text = "" if value is None else INSIDE.sub(r"\1'", one_line(str(value), CELL))
    return f"'{text}" if text.lstrip().startswith(FORMULA) or text.startswith(FORMULA) else text


def _row(session: Session) -> list[Any]:
    client = session.client
    return [
        session.number, session.entry, session.state, session.widget.name, session.group.name,
        session.operator.name if session.operator else "", client.name, client.email, client.phone, session.topic,
        moment(session.created_at), moment(session.accepted_at), moment(session.ended_at), moment(session.closed_at),
        session.ended_by, session.result, ", ".join(session.tags), session.rating, session.rating_comment,
    ]  # fmt: skip


def lines(sessions: Iterable[Session]) -> Iterator[str]:
    writer = csv.writer(Echo())
    yield "\ufeff"  # without it spreadsheets assume an old code page
    yield writer.writerow(HEAD)
    for session in sessions:
        yield writer.writerow([cell(value) for value in _row(session)])


def response(sessions: Iterable[Session]) -> StreamingHttpResponse:
    """Stream the file."""
    headers = {"Content-Disposition": 'attachment; filename="sessions.csv"', "Cache-Control": "no-store"}
    return StreamingHttpResponse(lines(sessions), content_type="text/csv; charset=utf-8", headers=headers)
