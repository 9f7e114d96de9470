"""An operator's own numbers of today (A11), by the same definitions as reports. CallBacks count: they are work like any other."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from contactcenter.realtime.wire import Fault
from sessions_app.actor import Actor
from sessions_app.models import Operator
from supervision.models import SessionOffer, StateSpan
from supervision.protocol_day import OwnDay
from supervision.rules.measures import Totals, measures
from supervision.selectors.totals import arrived, midnight, totals_by
from supervision.selectors.working_time import work_of


def own_day(by: Actor) -> OwnDay:
    """Return the numbers of the operator who asks. Raises ``day.unknown`` for everybody else."""
    if by.role != "operator" or not Operator.objects.filter(pk=by.pk).exists():
        raise Fault("day.unknown", _("Only operators have a day of their own."))
    zone, now, today = timezone.get_current_timezone(), timezone.now(), timezone.localdate()
    begin = midnight(today, zone)
    taken = totals_by(arrived(today, today, zone).filter(operator=by.pk), "operator", zone).get(by.pk, Totals())
    shown = measures(taken)
    missed = SessionOffer.objects.filter(operator=by.pk, offered_at__gte=begin, outcome=SessionOffer.Outcome.RAN_OUT)
    online = work_of(today, today, zone, now, pk=by.pk).get(by.pk, Totals()).online_seconds
    spans = StateSpan.objects.filter(operator=by.pk, state=StateSpan.State.AWAY).exclude(until__lte=begin)
    away = sum((((until or now) - max(since, begin)) for since, until in spans.values_list("since", "until")), timedelta())
    return OwnDay(
        accepted=taken.accepted,
        missed=missed.count(),
        handling_time=shown["handling_time"],
        satisfaction=shown["satisfaction"],
        rated=taken.rated,
        online=round(online),
        away=round(away.total_seconds()),
    )
