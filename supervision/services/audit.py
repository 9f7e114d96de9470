"""Write the audit (A8) in the transaction of the act it tells of: neither is ever there without the other."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import Model
from django.http import HttpRequest
from django.utils.functional import Promise

from contactcenter.languages.house import in_house_language
from contactcenter.realtime.network_address import of_request
from sessions_app.rules.text import one_line
from supervision.models import AuditEntry

Verb = AuditEntry.Verb
DETAIL: Final = 4_000
LINE: Final = 1_000
PERSONAL: Final = frozenset({"client", "ban", "invitation", "share"})
"""Kinds whose names tell about clients: only their number is kept, so that erasing a client leaves nothing here."""


def record(
    user: Any,
    verb: AuditEntry.Verb,
    target: Model | None = None,
    detail: str | Promise = "",
    *,
    kind: str = "",
    name: str | Promise = "",
    rows: int | None = None,
    tried: str = "",
    request: HttpRequest | None = None,
) -> AuditEntry:
    """Add a line in the running transaction: ``user`` (an account, or None for the system and for unknown people) did ``verb``.

    ``kind`` and ``name`` describe a target that is no row, such as a report. ``detail`` is text, one fact a line; ``rows`` tells how many
    were exported; ``tried`` is the name somebody unknown gave. Lazy texts are kept in the house's language, others have to come in it.
    """
    known = user if getattr(user, "is_authenticated", False) else None
    with in_house_language():
        target_name, facts = _name(target) if target else one_line(str(name)), str(detail).splitlines()
    return AuditEntry.objects.create(
        user=known,
        user_name=one_line(known.get_username() if known else tried, 150),
        verb=verb,
        kind=kind_of(target) if target else kind,
        target_id=target.pk if target else None,
        target_name=target_name,
        detail="\n".join(filter(None, (one_line(line, LINE) for line in facts)))[:DETAIL],
        rows=rows,
        address=of_request(request)[:64] if request else "",
    )


def kind_of(model: Model | type[Model]) -> str:
    """Return the kind of a model's rows: its name, with Django's own groups told apart from ours."""
    meta = model._meta
    return meta.label_lower if meta.app_label == "auth" else str(meta.model_name)


def _name(target: Model) -> str:
    return f"#{target.pk}" if target._meta.model_name in PERSONAL else one_line(str(target))
