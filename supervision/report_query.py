"""What a report is about (A6): days, grouping and filters, read from an address that can be bookmarked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import Model, Q
from django.utils.translation import gettext as _

from contactcenter.realtime.wire import Fault
from sessions_app.models import Group, Operator, Widget
from sessions_app.rules.entries import ENTRIES
from sessions_app.rules.text import one_line
from sessions_app.selectors.supervised import rows_for
from supervision.selectors import COLUMNS, TIMES

DAYS: Final = 7
MOST_DAYS: Final = 3 * 366
GROUPINGS: Final = tuple(name for name in (*COLUMNS, *TIMES) if name != "minute")
FILTERS: Final[dict[str, tuple[type[Model], str]]] = {
    "widget": (Widget, "key"),
    "group": (Group, "name"),
    "operator": (Operator, "name"),
}


@dataclass(frozen=True, slots=True)
class ReportQuery:
    """``first`` to ``last`` are days, both included. ``filters`` holds the text of each filter that is set, ``columns`` what it means:
    an entry, or the primary key of a widget, group or operator. ``user`` asks, and may be bound to some groups (A9).
    """

    first: date
    last: date
    by: str
    filters: dict[str, str] = field(default_factory=dict)
    columns: dict[str, Any] = field(default_factory=dict)
    user: Any = None

    @property
    def clock_hours(self) -> bool:
        """Whether it asks for the hours of one day: 23, 24 or 25 of them."""
        return self.by == "hour" and self.first == self.last

    @property
    def before(self) -> ReportQuery:
        """The same about as many days right before."""
        days = self.last - self.first + timedelta(days=1)
        return replace(self, first=self.first - days, last=self.last - days)

    @property
    def after(self) -> ReportQuery:
        """The same about as many days right after."""
        days = self.last - self.first + timedelta(days=1)
        return replace(self, first=self.first + days, last=self.last + days)


def parse_report_query(asked: Mapping[str, str], today: date, user: Any) -> ReportQuery:
    """Read the query of this supervisor: what they don't see isn't there.

    Raises Fault ``report.days``, ``report.by`` or ``report.filter`` in words.
    """
    last = _day(asked.get("to", ""), today)
    first = _day(asked.get("from", ""), last - timedelta(days=DAYS - 1))
    if first > last:
        raise Fault("report.days", _("The first day comes after the last one."))
    if (last - first).days >= MOST_DAYS:
        raise Fault("report.days", _("A report covers at most %(count)s days.") % {"count": MOST_DAYS})
    by = asked.get("by") or "day"
    if by not in GROUPINGS:
        raise Fault("report.by", _("Choose one of: %(names)s.") % {"names": ", ".join(GROUPINGS)})
    filters = {name: asked[name] for name in ("entry", *FILTERS) if asked.get(name)}
    return ReportQuery(first, last, by, filters, {name: _meaning(name, text, user) for name, text in filters.items()}, user)


def _meaning(name: str, text: str, user: Any) -> Any:
    if name == "entry":
        if text not in ENTRIES:
            raise Fault("report.filter", _("There’s no such entry."))
        return text
    model, column = FILTERS[name]
    known = Q(**{column: text}) | (Q(pk=int(text)) if text.isdecimal() and len(text) < 10 else Q(pk__in=[]))
    found = (
        None if "\0" in text else rows_for(user, model._default_manager.filter(known)).first()
    )  # PostgreSQL can't compare with a NUL
    if found is None:
        what = {"what": model._meta.verbose_name, "name": one_line(text, 100)}
        raise Fault("report.filter", _("There’s no %(what)s called %(name)s.") % what)
    return found.pk


def _day(text: str, otherwise: date) -> date:
    if not text:
        return otherwise
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise Fault("report.days", _("%(day)s isn’t a date. Write it as 2026-11-29.") % {"day": text[:20]}) from None
    if not date(2000, 1, 1) <= found <= date(2200, 1, 1):
        raise Fault("report.days", _("%(day)s is out of range.") % {"day": text[:20]})
    return found
