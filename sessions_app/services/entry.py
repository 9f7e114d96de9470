"""Entries (E1 to E5): into the queue, or with a message left while nobody is available."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from contactcenter.realtime.group_commit import unit
from contactcenter.realtime.pubsub import AssignmentChanged, Refresh
from contactcenter.realtime.wire import Fault
from sessions_app import channel_names, log, selectors
from sessions_app.actor import Actor
from sessions_app.mail import Letter
from sessions_app.models import Client, Group, Session, Widget
from sessions_app.protocol import DETAILS, MessagePosted, Page
from sessions_app.rules import opening_hours
from sessions_app.rules.entries import ENTRIES
from sessions_app.rules.languages import served_in
from sessions_app.rules.lifecycle import OPEN
from sessions_app.rules.text import clean_parameters, one_line, visible
from sessions_app.selectors.availability import queue_full
from sessions_app.selectors.own_texts import own_text
from sessions_app.selectors.reading_language import reading_language
from sessions_app.services import callbacks, consents, invitations, search
from sessions_app.services.clients import clean_details, page_kept, refuse_banned
from sessions_app.services.closing import session_leave
from sessions_app.services.messages import clean_text
from sessions_app.services.transitions import NOT_OFFERED, end_offer, log_state_change, message_until, waits_until
from sessions_app.services.waiting_limits import own_waiting, refuse_full


def entry_start(
    *,
    by: Actor,
    entry: str,
    topic: str = "",
    message: str = "",
    consent: bool = False,
    page: Page | None = None,
    slot: str = "",
    zone: str = "",
    code: str = "",
    parameters: dict[str, str] | None = None,
    address: str = "",
    socket: str = "",
    language: str = "",
    **details: str | None,
) -> str:
    """Put the client into the queue; one already there keeps the place. Returns the session's public id.

    ``address`` is the keyed hash of the client's network address, ``socket`` the client's tab, ``language`` the page's (BCP 47),
    ``details`` what the client told (DETAILS).
    Raises a Fault in words for anything that doesn't fit the entry.
    """
    client, language = Client.objects.select_related("widget__group").get(pk=by.pk), served_in(language)
    known = _known(client, details, consent, address, language)
    text = clean_text(message) if visible(message) else ""
    entered = client.sessions.filter(state__in=OPEN, message=False)
    open_one = entered.only("public_id", "state", "invitation").first()
    columns: dict[str, Any] = {}
    kind = ENTRIES.get(entry)
    if kind is None or not (kind.by_code or entry in client.widget.entries):
        raise Fault("entry.unavailable", _("This isn’t offered here."))
    if kind.by_code:
        invitation = invitations.invitation_of(code, client)
        if open_one is not None and open_one.state == Session.State.WAITING and open_one.invitation_id != invitation.pk:
            session_leave(by=by, session=open_one.public_id)
            open_one = None
        columns = {"invitation": invitation, "reserved_for": invitation.operator}
        known["name"] = known["name"] or invitation.name
    if open_one is not None:
        return open_one.public_id
    now = timezone.now()
    reserved = columns.get("reserved_for")
    refuse_full(entry, client.widget.group_id, known["address"], operator=reserved.pk if reserved else None)
    if kind.waits_alone:
        columns = callbacks.window(client.widget, details.get("phone") or client.phone, slot, zone, now)
        known["phone"] = known["phone"] or columns["callback_phone"]
    elif kind.needs_operator:
        _refuse_full(client.widget.group, now)
        columns = {"wait_until": waits_until(client.widget.group, now)}
    columns |= {"topic": one_line(topic), "page": page_kept(page), "parameters": clean_parameters(parameters or {})}
    if socket:
        columns |= {"client_socket": socket, "client_seen_at": now}
    return _create(by, client, known, entry=entry, text=text, at=now, language=language, **columns)


def message_leave(
    *,
    by: Actor,
    message: str,
    consent: bool = False,
    page: Page | None = None,
    session: str | None = None,
    address: str = "",
    language: str = "",
    **details: str | None,
) -> Letter | None:
    """Store a message as a session that operators answer later (E5). Returns the mail to send, if any.

    A second message joins the first while nobody has answered. The client counts as away from the start. With ``session`` the client,
    who consented on entering the queue, stops waiting: that session becomes the message, with everything written in it.
    """
    client, language = Client.objects.select_related("widget__group").get(pk=by.pk), served_in(language)
    known = _known(client, details, consent or session is not None, address, language)
    text = clean_text(message)
    waiting = client.sessions.filter(state=Session.State.WAITING, message=True).first() if session is None else None
    if session is not None:
        _leave_instead(by, session, client, known, text)
    elif waiting is not None:
        row = selectors.session_of(by, waiting.public_id, lock=True)
        _keep(client, known)
        consents.consent_record(row, client.widget, answer=True, language=language)
        Session.objects.filter(pk=row.pk).update(wait_until=message_until(timezone.now()))
        log.append(row, MessagePosted, by=Actor("client", by.pk, known["name"]), text=text, command=None)
        unit().notify(channel_names.queue(row.group_id), Refresh())
    else:
        refuse_full("message", client.widget.group_id, known["address"])
        kept = {"page": page_kept(page), "message": True, "away": True, "wait_until": message_until(timezone.now())}
        _create(by, client, known, entry="chat", text=text, at=timezone.now(), language=language, **kept)
    return _letter(client.widget, known, text) if client.widget.message_email else None


def _letter(widget: Widget, known: dict[str, str], text: str) -> Letter:
    """Compose the mail to those who answer, in their language."""
    language = reading_language(widget.message_email)
    with translation.override(language):
        return Letter(
            to=widget.message_email,
            subject=_("A message from %(name)s") % {"name": known["name"] or known["email"] or _("a client")},
            template="message",
            context={"widget": widget.name, "text": text, **known},
            reply_to=known["email"],
            language=language,
        )


def _leave_instead(by: Actor, session: str, client: Client, known: dict[str, str], text: str) -> None:
    """Turn the client's waiting session into a left message."""
    row = own_waiting(by, session)
    if row.is_callback:
        raise Fault("entry.unavailable", _("This isn’t offered here."))
    refuse_full("message", row.group_id, known["address"], operator=row.reserved_for_id)
    _keep(client, known)
    now = timezone.now()
    end_offer(row, "withdrawn", now)
    columns = NOT_OFFERED | {"message": True, "away": True, "wait_until": message_until(now)}
    Session.objects.filter(pk=row.pk).update(**columns)
    for column, value in columns.items():
        setattr(row, column, value)
    who = Actor("client", by.pk, known["name"])
    log.append(row, MessagePosted, by=who, text=text, command=None)
    log_state_change(row, by=who, step="message")
    unit().notify(channel_names.queue(row.group_id), Refresh())
    if row.reserved_for_id is not None:
        unit().notify(channel_names.operator(row.reserved_for_id), Refresh())


