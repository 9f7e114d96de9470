"""How a widget stands for somebody who has not come in yet: online, busy or offline, and why, in words (E5). Reads only."""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal, TypedDict
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sessions_app import hours, loads, routing, selectors
from sessions_app.models import Group, Operator, Widget
from sessions_app.rules.entries import ENTRIES, NEED_OPERATOR, WAIT_ALONE

CALLBACKS: Final = 0.75
"""How full a group may be for a CallBack."""
MESSAGES: Final = 0.5
"""And for a message that is left. Neither keeps out people who are here."""


class Availability(TypedDict):
    """``entries``: each entry the widget offers, with the reason in words why it cannot be used now (empty: it can)."""

    state: Literal["online", "busy", "offline"]
    reason: str
    entries: dict[str, str]


def availability(widget: Widget, at: datetime | None = None) -> Availability:
    """How the widget stands at this moment; ``widget.group`` is asked for its hours."""
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
    standing = loads.loads_of(online, at).values()
    taken = "" if any(routing.unavailable(load) is None for load in standing) else _("All operators are busy right now.")
    return Availability(state="busy" if full or taken else "online", reason=full or taken, entries=entries)


def queue_full(group: Group) -> bool:
    """Whether as many wait on the group's pages as may."""
    return bool(group.queue_size) and selectors.in_line(group.pk).count() >= group.queue_size


def everything_full(group: int, operator: int | None = None, *, part: float = 1) -> bool:
    """Whether so much waits in the group, or for this operator alone, in any way; ``part`` of what may."""
    return bool(selectors.waiting_together(group, operator).count() >= settings.WAITING_GROUP * part)


def _closed(group: Group, at: datetime) -> str:
    if hours.is_open(group, at):
        return ""
    opening = hours.next_opening(group, at)
    if opening is None:
        return _("We are closed.")
    local = opening.astimezone(ZoneInfo(group.timezone))
    when = {"day": date_format(local, "l j F"), "time": date_format(local, "H:i")}
    return _("We are closed now and open again on %(day)s at %(time)s.") % when


def _untaken(entry: str, online: list[Operator]) -> str:
    if ENTRIES[entry].starts_call:
        return "" if any(row.takes_video for row in online) else _("Nobody is available for a video call right now.")
    return "" if any(row.takes_chat for row in online) else _("Nobody is available for a chat right now.")
