"""The board and reports: the same names and numbers as in the admin (A5)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal, get_args

import msgspec
from django.utils.translation import override
from msgspec import Meta, Struct, field

from api.schema.common import TEXT, EntryName
from supervision.board import NAMES as BOARD_NAMES
from supervision.live_words import NOW
from supervision.measure_words import GROUPINGS, VIDEO_WORDS, WORDS
from supervision.protocol import AlertView, LiveGroup, LiveOperator, LiveSession
from supervision.protocol_acts import HelpRequestView
from supervision.rules.funnel import NAMES as CALL_NAMES
from supervision.rules.measures import NAMES


def _measures(name: str, names: tuple[str, ...], words: Any, meaning: str, **more: Any) -> Any:
    """Return a struct with a field for each measure, described by its definition."""
    fields: list[Any] = []
    with override("en"):
        for each in names:
            fields.append(
                (
                    each,
                    Annotated[int | float | None, Meta(description=str(words[each][1]))] if each in words else int | float | None,
                )
            )
    found = msgspec.defstruct(name, [*more.items(), *fields], kw_only=True)
    found.__doc__ = meaning
    return found


_NULL = "Shares are from 0 to 1, times in seconds; null where there is nothing to divide by."
Measures = _measures("Measures", NAMES, WORDS, f"The measures of a time. {_NULL}")
MeasuresRow = _measures(
    "MeasuresRow", NAMES, WORDS, f"The measures of one row; `key` says what the row stands for. {_NULL}", key=str
)
CallMeasures = _measures("CallMeasures", CALL_NAMES, VIDEO_WORDS, f"The video funnel. {_NULL}")
CallMeasuresRow = _measures("CallMeasuresRow", CALL_NAMES, VIDEO_WORDS, f"The video funnel of one row. {_NULL}", key=str)
BoardMeasures = _measures("BoardMeasures", BOARD_NAMES, WORDS | NOW, f"The measures of today and of this moment. {_NULL}")


class CallReport(Struct, kw_only=True):
    """Calls of the sessions the report is about."""

    rows: list[CallMeasuresRow]  # type: ignore[valid-type]
    total: CallMeasures  # type: ignore[valid-type]
    before: CallMeasures  # type: ignore[valid-type]


class ReportData(Struct, kw_only=True):
    """A report: its rows, their total, the days before, and CallBacks, which count apart."""

    rows: list[MeasuresRow]  # type: ignore[valid-type]
    total: Measures  # type: ignore[valid-type]
    before: Measures  # type: ignore[valid-type]
    callbacks: Measures  # type: ignore[valid-type]
    calls: CallReport


Grouping = Literal["entry", "widget", "group", "operator", "result", "hour", "weekday", "day", "week"]
assert set(get_args(Grouping)) == set(GROUPINGS)


class ReportQuery(Struct, kw_only=True, forbid_unknown_fields=True):
    """Which sessions, and by what. Days are those of the place’s time zone, both included; the last seven unless given."""

    from_: (
        Annotated[date, Meta(description="The first day; six days before the last one if left out.", examples=["2026-11-01"])]
        | None
    ) = field(default=None, name="from")
    to: Annotated[date, Meta(description="The last day; today if left out.", examples=["2026-11-29"])] | None = None
    by: Annotated[Grouping, Meta(description="What the rows stand for.")] = "day"
    entry: EntryName | None = None
    widget: Annotated[str, Meta(max_length=100, pattern=TEXT, description="Only sessions of this widget, by key.")] | None = None
    group: (
        Annotated[str, Meta(max_length=100, pattern=TEXT, description="Only sessions of this group, by name or id.")] | None
    ) = None
    operator: (
        Annotated[str, Meta(max_length=100, pattern=TEXT, description="Only sessions of this operator, by name or id.")] | None
    ) = None


class BoardData(Struct, kw_only=True):
    """The live board: what happens at this moment in the groups of the token."""

    at: datetime
    measures: BoardMeasures  # type: ignore[valid-type]
    groups: list[LiveGroup]
    operators: list[LiveOperator]
    waiting: list[LiveSession]
    sessions: list[LiveSession]
    messages: Annotated[int, Meta(description="Messages left and not answered yet.")]
    alerts: list[AlertView]
    help: list[HelpRequestView]
