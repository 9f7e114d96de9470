"""E-mail addresses as people write them: the only place that decides which are stored and which can receive mail."""

from __future__ import annotations

import unicodedata
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext as _

from contactcenter.realtime.wire import Fault

_validate: Final = EmailValidator(allowlist=[])


def clean_email(email: str) -> str:
    """Return the address as it's stored; empty stays empty. Raises Fault ``entry.email``."""
    email = " ".join(email.split())
    if email and not deliverable(email):
        raise Fault("entry.email", _("This e-mail address is incomplete or has a typo. Write it like name@example.com."))
    return email


def deliverable(email: str) -> bool:
    """Whether a mail server can be asked to deliver to it. Invisible characters make an address invalid."""
    if any(unicodedata.category(character)[0] in "CZ" for character in email) or "[" in email:
        return False
    try:
        _validate(email)
    except ValidationError:
        return False
    return True
