"""Client identity, signed by the website's own server (W1, reliability T3). Nothing else ever counts as verified.

The server signs a JSON Web Token (HS256) with the widget's identity secret. Its claims:

``aud``  the widget's public key
``sub``  who it is at the website: text, 1 to 200 characters
``exp``  expiry, in seconds since 1970: in the future, at most ten minutes ahead
``jti``  a unique text of at most 200 characters: each token is accepted once
``name``, ``email``, ``phone``  optional texts of at most 200 characters; they replace what the client wrote

Other claims are ignored. Anything else is refused as ``identity.invalid``, and nothing changes.
"""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import jwt
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from jwt.types import Options

from contactcenter.realtime.wire import Fault
from sessions_app import log, present
from sessions_app.actor import Actor
from sessions_app.models import Client, UsedIdentity, Widget
from sessions_app.protocol import DETAILS, ClientChanged
from sessions_app.rules.text import one_line, storable, visible
from sessions_app.services import search
from sessions_app.services.clients import open_sessions

LONGEST: Final = timedelta(minutes=10)
_FORM: Final = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+){2}")
"""PyJWT skips characters that are not base64."""
_OPTIONS: Final[Options] = {"require": ["aud", "sub", "exp", "jti"], "strict_aud": True, "verify_iat": False, "verify_nbf": False}


def client_identify(*, by: Actor, token: str) -> None:
    """Assign the token's identity to the client.

    Raises ``identity.invalid`` for an invalid token, and ``identity.other`` if this browser already belongs to someone else: one person's
    history must not become another's, so the widget starts with a new client.
    """
    rows = open_sessions(Client.objects.get(pk=by.pk))  # sessions are locked before clients, here as everywhere
    client = Client.objects.select_for_update(of=("self",)).select_related("widget").get(pk=by.pk)
    if client.erased_at is not None:
        raise _invalid()
    now = timezone.now()
    claims = read_token(token, client.widget, now)
    if client.verified and client.external_id != claims["sub"]:
        raise Fault("identity.other", _("This browser is known as someone else. Start over."))
    _use(client.widget, claims, now)
    client.verified, client.external_id = True, claims["sub"]
    for name in DETAILS:
        setattr(client, name, one_line(claims.get(name, "")) or getattr(client, name))
    client.save(update_fields=["verified", "external_id", *DETAILS])
    search.reindex_client(client.pk)
    for row in rows:
        row.client = client
        log.append(row, ClientChanged, by=by, operators_only=True, client=present.client_view(row))


def read_token(token: str, widget: Widget, now: datetime) -> dict[str, Any]:
    """Return the claims of a token that is valid for this widget now. Raises ``identity.invalid`` without saying what is wrong."""
    try:
        return _claims(token, widget, now)
    except Fault:
        raise
    except Exception:  # whatever error a foreign token causes: it's invalid
        raise _invalid() from None


def _claims(token: str, widget: Widget, now: datetime) -> dict[str, Any]:
    if not widget.identity_secret or not _FORM.fullmatch(token) or "crit" in jwt.get_unverified_header(token):
        raise _invalid()
    claims = jwt.decode(token, widget.identity_secret, algorithms=["HS256"], audience=widget.key, options=_OPTIONS)
    ends = claims["exp"]
    if isinstance(ends, bool) or not isinstance(ends, int) or not 0 < ends - now.timestamp() <= LONGEST.total_seconds():
        raise _invalid()
    texts = {name: claims.get(name, "") for name in ("sub", "jti", *DETAILS)}
    if not all(isinstance(text, str) and len(text) <= 200 and storable(text) for text in texts.values()):
        raise _invalid()
    if not visible(texts["sub"]) or not texts["jti"]:
        raise _invalid()
    return claims


def _use(widget: Widget, claims: dict[str, Any], now: datetime) -> None:
    """Mark a token as used; expired ones are forgotten."""
    UsedIdentity.objects.filter(until__lt=now).delete()
    until = datetime.fromtimestamp(claims["exp"], UTC)
    try:
        with transaction.atomic():
            jti = hashlib.sha256(claims["jti"].encode()).hexdigest()
            UsedIdentity.objects.create(widget=widget, jti_hash=jti, until=until)
    except IntegrityError:
        raise _invalid() from None


def _invalid() -> Fault:
    return Fault("identity.invalid", _("The website couldn’t tell who you are."))
