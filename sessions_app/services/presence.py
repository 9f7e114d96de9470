"""Who is there. Presence of operators and of clients is a lease that only a living page renews."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from contactcenter.realtime.commit import unit
from contactcenter.realtime.groups import Desk, Leave
from contactcenter.realtime.wire import Fault
from sessions_app import groups, selectors
from sessions_app.actor import Actor
from sessions_app.models import AwayReason, Operator, Session


def tell(operator: Operator) -> None:
    """This operator's desk, the colleagues' and the widgets of the groups look again."""
    unit().ring(groups.operator(operator.pk), Desk())
    for group in operator.groups.order_by().values_list("pk", flat=True):
        unit().ring(groups.queue(group), Desk())


def _locked(by: Actor) -> Operator:
    """The operator's own row; raises ``operator.unknown`` when somebody has deleted or deactivated it meanwhile."""
    rows = Operator.objects.select_for_update(of=("self",)).filter(pk=by.pk, active=True, user__is_active=True)
    operator = rows.first()
    if operator is None:
        raise Fault("operator.unknown", _("You’re not signed in as an operator."))
    return operator


def _choose(operator: Operator, state: str) -> None:
    """Online or away from now on. Another reason does not make an away begin anew."""
    if state != Operator.Chosen.AWAY:
        operator.away_since = None
    elif operator.chosen != Operator.Chosen.AWAY:
        operator.away_since = timezone.now()
    operator.chosen = state


def operator_arrive(*, by: Actor) -> None:
    """A console of this operator is open. Who had been offline is online again."""
    operator = _locked(by)
    offline = operator.lease_until is None or operator.lease_until <= timezone.now()
    operator.lease_until = selectors.lease_until()
    if offline:
        _choose(operator, Operator.Chosen.ONLINE)
        operator.away_reason, operator.idle = "", False
    operator.save(update_fields=["lease_until", "chosen", "away_since", "away_reason", "idle"])
    if offline:
        tell(operator)


def operators_renew(*, operators: list[int]) -> set[int]:
    """These operators' consoles are open, says a heartbeat; returns who of them may not be here any more. An operator somebody is
    writing to is left to the next one, so that nobody waits for this."""
    rows = Operator.objects.filter(pk__in=operators, active=True, user__is_active=True)
    free = rows.select_for_update(skip_locked=True, of=("self",)).order_by().values("pk")
    Operator.objects.filter(pk__in=free).update(lease_until=selectors.lease_until())
    return set(operators) - set(rows.order_by().values_list("pk", flat=True))


def presence_set(*, by: Actor, state: str, reason: str = "", chat: bool = True, video: bool = True, idle: bool = False) -> None:
    """Online, or away for one of the reasons; which kinds of session may come.

    ``idle`` is the console's own report that nobody has touched it, or that somebody has again: it ends only the away it began,
    and changes nothing an operator has chosen.
    """
    operator = _locked(by)
    if idle:
        chosen_away = operator.chosen == Operator.Chosen.AWAY and not operator.idle
        if chosen_away or (state == "away") == operator.idle:
            return
        _choose(operator, state)
        operator.idle, operator.away_reason = state == "away", ""
    else:
        if reason and not AwayReason.objects.filter(name=reason).exists():
            raise Fault("presence.reason", _("Choose one of the reasons."))
        _choose(operator, state)
        operator.idle = False
        operator.away_reason = reason if state == "away" else ""
        operator.takes_chat, operator.takes_video = chat, video
    operator.save(update_fields=["chosen", "away_since", "idle", "away_reason", "takes_chat", "takes_video"])
    tell(operator)


def operator_sign_out(*, by: Actor) -> None:
    """The lease ends now, and every console of this operator closes."""
    operator = Operator.objects.select_for_update().filter(pk=by.pk).first()
    if operator is not None:
        operator.lease_until = None
        operator.save(update_fields=["lease_until"])
        tell(operator)
    unit().ring(groups.operator(by.pk), Leave())


def operator_lapse(*, operator: int) -> None:
    """No console has renewed the lease: the operator is offline, and the others are told, by one sweep of all."""
    if Operator.objects.filter(pk=operator, lease_until__lte=timezone.now()).update(lease_until=None):
        tell(Operator.objects.get(pk=operator))


def clients_renew(*, sessions: list[str]) -> None:
    """The clients of these sessions are there, says a heartbeat. A session somebody is writing to is left to the next one, so that
    nobody waits for this."""
    rows = Session.objects.filter(public_id__in=sessions, state__in=["waiting", "active"])
    free = rows.select_for_update(skip_locked=True).order_by().values("pk")
    Session.objects.filter(pk__in=free).update(client_seen_at=timezone.now())


def client_lapse(*, session: str) -> None:
    """No tab of the client has been heard of for a whole lease: the client has left, counted from now."""
    row = Session.objects.filter(lapsed(), public_id=session)
    row.update(client_left_at=timezone.now())


def lapsed() -> Q:
    """Open sessions whose client is believed to be there and was last heard of before the lease began."""
    since = timezone.now() - timedelta(seconds=settings.LEASE_SECONDS)
    return Q(client_left_at=None, away=False, message=False, state__in=["waiting", "active"]) & (
        Q(client_seen_at__lte=since) | Q(client_seen_at=None, created_at__lte=since)
    )