def _known(client: Client, details: dict[str, str | None], consent: bool, address: str, language: str) -> dict[str, str]:
    """Return the client's details, new where the client told some. Refuses expired tokens, banned clients, and missing consent."""
    if not client.widget.active:
        raise Fault("entry.closed", _("We’re closed."))
    if client.token_until <= timezone.now():
        raise Fault("token.invalid", _("You’ve been away for too long. Reload the page."))
    refuse_banned(client, address)
    if not consent and own_text(client.widget, "consent_text", language).text:
        raise Fault("entry.consent", _("We need your consent to continue."))
    told = clean_details(details) | {"address": address}
    return {name: told.get(name) or getattr(client, name) for name in (*DETAILS, "address")}


def _keep(client: Client, known: dict[str, str]) -> None:
    """Store the client's details; past sessions are found by the new ones. A client who was erased meanwhile stays erased."""
    if not Client.objects.filter(pk=client.pk, erased_at=None).update(**known):
        raise Fault("token.invalid", _("You’ve been away for too long. Reload the page."))
    if any(known[name] != getattr(client, name) for name in DETAILS):
        search.reindex_client(client.pk)


def _refuse_full(group: Group, now: datetime) -> None:
    """Chat and video call: only while the group is open and there is room. A moment without operators is no reason to refuse: they may
    wait.
    """
    if not opening_hours.is_open(group, now):
        raise Fault("entry.closed", _("We’re closed right now."))
    if queue_full(group):
        raise Fault("queue.full", _("Too many people are waiting right now. Come back in a few minutes."), retry=True)


def _create(by: Actor, client: Client, known: dict[str, str], *, entry: str, text: str, at: datetime, **columns: Any) -> str:
    _keep(client, known)
    client.name = known["name"]
    try:
        with transaction.atomic():
            session = Session.objects.create(
                widget=client.widget, group=client.widget.group, client=client, entry=entry, created_at=at,
                path=[columns["page"]] if columns["page"] else [], **columns,
            )  # fmt: skip
    except IntegrityError:
        return Session.objects.get(client=client, state__in=OPEN, message=False).public_id
    consents.consent_record(session, client.widget, answer=True, language=session.language)  # without one nobody gets here
    who = Actor("client", by.pk, client.name)
    log_state_change(session, by=who, step="queued")
    if text:
        log.append(session, MessagePosted, by=who, text=text, command=None)
    unit().notify(channel_names.queue(session.group_id), Refresh())
    if session.reserved_for_id is not None:
        unit().notify(channel_names.operator(session.reserved_for_id), Refresh())
    if not session.message:
        unit().notify(channel_names.client(client.pk), AssignmentChanged(session.public_id, True))
    return session.public_id
