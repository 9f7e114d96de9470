"""Lists page by page. A cursor says after which row the next page begins, so new rows neither shift nor double the others.

Opaque to programs, and signed: one that's altered, or used with other filters, is refused.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, TypeVar

from django.core.signing import BadSignature, Signer
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from contactcenter.realtime.wire import Fault

R = TypeVar("R", bound=Model)
_signer: Final = Signer(salt="api.cursor", sep=".")


def page(
    rows: QuerySet[R], *, order: Sequence[str], cursor: str | None, limit: int, filters: object = None
) -> tuple[list[R], str | None]:
    """Return a page of the rows and the cursor of the next one; None at the end. ``order``: columns that together are unique."""
    digest = hashlib.sha256(repr((order, filters)).encode()).hexdigest()[:12]
    if cursor is not None:
        rows = rows.filter(_after(order, _read(cursor, digest, len(order))))
    found = list(rows.order_by(*order)[: limit + 1])
    if len(found) <= limit:
        return found, None
    last = found[limit - 1]
    place = [_plain(getattr(last, column.lstrip("-"))) for column in order]
    return found[:limit], _signer.sign_object([digest, *place])


def _after(order: Sequence[str], place: Sequence[Any]) -> Q:
    """Return the rows behind this place in the order."""
    behind, same = Q(), Q()
    for column, value in zip(order, place, strict=True):
        name, ending = column.lstrip("-"), "lt" if column.startswith("-") else "gt"
        behind |= same & Q(**{f"{name}__{ending}": value})
        same &= Q(**{name: value})
    first = order[0].lstrip("-")
    # Says the same as the rest, in a form that an index on the first column serves.
    return Q(**{f"{first}__{'lte' if order[0].startswith('-') else 'gte'}": place[0]}) & behind


def _read(cursor: str, digest: str, columns: int) -> list[Any]:
    try:
        found, *place = _signer.unsign_object(cursor)
        if found == digest and len(place) == columns:
            return [_typed(value) for value in place]
    except (BadSignature, ValueError, TypeError):
        pass
    raise Fault("cursor.not_found", _("This cursor doesn’t belong to this list. Begin again without one."))


def _plain(value: Any) -> Any:
    return {"at": value.isoformat()} if isinstance(value, datetime) else value


def _typed(value: Any) -> Any:
    return datetime.fromisoformat(value["at"]) if isinstance(value, dict) else value
