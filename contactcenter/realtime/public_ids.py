"""Public ids: random, at least 128 bits, so that knowing one reveals nothing about another."""

from __future__ import annotations

import re
import secrets
import string
from typing import Final

CHARACTERS: Final = "[A-Za-z0-9_-]"
LENGTH: Final = 64
_FORM: Final = re.compile(f"{CHARACTERS}{{1,{LENGTH}}}")


def public_id() -> str:
    """Return a new id. It begins with a letter: a command line takes a first hyphen for an option."""
    return secrets.choice(string.ascii_letters) + secrets.token_urlsafe(18)[1:]


def is_public_id(text: str) -> bool:
    """Whether it may be an id. Check it before a query with an id from outside: a database may fail on anything else."""
    return _FORM.fullmatch(text) is not None
