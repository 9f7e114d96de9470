"""Availability of a widget before an entry: online, busy or offline, and the reason in words (E5). Reads only."""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal, TypedDict
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sessions_app import selectors
from sessions_app.models import Group, Operator, Widget
from sessions_app.rules import opening_hours, routing
from sessions_app.rules.entries import ENTRIES, NEED_OPERATOR, WAIT_ALONE
from sessions_app.selectors import operator_load

CALLBACKS: Final = 0.75
"""Share of a group's queue size up to which a CallBack is accepted."""
MESSAGES: Final = 0.5
"""Share of it up to which a message is accepted. Neither keeps out people who wait on the page."""


class Availability(TypedDict):
    """``entries``: each offered entry with the reason in words why it can't be used now (empty: it can)."""

    state: Literal["online", "busy", "offline"]
    reason: str
    entries: dict[str, str]


def availability(widget: Widget, at: datetime | None = None) -> Availability:
    """Return the widget's availability now; ``widget.group`` provides the hours."""
    at = at or timezone.now()
    if not widget.active:
        return Availability(
            state="offline", reason=_("We are closed."), entries=dict.fromkeys(widget.entries, _("We are closed."))
        )
    closed = _closed(widget.group, at)
    here = [] if closed else list(selectors.present_operators(at).filter(groups=widget.group_id))
    online = [row for row in here if row.chosen == Operator.Chosen.ONLINE]
    if not closed and not online:
        closed = _("We’re away for a moment.") if here else _("Nobody is here right now.")
    words = _("Too many people are waiting right now.")
    full = words if queue_full(widget.group) or everything_full(widget.group_id) else ""
    entries = {name: closed or full or _untaken(name, online) if name in NEED_OPERATOR else "" for name in widget.entries}
    for name in WAIT_ALONE.intersection(entries):
        entries[name] = words if everything_full(widget.group_id, part=CALLBACKS) else ""
    if closed:
        return Availability(state="offline", reason=closed, entries=entries)
    loads = operator_load.loads_of(online, at).values()
    taken = "" if any(routing.unavailable(load) is None for load in loads) else _("All operators are busy right now.")
    return Availability(state="busy" if full or taken else "online", reason=full or taken, entries=entries)


def queue_full(group: Group) -> bool:
    """Whether the group's queue is full."""
    return bool(group.queue_size) and selectors.in_queue(group.pk).count() >= group.queue_size


def everything_full(group: int, operator: int | None = None, *, part: float = 1) -> bool:
    """Whether all waiting sessions of the group, or of this operator alone, reach their limit; ``part`` of that limit."""
    return bool(selectors.waiting_together(group, operator).count() >= settings.WAITING_GROUP * part)


def _closed(group: Group, at: datetime) -> str:
    if opening_hours.is_open(group, at):
        return ""
    opening = opening_hours.next_opening(group, at)
    if opening is None:
        return _("We are closed.")
    local = opening.astimezone(ZoneInfo(group.timezone))
    when = {"day": date_format(local, pgettext("date format", "l j F")), "time": date_format(local, "H:i")}
    return _("We are closed now and open again on %(day)s at %(time)s.") % when


def _untaken(entry: str, online: list[Operator]) -> str:
    if ENTRIES[entry].starts_call:
        return "" if any(row.takes_video for row in online) else _("Nobody is available for a video call right now.")
    return "" if any(row.takes_chat for row in online) else _("Nobody is available for a chat right now.")
