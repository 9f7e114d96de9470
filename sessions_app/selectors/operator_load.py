"""Operators' loads, read from the rows in a few statements; and the reasons of routing.py in words. Reads only."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from sessions_app import hooks
from sessions_app.models import Operator, Session
from sessions_app.rules.entries import ENTRIES
from sessions_app.rules.lifecycle import OWNED
from sessions_app.rules.routing import Load, Offer, Reason, Waiting

WORDS: Final = {
    Reason.OFFLINE: gettext_noop("You’re offline."),
    Reason.AWAY: gettext_noop("You’re away. Go online to accept."),
    Reason.WRAPUP: gettext_noop("Finish the wrap-up to accept again."),
    Reason.RESERVED: gettext_noop("This client is waiting for someone else."),
    Reason.OFFERED: gettext_noop("This client is being offered to someone else."),
    Reason.NO_CHAT: gettext_noop("You’ve turned chats off."),
    Reason.NO_VIDEO: gettext_noop("You’ve turned video calls off."),
}
"""The words of the reasons without a name or a number."""


def loads_of(operators: Iterable[Operator], at: datetime) -> dict[int, Load]:
    """Return the load of each of these operators."""
    rows = list(operators)
    keys = [row.pk for row in rows]
    own = Session.objects.filter(operator__in=keys, state__in=OWNED).order_by()
    counted = own.values_list("operator", "state").annotate(count=Count("pk"))
    counts = {(operator, state): count for operator, state, count in counted}
    asked = Session.objects.filter(offered_to__in=keys, state=Session.State.WAITING, offer_until__gt=at).order_by()
    offers = dict(asked.values_list("offered_to").annotate(count=Count("pk")))
    return {row.pk: _load(row, at, counts, offers.get(row.pk, 0)) for row in rows}


def _load(row: Operator, at: datetime, counts: dict[tuple[int, str], int], offers: int) -> Load:
    active = counts.get((row.pk, Session.State.ACTIVE), 0)
    return Load(
        operator=row.pk,
        here=row.active and row.lease_until is not None and row.lease_until > at,
        away=row.chosen == Operator.Chosen.AWAY,
        busy=hooks.busy(row) if active else "",
        active=active,
        wrapup=counts.get((row.pk, Session.State.WRAPUP), 0),
        offers=offers,
        limit=row.chat_limit,
        chat=row.takes_chat,
        video=row.takes_video,
        served_at=row.served_at,
    )


def waiting_of(row: Session) -> Waiting:
    return Waiting(
        entry=row.entry,
        connected=not row.away,
        callback=row.is_callback or ENTRIES[row.entry].waits_alone,
        reserved_for=row.reserved_for_id,
    )


def offer_of(row: Session) -> Offer:
    return Offer(row.offered_to_id, row.offer_until, tuple(row.passed_by), row.open_to_all)


def reason_text(reason: Reason | None, load: Load, row: Session | None = None) -> str:
    """Return the reason as the operator reads it; empty for none. ``row`` is the session, for reasons that concern only one."""
    if reason is Reason.BUSY:
        return load.busy
    if reason is Reason.LIMIT:
        return _("You’re at your limit of %(count)s conversations.") % {"count": load.active}
    if reason is Reason.OTHERS:
        many = ngettext(
            "To take a call, end your conversation first.",
            "To take a call, end your %(count)s conversations first.",
            load.active,
        )
        return many % {"count": load.active}
    if reason is Reason.OFFERED and row is not None and row.offered_to is not None:
        return _("This client is being offered to %(name)s.") % {"name": row.offered_to.name}
    if reason is None:
        return ""
    return _(WORDS[reason])
