"""Public ids: random, at least 128 bits, so that knowing one reveals nothing about another."""

import re
import secrets
from typing import Final

FORM: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
"""Format of an id from outside, checked before the query: a database may fail on anything else."""


def public_id() -> str:
    return secrets.token_urlsafe(18)


def widget_key() -> str:
    return secrets.token_urlsafe(9)


def identity_secret() -> str:
    return secrets.token_urlsafe(32)
