"""From a request to the struct an endpoint declares. Whatever isn't declared is refused in words."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final, TypeVar

import msgspec
from django.http import HttpRequest
from django.utils.translation import gettext as _
from msgspec import Struct

from contactcenter.realtime.wire import Fault
from sessions_app.rules.text import storable

BODY_BYTES: Final = 64 * 1024
TIME: Final = re.compile(r"\d{4}-")
KEY: Final = re.compile(r"[\x21-\x7e]{1,255}")
S = TypeVar("S", bound=Struct)


def query_of(request: HttpRequest, kind: type[S]) -> S:
    """Return the query parameters. Raises ``query.invalid``."""
    given: dict[str, str] = {}
    for name, values in request.GET.lists():
        if len(values) > 1:
            raise Fault("query.invalid", _("“%(name)s” is given twice.") % {"name": name[:60]})
        given[name] = values[0]
    if not all(storable(text) for pair in given.items() for text in pair):
        raise Fault("query.invalid", _("The query contains characters that can’t be used."))
    try:
        found = msgspec.convert(given, kind, strict=False)
    except msgspec.ValidationError as error:
        raise Fault("query.invalid", _words(error)) from None
    # Read leniently, the word "null" is none, and a number a time: neither is what an address can mean.
    read = {field.encode_name: getattr(found, field.name) for field in msgspec.structs.fields(kind)}
    if numbers := [name for name, text in given.items() if isinstance(read[name], datetime) and not TIME.match(text)]:
        raise Fault("query.invalid", _("“%(name)s” isn’t a time such as 2026-11-29T08:00:00Z.") % {"name": numbers[0]})
    if empty := [name for name in given if read[name] is None]:
        raise Fault("query.invalid", _("“%(name)s” can’t be null. Leave it out instead.") % {"name": empty[0]})
    return found


def body_of(request: HttpRequest, kind: type[S]) -> S:
    """Return the body. An empty one has no fields. Raises ``body.type``, ``body.too_large``, ``body.malformed`` or ``body.invalid``."""
    raw = request.body
    if len(raw) > BODY_BYTES:
        raise Fault("body.too_large", _("A body has at most %(size)s KB.") % {"size": BODY_BYTES // 1024})
    if raw and request.content_type != "application/json":
        raise Fault("body.type", _("Send JSON, with the header “Content-Type: application/json”."))
    try:
        given = msgspec.json.decode(raw or b"{}")
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        raise Fault("body.malformed", _("The body isn’t JSON.")) from None
    if not isinstance(given, dict):
        raise Fault("body.malformed", _("The body must be one JSON object."))
    if not all(storable(value) for value in given.values() if isinstance(value, str)):
        raise Fault("body.invalid", _("The text contains characters that can’t be saved."))
    try:
        return msgspec.convert({name: _integer(value) for name, value in given.items()}, kind)
    except (msgspec.ValidationError, RecursionError) as error:
        raise Fault("body.invalid", _words(error)) from None


def _integer(value: object) -> object:
    """Return 5 for 5.0: to JSON they are the same number."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def idempotency_key_of(request: HttpRequest) -> str:
    """Return the ``Idempotency-Key``; empty if there is none. Raises ``idempotency.key``."""
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return ""
    if not KEY.fullmatch(key):
        raise Fault("idempotency.key", _("An Idempotency-Key has 1 to 255 visible characters. A UUID is a good one."))
    return key


def _words(error: Exception) -> str:
    """Return what msgspec says, with its path as people write it: ``$.limit`` is ``limit``."""
    return str(error).replace("`$.", "`").replace("$[...]", "the object")
