"""Which lines of the audit (A8) are asked for, read from an address that can be bookmarked; and which of them a supervisor sees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import Model, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from contactcenter.realtime.wire import Fault
from sessions_app.models import Ban, Client, Group, Invitation, Operator, Session, Share, Widget
from sessions_app.rules.text import one_line, storable
from sessions_app.selectors.supervised import is_bound, rows_for
from supervision.models import AuditEntry
from supervision.services.audit import kind_of
from videocall.models import Call

WORDS: Final = 10
"""More words of a search are ignored: each is looked for in every column."""
KINDS: Final[tuple[type[Model], ...]] = (Session, Operator, Group, Widget, Client, Invitation, Ban, Share, Call)
"""Targets that belong to groups. A bound supervisor sees lines about their own ones, and what they did themselves."""


def lines_for(user: Any) -> QuerySet[AuditEntry]:
    """Return the lines this supervisor may see."""
    if not is_bound(user):
        return AuditEntry.objects.all()
    seen = Q(user=user)
    for model in KINDS:
        own = rows_for(user, model._default_manager.order_by()).values("pk")
        seen |= Q(kind=kind_of(model), target_id__in=own)
    return AuditEntry.objects.filter(seen)


@dataclass(frozen=True, slots=True)
class AuditQuery:
    """``first`` and ``last`` are days, both included; ``before`` is the id of the line above the page."""

    user: str = ""
    verb: str = ""
    first: date | None = None
    last: date | None = None
    search: str = ""
    before: int | None = None

    @property
    def query(self) -> dict[str, str]:
        """The filters as they stand in an address."""
        days = {"from": self.first.isoformat() if self.first else "", "to": self.last.isoformat() if self.last else ""}
        found = {"user": self.user, "verb": self.verb, "q": self.search} | days
        return {name: value for name, value in found.items() if value}

    def words(self) -> str:
        """Return the filters for the audit itself. What was searched for is left out: it may be a client's name."""
        parts = ("q=…" if name == "q" else urlencode({name: value}) for name, value in self.query.items())
        return "&".join(parts) or "all"

    def narrow(self, lines: QuerySet[AuditEntry]) -> QuerySet[AuditEntry]:
        """Return those of the lines that are asked for, newest first."""
        zone = timezone.get_current_timezone()
        found = lines
        if self.user:
            found = found.filter(user_name__iexact=self.user)
        if self.verb:
            found = found.filter(verb=self.verb)
        if self.first:
            found = found.filter(at__gte=datetime.combine(self.first, time(), zone))
        if self.last:
            found = found.filter(at__lt=datetime.combine(self.last + timedelta(days=1), time(), zone))
        for word in self.search.split()[:WORDS]:
            columns = ("target_name", "detail", "user_name", "address")
            anywhere = Q()
            for column in columns:
                anywhere |= Q(**{f"{column}__icontains": word})
            found = found.filter(anywhere)
        return found.filter(pk__lt=self.before).order_by("-pk") if self.before else found.order_by("-pk")


def parse_audit_query(asked: Mapping[str, str]) -> AuditQuery:
    """Read a query. Raises Fault ``audit.days``, ``audit.verb`` or ``audit.text`` in words."""
    first, last = _day(asked.get("from", "")), _day(asked.get("to", ""))
    if first and last and first > last:
        raise Fault("audit.days", _("The first day comes after the last one."))
    verb, user, search = asked.get("verb", ""), asked.get("user", "").strip(), asked.get("q", "").strip()
    if verb and verb not in AuditEntry.Verb.values:
        raise Fault("audit.verb", _("There’s no such act. Choose one from the list."))
    if not storable(user + search) or len(user) > 150 or len(search) > 200:
        raise Fault("audit.text", _("Search for at most 200 letters."))
    before = asked.get("before", "")
    return AuditQuery(user, verb, first, last, search, int(before) if before.isdecimal() and len(before) < 16 else None)


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise Fault("audit.days", _("%(day)s isn’t a date. Write it as 2026-11-29.") % {"day": one_line(text, 20)}) from None
    if not date(2000, 1, 1) <= found <= date(2200, 1, 1):
        raise Fault("audit.days", _("%(day)s is out of range.") % {"day": found.isoformat()})
    return found
