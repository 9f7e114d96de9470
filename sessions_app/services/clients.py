"""Clients: created, corrected, moving about the website, banned (E1, S8, S9)."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from contactcenter.realtime.group_commit import unit
from contactcenter.realtime.pubsub import Refresh
from contactcenter.realtime.wire import Fault
from sessions_app import channel_names, log, present, selectors
from sessions_app.actor import Actor
from sessions_app.models import Ban, Client, Session, Widget
from sessions_app.protocol import DETAILS, ClientChanged, NotePosted, Page, SessionChanged
from sessions_app.rules.email_address import clean_email
from sessions_app.rules.lifecycle import OPEN, OWNED
from sessions_app.rules.text import clean_parameters, one_line
from sessions_app.selectors import token_hash
from sessions_app.services import search
from sessions_app.services.closing import session_end

TOKEN_LIFE: Final = timedelta(days=30)
ADDRESS_BANNED: Final = timedelta(days=1)
PATH_PAGES: Final = 20


def client_create(*, widget: Widget, language: str, browser: str, os: str, address: str = "") -> tuple[Client, str]:
    """Create a client of a widget and the token that only the client's browser keeps. ``address``: the keyed hash, for bans."""
    token = secrets.token_urlsafe(32)
    now = timezone.now()
    client = Client.objects.create(
        widget=widget,
        token_hash=token_hash(token),
        token_until=now + TOKEN_LIFE,
        language=one_line(language, 35),
        browser=one_line(browser, 60),
        os=one_line(os, 60),
        address=address,
        created_at=now,
    )
    return client, token


def open_sessions(client: Client) -> list[Session]:
    """Return the client's open sessions, locked."""
    ids = client.sessions.filter(state__in=OPEN).order_by("public_id").values_list("public_id", flat=True)
    rows = [unit().ledger.session(public_id) for public_id in ids]
    return [row for row in rows if row is not None and row.state in OPEN]


def log_client_change(row: Session, *, by: Actor) -> None:
    """Show operators the client's current data."""
    log.append(row, ClientChanged, by=by, operators_only=True, client=present.client_view(row))
    if row.state == Session.State.WAITING:
        unit().notify(channel_names.queue(row.group_id), Refresh())


def clean_details(details: Mapping[str, str | None]) -> dict[str, str]:
    """Return the given details (protocol/details.py) as they're stored. Raises ``entry.email`` in words."""
    unknown = details.keys() - set(DETAILS)
    if unknown:
        raise TypeError(f"not among a client's details: {', '.join(sorted(unknown))}")
    cleaners = {"email": clean_email}
    return {name: cleaners.get(name, one_line)(text) for name, text in details.items() if text is not None}


def client_edit(*, by: Actor, session: str, **details: str | None) -> None:
    """Correct the client's details (S9), during the conversation and while wrapping up."""
    row = selectors.session_of(by, session, lock=True)
    if by.role != "operator" or row.state not in OWNED:
        raise selectors.closed()
    Client.objects.filter(pk=row.client_id).update(**clean_details(details))
    row.client.refresh_from_db(fields=list(DETAILS))
    search.reindex_client(row.client_id)
    log_client_change(row, by=by)


def parameters_set(*, by: Actor, parameters: dict[str, str]) -> None:
    """Store what the host page knows about the client (S9), replacing earlier values. Without a session there is nobody to notify."""
    parameters = clean_parameters(parameters)
    for row in open_sessions(Client.objects.get(pk=by.pk)):
        if row.message or row.parameters == parameters:
            continue
        Session.objects.filter(pk=row.pk).update(parameters=parameters)
        row.parameters = parameters
        log_client_change(row, by=by)


def devices_check(*, by: Actor, session: str, microphone: str, camera: str) -> None:
    """Store the waiting client's device check (E2), which operators see before they accept. Not a log entry."""
    row = selectors.session_of(by, session, lock=True)
    found = {"microphone": microphone, "camera": camera}
    if by.role != "client" or row.state not in OPEN or row.devices == found:
        return
    Session.objects.filter(pk=row.pk).update(devices=found)
    row.devices = found
    if row.state == Session.State.WAITING:
        unit().notify(channel_names.queue(row.group_id), Refresh())
        if row.reserved_for_id is not None:
            unit().notify(channel_names.operator(row.reserved_for_id), Refresh())


def page_visit(*, by: Actor, session: str, page: Page) -> None:
    """Record that the client moved to another page of the host site (E1); the last twenty are kept."""
    row = selectors.session_of(by, session, lock=True)
    kept = page_kept(page)
    if row.state not in OPEN or not kept or kept == row.page:
        return
    row.page, row.path = kept, [*row.path, step_kept(kept)][-PATH_PAGES:]
    Session.objects.filter(pk=row.pk).update(page=row.page, path=row.path)
    log_client_change(row, by=by)


def page_kept(page: Page | None) -> dict[str, str]:
    """Keep only web addresses; anything else could run in the operator's console when clicked."""
    if page is None:
        return {}
    url, referrer = (value if value.startswith(("http://", "https://")) else "" for value in (page.url, page.referrer))
    return {"url": url, "title": one_line(page.title), "referrer": referrer}


def step_kept(page: dict[str, str]) -> dict[str, str]:
    """Return the page as a step of the client's path, without the referrer: it's in the step before."""
    return page | {"referrer": ""}


def client_ban(*, by: Actor, session: str, reason: str) -> None:
    """Ban the client: by token and verified identity permanently, by network address for a day (S8). Ends the session.

    The client isn't told about the ban: to them the conversation has ended.
    """
    row = selectors.session_of(by, session, lock=True)
    if by.role != "operator" or row.state not in OWNED:
        raise selectors.closed()
    reason = one_line(reason)
    if not reason:
        raise Fault("ban.reason", _("Give a reason."))
    now = timezone.now()
    address = row.client.address
    Ban.objects.create(
        client=row.client,
        address=address,
        address_until=now + ADDRESS_BANNED if address else None,
        reason=reason,
        operator_id=by.pk,
        created_at=now,
    )
    words = _("Banned: %(reason)s") % {"reason": reason}
    log.append(row, NotePosted, by=by, operators_only=True, text=words, command=None)
    operator = row.operator.name if row.operator else None
    log.append(
        row, SessionChanged, by=by, operators_only=True,
        step="banned", state=row.state, away=row.away, operator=operator, result=row.result,
    )  # fmt: skip
    session_end(by=by, session=session)


def refuse_banned(client: Client, address: str) -> None:
    """Raise ``entry.refused``, politely, for a banned client; ``address`` is the keyed hash of their current address."""
    meant = Q(client=client)
    if client.verified:
        meant |= Q(client__widget=client.widget_id, client__verified=True, client__external_id=client.external_id)
    if address:
        meant |= Q(address=address, address_until__gt=timezone.now())
    if Ban.objects.filter(meant).exists():
        raise Fault("entry.refused", _("We can’t start a conversation with you at the moment."))
