"""Clients: find, export, erase (P2)."""

from __future__ import annotations

from typing import Any, Final

import msgspec
from django.db.models import Count

from api import present
from api.resources.rows import client_of, note_read, reason_of
from api.rest import cursors
from api.rest.endpoint import Call, endpoint
from api.schema import people as schema
from api.schema.common import Reasoned
from sessions_app.privacy.export import client_export
from sessions_app.privacy.services.erasure import client_erase
from sessions_app.selectors.supervised import clients_for, sessions_for
from supervision.models import AuditEntry

PART: Final[dict[str, Any]] = {"tag": "Clients", "scopes": "clients"}


@endpoint("GET", "/clients", query=schema.ClientQuery, answer=schema.ClientList, problems=("cursor.not_found",), **PART)
def find_clients(call: Call, *, query: schema.ClientQuery) -> schema.ClientList:
    """Find clients

    By e-mail address. An address proves nothing by itself: anybody can have given it, unless `verified` says that the website vouches
    for it.
    """
    rows = clients_for(call.user).filter(email__iexact=query.email.strip()).select_related("widget")
    found, after = cursors.page(rows, order=("pk",), cursor=query.cursor, limit=query.limit, filters=query.email)
    seen = sessions_for(call.user).filter(client__in=[row.pk for row in found]).order_by()
    counts = dict(seen.values_list("client").annotate(Count("pk")))
    return schema.ClientList(items=[present.client(row, counts.get(row.pk, 0)) for row in found], next=after)


@endpoint("GET", "/clients/{client}/export", answer=schema.ClientExport, etag=False, problems=("client.not_found",), **PART)
def export_client(call: Call, *, client: str) -> schema.ClientExport:
    """Export everything about a client

    For somebody who asks for a copy of their data. It is a line in the audit.
    """
    row = client_of(call, client)
    found = msgspec.convert(client_export(row, by=call.by), schema.ClientExport)
    note_read(call, AuditEntry.Verb.EXPORT, row)
    return found


@endpoint(
    "POST", "/clients/{client}/erase", body=Reasoned, answer=schema.Erased,
    problems=("client.not_found", "client.forbidden", "erase.running", "erase.other_groups", "erase.reason", "act.reason"), **PART,
)  # fmt: skip
def erase_client(call: Call, *, client: str, body: Reasoned) -> schema.Erased:
    """Erase a client

    Nothing of what they wrote or gave remains, in every browser the website vouches for; counts and ratings stay. It can’t be undone. The
    reason is recorded in the audit, so write it without the client’s name or address. Erasing twice has no further effect.
    """
    row = client_of(call, client)
    client_erase(by=call.by, client=row, reason=body.reason, default=reason_of(call, ""), request=call.request)
    return schema.Erased(client=row.public_id)
