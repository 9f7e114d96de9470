"""Public ids: random, at least 128 bits, so that knowing one reveals nothing about another."""

from __future__ import annotations

import re
import secrets
from typing import Final

CHARACTERS: Final = "[A-Za-z0-9_-]"
LENGTH: Final = 64
_FORM: Final = re.compile(f"{CHARACTERS}{{1,{LENGTH}}}")


def public_id() -> str:
    """Return a new id."""
    return secrets.token_urlsafe(18)


def is_public_id(text: str) -> bool:
    """Whether it may be an id. Check it before a query with an id from outside: a database may fail on anything else."""
    return _FORM.fullmatch(text) is not None
