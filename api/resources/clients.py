"""Clients: find, export, erase (P2)."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import Count

from api import present
from api.rest import cursors
from api.rest.endpoint import Call, endpoint
from api.schema import people as schema
from sessions_app.selectors.supervised import clients_for, sessions_for

PART: Final[dict[str, Any]] = {"tag": "Clients", "scopes": "clients"}


@endpoint("GET", "/clients", query=schema.ClientQuery, answer=schema.ClientList, problems=("cursor.invalid",), **PART)
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
