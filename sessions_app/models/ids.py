"""Public ids: random, 128 bits and more, so that knowing one tells nothing of the next."""

import re
import secrets
from typing import Final

FORM: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
"""What an id from outside must look like before it is asked for: a database may choke on anything else."""


def public_id() -> str:
    return secrets.token_urlsafe(18)


def widget_key() -> str:
    return secrets.token_urlsafe(9)


def identity_secret() -> str:
    return secrets.token_urlsafe(32)
