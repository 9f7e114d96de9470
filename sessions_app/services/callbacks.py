"""CallBacks (E3): the number, the time, the attempts, and another time after an attempt."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Final

import phonenumbers
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

from contactcenter.realtime.group_commit import unit
from contactcenter.realtime.pubsub import AssignmentChanged, Refresh
from contactcenter.realtime.wire import Fault
from sessions_app import channel_names, log, selectors
from sessions_app.actor import Actor
from sessions_app.models import Client, Session, Widget
from sessions_app.protocol import CallbackTried
from sessions_app.rules import opening_hours
from sessions_app.rules.entries import WAIT_ALONE
from sessions_app.rules.text import one_line
from sessions_app.services import search
from sessions_app.services.clients import refuse_banned
from sessions_app.services.transitions import log_state_change, move
from sessions_app.services.waiting_limits import own_waiting, refuse_full
from sessions_app.signals import session_redirecting

DELAYS: Final = {"quarter": timedelta(minutes=15), "hour": timedelta(hours=1)}
CHOSEN: Final = timedelta(hours=1)
"""Maximum length of a window the client has chosen; as soon as possible lasts longer."""
COSTLY: Final = frozenset({PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST})


def phone_number(written: str, country: str) -> str:
    """Return a number as a person writes it, in E.164; without a country code it's one of ``country``. Raises ``callback.phone``
    in words.
    """
    written = one_line(written)
    if not written:
        raise Fault("callback.phone", _("Enter the number we should call."))
    try:
        number = phonenumbers.parse(written, country)
    except NumberParseException:
        raise Fault("callback.phone", _("This isn’t a phone number.")) from None
    if number.extension or not phonenumbers.is_valid_number(number):
        raise Fault("callback.phone", _("Check this number. For another country, add its code, like +44."))
    if phonenumbers.number_type(number) in COSTLY:
        raise Fault("callback.phone", _("We don’t call premium-rate numbers."))
    return str(phonenumbers.format_number(number, PhoneNumberFormat.E164))


def window(widget: Widget, phone: str, slot: str, zone: str, now: datetime) -> dict[str, Any]:
    """Return the columns of a CallBack. ``slot`` is the start of an offered time (ISO 8601), or empty for as soon as possible.

    Raises ``callback.phone``, ``callback.slot`` (not offered, or over), ``callback.closed`` (now, but the group is closed).
    """
    number = phone_number(phone, widget.country)
    if slot in ("", "now"):
        if not opening_hours.is_open(widget.group, now):
            raise Fault("callback.closed", _("We’re closed right now. Choose a time when we’re here."))
        start, end = now, now + timedelta(hours=settings.CALLBACK_HOURS)
        zone = _known_zone(zone) or "UTC"
    else:
        start, end = _offered(widget, slot, _known_zone(zone) or widget.group.timezone, now)
        zone = _known_zone(zone) or widget.group.timezone
    return {"callback_phone": number, "callback_from": start, "callback_until": end, "callback_zone": zone}


def _known_zone(zone: str) -> str:
    try:
        return opening_hours.zone_of(zone).key if zone else ""
    except ValueError:
        raise Fault("callback.zone", _("This time zone is unknown.")) from None


def _offered(widget: Widget, slot: str, zone: str, now: datetime) -> opening_hours.Opening:
    try:
        start = datetime.fromisoformat(slot)
    except ValueError:
        start = None
    offered = opening_hours.slots(widget.group, now, zone) if start is not None and start.tzinfo is not None else []
    found = next((each for each in offered if start is not None and each.start == start.astimezone(UTC)), None)
    if found is None:
        raise Fault("callback.slot", _("We can’t call at this time. Choose one of the times offered."))
    return found


def callback_choose(*, by: Actor, session: str, phone: str, slot: str = "", zone: str = "") -> None:
    """Replace the client's waiting on the page with a phone call. The place in the queue stays, and so does the entry."""
    row = own_waiting(by, session)
    widget = row.widget
    if WAIT_ALONE.isdisjoint(widget.entries):
        raise Fault("entry.unavailable", _("This isn’t offered here."))
    client = Client.objects.get(pk=by.pk)
    refuse_banned(client, "")
    if not row.is_callback:
        refuse_full("callback", row.group_id, client.address, operator=row.reserved_for_id)
    columns = window(widget, phone or client.phone, slot, zone, timezone.now()) | {"wait_until": None}
    Session.objects.filter(pk=row.pk).update(**columns)
    for name, value in columns.items():
        setattr(row, name, value)
    if Client.objects.filter(pk=client.pk, phone="").update(phone=columns["callback_phone"]):
        search.reindex_client(client.pk)
    log_state_change(row, by=by, step="callback")
    unit().notify(channel_names.queue(row.group_id), Refresh())


def callback_try(*, by: Actor, session: str, outcome: str) -> None:
    """Record an attempted phone call: reached, or no answer. Each is a log entry for operators; the session continues."""
    row = _called_by(by, session)
    row.callback_tries += 1
    Session.objects.filter(pk=row.pk).update(callback_tries=row.callback_tries)
    log.append(row, CallbackTried, by=by, operators_only=True, outcome=outcome, tries=row.callback_tries)


def callback_postpone(*, by: Actor, session: str, delay: str) -> None:
    """Return the session to the queue after no answer, to be called in a quarter of an hour, an hour, or tomorrow.

    If the group is closed then, as soon as it opens. Raises ``callback.here`` in words if the client is back on the page,
    ``callback.closed`` if the group never opens again.
    """
    row = _called_by(by, session)
    if not row.away:
        raise Fault("callback.here", _("The client is back on the page. Start the call here."))
    session_redirecting.send(Session, session=row, by=by)
    start = opening_hours.next_opening(row.group, _later(row, delay, timezone.now()))
    if start is None:
        raise Fault("callback.closed", _("The group has no opening hours to call in. End the session, or call again now."))
    tried: dict[str, Any] = {"outcome": "postponed", "tries": row.callback_tries, "starts_at": log.moment(start)}
    log.append(row, CallbackTried, by=by, operators_only=True, **tried)
    until = start + timedelta(hours=settings.CALLBACK_HOURS)
    move(row, "postpone", by=by, step="postponed", operator=None, callback_from=start, callback_until=until)
    unit().notify(channel_names.queue(row.group_id), Refresh())
    unit().notify(channel_names.operator(by.pk), AssignmentChanged(row.public_id, False))
    unit().notify(channel_names.operator(by.pk), Refresh())


def _called_by(by: Actor, session: str) -> Session:
    """Return the CallBack this operator is serving, locked."""
    row = selectors.session_of(by, session, lock=True)
    if by.role != "operator" or row.state != Session.State.ACTIVE:
        raise selectors.closed()
    if not row.callback_phone:
        raise Fault("callback.none", _("This client didn’t ask to be called."))
    return row


def _later(row: Session, delay: str, now: datetime) -> datetime:
    """Return the next time to call. Tomorrow is the same time on the client's clock: the one they chose, or that of this attempt."""
    if delay in DELAYS:
        return now + DELAYS[delay]
    assert row.callback_from
    assert row.callback_until
    zone = opening_hours.zone_of(row.callback_zone)
    chosen = row.callback_until - row.callback_from <= CHOSEN
    clock = (row.callback_from if chosen else now).astimezone(zone).time()
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, clock, zone).astimezone(UTC)
