"""From an outside id to a file of a session or of the library, with the right to it checked.

*Not found* and *not yours* are the same refusal.
"""

from __future__ import annotations

from django.db.models import Q
from django.db.models.functions import Lower

from sessions_app.actor import Actor
from sessions_app.models import LibraryItem, Share
from sessions_app.selectors import not_found, with_id
from sessions_app.selectors.history import may_read
from sessions_app.selectors.supervised import supervises


def share_of(by: Actor, public_id: str) -> Share:
    """Return a stored file of a session this operator has or had or this supervisor sees, or one the client may see."""
    row = with_id(Share.objects.select_related("session").filter(state=Share.State.READY), public_id)
    mine = row is not None and (
        (by.role == "operator" and row.session.operator_id == by.pk)
        or (by.role == "client" and row.session.client_id == by.pk and row.sent)
        or by.role == "system"
        or supervises(by, row.session)
    )
    if row is None or not mine:
        raise not_found("share")
    return row


def readable_share(by: Actor, public_id: str) -> Share:
    """Return a stored file of a session the operator may read; for everybody else what ``share_of`` returns.

    For opening and downloading; changes go through ``share_of``. Raises ``share.not_found``.
    """
    if by.role != "operator":
        return share_of(by, public_id)
    row = with_id(Share.objects.select_related("session__client").filter(state=Share.State.READY), public_id)
    if row is None or not may_read(by, row.session):
        raise not_found("share")
    return row


def arriving_of(by: Actor, public_id: str) -> Share:
    """Return a file of this side's session whose upload by this side is in progress."""
    rows = Share.objects.select_related("session").filter(state=Share.State.PENDING, role=by.role)
    row = with_id(rows, public_id)
    owner = row and (row.session.client_id if by.role == "client" else row.session.operator_id)
    if row is None or owner != by.pk:
        raise not_found("share")
    return row


def library_item_of(by: Actor, public_id: str, *, own: bool = False, lock: bool = False) -> LibraryItem:
    """Return a stored item of the common library or of this operator's own; ``own``: one this operator (or a supervisor) may change."""
    rows = LibraryItem.objects.select_for_update() if lock else LibraryItem.objects.all()
    row = with_id(rows.filter(state=LibraryItem.State.READY), public_id)
    mine = row is not None and (
        by.role == "system" or (by.role == "operator" and (row.owner_id == by.pk or (row.owner_id is None and not own)))
    )
    if row is None or not mine:
        raise not_found("library")
    return row


def arriving_item_of(by: Actor, public_id: str) -> LibraryItem:
    """Return an item whose upload into this operator's library is in progress."""
    row = with_id(LibraryItem.objects.filter(state=LibraryItem.State.PENDING, owner=by.pk), public_id)
    if row is None or by.role != "operator":
        raise not_found("library")
    return row


def library_found(by: Actor, text: str, limit: int) -> list[LibraryItem]:
    """Return the operator's own and the common items whose name or address contains every word of the text, by name."""
    rows = LibraryItem.objects.filter(Q(owner=by.pk) | Q(owner=None), state=LibraryItem.State.READY)
    for word in text.split()[:10]:
        rows = rows.filter(Q(name__icontains=word) | Q(url__icontains=word))
    return list(rows.order_by(Lower("name"), "pk")[:limit])
