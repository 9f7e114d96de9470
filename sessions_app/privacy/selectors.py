"""Clients as people: found by an id, with all their browsers and sessions. The right to them is checked here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from contactcenter.realtime.wire import Fault
from sessions_app import selectors
from sessions_app.actor import Actor
from sessions_app.models import Client, Session
from sessions_app.rules.lifecycle import UNFINISHED
from sessions_app.selectors import supervised

DIGITS: Final = 18


def client_found(ident: str) -> Client:
    """Return the client with this public id or number. For commands: rights aren't checked. Raises ``client.not_found``."""
    number = ident.strip().removeprefix("#")
    row = selectors.with_id(Client.objects.all(), ident)
    if row is None and number.isdecimal() and len(number) <= DIGITS:
        row = Client.objects.filter(pk=int(number)).first()
    if row is None:
        raise selectors.not_found("client")
    return row


def browsers_of(client: Client) -> QuerySet[Client]:
    """Return all rows of a person: this one, and others that the website has vouched for as the same."""
    same = Q(pk=client.pk)
    if client.verified and client.external_id:
        same |= Q(widget=client.widget_id, verified=True, external_id=client.external_id)
    return Client.objects.filter(same).order_by("pk")


def sessions_of(clients: Iterable[Client]) -> QuerySet[Session]:
    return Session.objects.filter(client__in=list(clients)).order_by("pk")


def running(clients: Iterable[Client]) -> list[Session]:
    """Return the sessions that aren't over: whoever is in one can't be erased."""
    return list(sessions_of(clients).filter(state__in=UNFINISHED))


def bounds_of(by: Actor, permission: str, within: QuerySet[Session] | None) -> list[QuerySet[Session]]:
    """Return the bounds of what this actor may reach; none if that's everything. Raises ``client.forbidden`` without the permission.

    ``within``: the sessions an asker of another kind may see, such as the token of a program.
    """
    bounds = [] if within is None else [within]
    if by.role != "system":
        user = supervised.supervisor_of(by)
        if user is None or not user.has_perm(permission):
            raise Fault("client.forbidden", _("You may not do this. Ask an administrator for the right to."))
        if supervised.is_bound(user):
            bounds.append(supervised.sessions_for(user))
    return bounds


def inside(sessions: QuerySet[Session], bounds: Iterable[QuerySet[Session]]) -> QuerySet[Session]:
    """Return those of the sessions within all bounds. Raises ``client.not_found`` if bounds leave none."""
    found = sessions
    for bound in bounds:
        found = found.filter(pk__in=bound.order_by().values("pk"))
        if not found.exists():
            raise selectors.not_found("client")
    return found
