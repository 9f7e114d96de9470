"""Filters of the admin's lists that show exactly what a number of the board or of a report counts."""

from __future__ import annotations

from typing import Any, Final

from django.contrib.admin import SimpleListFilter
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sessions_app.models import Group, Operator, Session
from supervision import selectors
from supervision.models import SessionOffer, StateSpan

COUNTED: Final[dict[str, str | Promise]] = {
    "accepted": _("Accepted"),
    "within": _("Accepted in time"),
    "abandoned": _("Abandoned"),
    "short_abandoned": _("Short"),
    "missed": _("Missed"),
    "answerable": _("In the service level"),
    "patient": _("In the abandon rate"),
    "handled": _("In the handling time"),
    "offered_to_one": _("Offered to one operator"),
    "rated": _("Rated"),
    "satisfied": _("Rated four or five"),
}
AT_WORK: Final = (StateSpan.State.ONLINE, StateSpan.State.BUSY, StateSpan.State.WRAPUP)
"""*Online* as measures count it: neither away nor offline."""


class CountedFilter(SimpleListFilter):
    """Sessions that a measure counts."""

    title = _("counted as")
    parameter_name = "counted"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(COUNTED.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Session]) -> QuerySet[Session]:
        name = self.value()
        return queryset.filter(counted_as(name)) if name in COUNTED else queryset


def counted_as(name: str) -> Q:
    """Return which sessions are counted under a name of COUNTED."""
    counted = selectors.conditions(Group.objects.all())
    if name == "answerable":
        return counted["accepted"] | counted["missed"] | (counted["abandoned"] & ~counted["short_abandoned"])
    if name == "patient":
        return ~counted["short_abandoned"]
    if name == "offered_to_one":
        return Q(Exists(SessionOffer.objects.filter(session=OuterRef("pk")).exclude(outcome="")))
    return counted[name]


class PresenceFilter(SimpleListFilter):
    """Operators by what they are doing now, or whether they have worked today."""

    title = _("now")
    parameter_name = "presence"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("at_work", _("At work")), *StateSpan.State.choices, ("today", _("At work today"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Operator]) -> QuerySet[Operator]:
        name = self.value()
        if name == "today":
            midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
            spans = StateSpan.objects.filter(Q(until=None) | Q(until__gt=midnight), state__in=AT_WORK)
        elif name == "at_work" or name in StateSpan.State.values:
            spans = StateSpan.objects.filter(until=None, state__in=AT_WORK if name == "at_work" else (name,))
        else:
            return queryset
        here = queryset.filter(pk__in=spans.values("operator"))
        return here if name == "today" else here.filter(active=True, user__is_active=True)
