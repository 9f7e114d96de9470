"""E-mail addresses as people write them: the one place that says which are kept and which can be written to."""

from __future__ import annotations

import unicodedata
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext as _

from contactcenter.realtime.wire import Fault

_validate: Final = EmailValidator(allowlist=[])


def clean_email(email: str) -> str:
    """An address as it is kept; empty stays empty. Raises Fault ``entry.email``."""
    email = " ".join(email.split())
    if email and not deliverable(email):
        raise Fault("entry.email", _("This e-mail address is incomplete or has a typo. Write it like name@example.com."))
    return email


def deliverable(email: str) -> bool:
    """Whether a mail server can be asked to deliver to it. What cannot be seen is part of no address."""
    if any(unicodedata.category(character)[0] in "CZ" for character in email) or "[" in email:
        return False
    try:
        _validate(email)
    except ValidationError:
        return False
    return True
