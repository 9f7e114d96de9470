"""When and from where tokens are used. A process has it noted at most once a minute for each token and network address."""

from __future__ import annotations

from typing import Final

from django.utils import timezone

from api.models import ApiToken
from api.services.tokens import USED_EVERY, token_used
from contactcenter.realtime.group_commit import perform
from contactcenter.realtime.network_address import network

KEPT: Final = 1_000
_noted: Final[dict[str, tuple[str, float]]] = {}


def note_use(token: ApiToken, address: str) -> None:
    """Have the use noted, unless this process has just done so."""
    now = timezone.now()
    where = f"{network(address)} {timezone.localdate(now)}"
    before, at = _noted.get(token.token_hash, ("", 0.0))
    if before == where and now.timestamp() - at < USED_EVERY.total_seconds():
        return
    perform(token_used, token=token, address=address)
    if len(_noted) >= KEPT:
        _noted.clear()
    _noted[token.token_hash] = where, now.timestamp()
