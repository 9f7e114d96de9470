"""From what a program sends to its token, and which tokens a supervisor sees. Reads only."""

from __future__ import annotations

import re
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from api.models import ApiToken
from contactcenter.realtime.wire import Fault
from sessions_app.selectors import token_hash

PREFIX: Final = "cc_"
_FORM: Final = re.compile(rf"{PREFIX}[A-Za-z0-9_-]{{40,80}}")


def token_of(header: str) -> tuple[ApiToken, str]:
    """Return the token of an ``Authorization`` header, and the secret itself. Asked for with every request: revoking takes effect at once.

    Raises ``token.missing``, ``token.unknown``, ``token.revoked`` or ``token.expired`` in words.
    """
    scheme, _space, secret = header.strip().partition(" ")
    if not header.strip():
        raise Fault("token.missing", _("Send your token in the header “Authorization: Bearer cc_…”."))
    if scheme.lower() != "bearer" or not _FORM.fullmatch(secret.strip()):
        raise Fault("token.unknown", _("This isn’t an API token. It begins with “cc_”, and follows the word Bearer."))
    secret = secret.strip()
    row = ApiToken.objects.select_related("account").filter(token_hash=token_hash(secret)).first()
    if row is None:
        raise Fault("token.unknown", _("There’s no such token. Check it, or ask for a new one."))
    if row.revoked_at is not None or row.account is None or not row.account.is_active:
        raise Fault("token.revoked", _("This token was revoked. Ask for a new one."))
    if row.expires_at is not None and row.expires_at <= timezone.now():
        raise Fault("token.expired", _("This token has expired. Ask for a new one."))
    return row, secret
