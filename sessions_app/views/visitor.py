"""What a request says of who sends it: address, language, browser and system. Hints for operators, never a right to anything."""

from __future__ import annotations

import re
from collections import OrderedDict
from threading import Lock
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from contactcenter.realtime.rate import Bucket
from contactcenter.realtime.wire import Fault

NEW_CLIENTS: Final = 30
PER_SECONDS: Final = 60.0
CODES: Final = 10
CODES_SECONDS: Final = 600.0
PAGES: Final = 120
FILES: Final = 120
"""Requests that bring a file, in a minute; each file takes two."""
PICTURES: Final = 120
LETTERS: Final = 3
LETTERS_SECONDS: Final = 600.0
ADDRESSES_KEPT: Final = 10_000

BROWSERS: Final = [("Edge", r"Edg(?:A|iOS)?/(\d+)"), ("Opera", r"OPR/(\d+)"), ("Samsung Internet", r"SamsungBrowser/(\d+)"),
    ("Firefox", r"(?:Firefox|FxiOS)/(\d+)"), ("Chrome", r"(?:Chrome|CriOS)/(\d+)"), ("Safari", r"Version/(\d+).*Safari")]  # fmt: skip
SYSTEMS: Final = [("iOS", r"iPhone|iPad"), ("Android", r"Android"), ("Windows", r"Windows"), ("macOS", r"Macintosh"),
    ("ChromeOS", r"CrOS"), ("Linux", r"Linux")]  # fmt: skip

_buckets: OrderedDict[str, Bucket] = OrderedDict()
_lock = Lock()


def address(request: HttpRequest) -> str:
    """The sender's address: the connection's, or what our own proxies wrote of it."""
    if settings.TRUSTED_PROXIES:
        forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
        if len(forwarded) >= settings.TRUSTED_PROXIES:
            return forwarded[-settings.TRUSTED_PROXIES]
    return str(request.META.get("REMOTE_ADDR", ""))


def scope_address(scope: Any) -> str:
    """The same for a socket's scope."""
    if settings.TRUSTED_PROXIES:
        values = [value.decode("latin-1") for name, value in scope.get("headers", []) if name == b"x-forwarded-for"]
        forwarded = [part.strip() for part in ",".join(values).split(",") if part.strip()]
        if len(forwarded) >= settings.TRUSTED_PROXIES:
            return forwarded[-settings.TRUSTED_PROXIES]
    return str((scope.get("client") or [""])[0])


def address_hash(plain: str) -> str:
    """An address as it is stored, for bans: a keyed hash, so that the database tells nobody where a client was."""
    return salted_hmac("sessions_app.address", plain, algorithm="sha256").hexdigest() if plain else ""


def count_code(plain: str) -> None:
    """Counts a tried invitation code against its address; raises Fault ``rate.exceeded`` when there were too many."""
    _take(f"code {plain}", CODES, CODES_SECONDS)


def count_page(plain: str) -> None:
    """The same for pages of invitations: a link cannot be guessed, but nobody need be able to try quickly."""
    _take(f"page {plain}", PAGES, PER_SECONDS)


def count_letter(client: int) -> None:
    """Counts a mail against the client who asks for it; raises Fault ``rate.exceeded`` when there were too many."""
    _take(f"letter {client}", LETTERS, LETTERS_SECONDS)


def count_file(sender: str) -> None:
    """Counts a file against whoever wants to send it; raises Fault ``rate.exceeded`` when there were too many."""
    _take(f"file {sender}", FILES, PER_SECONDS)


def count_picture(sender: str) -> None:
    """Counts a picture to look at together against whoever asks for it; raises Fault ``rate.exceeded`` when there were too many."""
    _take(f"picture {sender}", PICTURES, PER_SECONDS)


def own_page(request: HttpRequest) -> None:
    """Raise Fault ``client.origin`` unless a page of our own asks: of the public address, whatever Host the proxy sends, or of this one."""
    ours = {*settings.SOCKET_ORIGINS, settings.PUBLIC_URL, f"{request.scheme}://{request.get_host()}"}
    if request.headers.get("Origin", "") not in ours:
        raise Fault("client.origin", _("This can be asked for by the widget’s own page only."))


def knock(request: HttpRequest) -> None:
    """Counts a new client against its address; raises Fault ``rate.exceeded`` when there were too many."""
    _take(address(request), NEW_CLIENTS, PER_SECONDS)


def _take(key: str, count: int, seconds: float) -> None:
    with _lock:
        bucket = _buckets.pop(key, None) or Bucket(count, seconds)
        _buckets[key] = bucket
        if len(_buckets) > ADDRESSES_KEPT:
            _buckets.popitem(last=False)
        bucket.take()


def language(request: HttpRequest) -> str:
    """The reader's first language, such as ``de-AT``; empty when the browser does not say."""
    return re.split(r"[,;]", request.headers.get("Accept-Language", ""), maxsplit=1)[0].strip()[:35]


def browser(agent: str) -> tuple[str, str]:
    """Browser with its version, and system, in words; empty when unknown."""
    named = ((name, re.search(pattern, agent)) for name, pattern in BROWSERS)
    program = next((f"{name} {found[1]}" for name, found in named if found), "")
    system = next((name for name, pattern in SYSTEMS if re.search(pattern, agent)), "")
    return program, system
