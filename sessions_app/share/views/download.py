"""Downloads over HTTP: by a short-lived address of one file, created after the right was checked. Nothing in a file runs in our origin."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import PurePath
from typing import Final, NamedTuple

from asgiref.sync import sync_to_async
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, JsonResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from contactcenter.realtime.wire import Fault
from contactcenter.web.signed_for_a_time import TimeSigner
from sessions_app.auth.http_auth import actor, refused
from sessions_app.files import charset, storage
from sessions_app.files.sandbox.fair_semaphore import release_connection
from sessions_app.files.sandbox.kinds import FORMATS
from sessions_app.models import LibraryItem, Share
from sessions_app.selectors import not_found
from sessions_app.share import selectors

CHUNK: Final = 256 * 1024
PDF: Final = "application/pdf"
PLAYED: Final = {
    "video/mp4",
    "video/webm",
    "video/quicktime",
    "audio/mpeg",
    "audio/ogg",
    "audio/x-wav",
    "audio/mp4",
    "audio/x-m4a",
}
INLINE: Final = {*FORMATS, *PLAYED, PDF, "text/plain"}
ROWS: Final[dict[str, type[Share] | type[LibraryItem]]] = {"share": Share, "library": LibraryItem}
POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; media-src 'self'; frame-ancestors 'self'"
_RANGE: Final = re.compile(r"bytes=(\d{1,15})-(\d{0,15})")

signer = TimeSigner(salt="share")


class Bytes(NamedTuple):
    """The target of an address: the stored name, the shown name and the type it's shown as."""

    key: str
    name: str
    mime: str
    inline: bool


def _bytes_of(row: Share | LibraryItem, form: str) -> Bytes:
    """``form``: ``save``, ``show`` (only what browsers show without running it), or ``small`` (a picture's thumbnail)."""
    key, inline = str(row.file.name or ""), form != "save" and row.mime in INLINE
    if form != "small" or not row.thumbnail:
        return Bytes(key, row.name, _text_type(key) if inline and row.mime == "text/plain" else row.mime, inline)
    ending = PurePath(row.thumbnail).suffix
    return Bytes(row.thumbnail, f"{PurePath(row.name).stem}{ending}", "image/webp" if ending == ".webp" else "image/jpeg", inline)


def _text_type(key: str) -> str:
    """Return the type of a text with its character set: without one browsers guess, and a wrong guess spoils every accent."""
    release_connection()
    try:
        with default_storage.open(key, "rb") as file:
            return f"text/plain; charset={charset.of_text(file.read(charset.HEAD))}"
    except storage.failures():
        return "text/plain; charset=utf-8"


@require_GET
def address(request: HttpRequest, public_id: str, kind: str = "share") -> HttpResponse:
    """``?inline=1`` to show it, ``?small=1`` for a picture's thumbnail: ``{"url", "seconds"}`` for anyone who may see it now."""
    try:
        by = actor(request)
    except Fault as fault:
        return refused(fault)
    try:
        row = selectors.readable_share(by, public_id) if kind == "share" else selectors.library_item_of(by, public_id)
        if not row.file:
            raise not_found(kind)
    except Fault:
        return refused(not_found(kind))
    form = "small" if request.GET.get("small") == "1" else "show" if request.GET.get("inline") == "1" else "save"
    url, seconds = address_of(kind, row, form)
    return JsonResponse({"url": url, "seconds": seconds}, headers={"Cache-Control": "no-store"})


def address_of(kind: str, row: Share | LibraryItem, form: str) -> tuple[str, int]:
    """Return a short-lived address of the bytes and its lifetime in seconds. The right was checked before."""
    found = _bytes_of(row, form)
    seconds = settings.SHARE_MEDIA_SECONDS if found.inline and found.mime in PLAYED else settings.SHARE_ADDRESS_SECONDS
    if storage.direct():
        url = storage.signed_address(found.key, name=found.name, mime=found.mime, inline=found.inline, seconds=seconds)
    else:
        url = reverse("share-file", args=[signer.sign_object([kind, row.pk, form]), found.name])
    return url, seconds


def _find(signed: str, name: str) -> Bytes:
    kind, pk, form = signer.unsign_object(signed, max_age=settings.SHARE_MEDIA_SECONDS)
    row = ROWS[kind].objects.get(pk=pk, state=Share.State.READY)
    found = _bytes_of(row, form)
    if not (found.inline and found.mime in PLAYED):
        signer.unsign(signed, max_age=settings.SHARE_ADDRESS_SECONDS)
    if found.name != name or not storage.exists(found.key):
        raise FileNotFoundError(pk)
    release_connection()  # a slow reader would keep it to the end
    return found


@require_GET
async def download(request: HttpRequest, signed: str, name: str) -> HttpResponse | StreamingHttpResponse:
    """Send the bytes. Whatever they are, they run nowhere: type by our own check, sandboxed, never sniffed."""
    try:
        found = await sync_to_async(_find)(signed, name)
        size = await sync_to_async(default_storage.size)(found.key)
    except (BadSignature, Share.DoesNotExist, LibraryItem.DoesNotExist, FileNotFoundError, ValueError, KeyError):
        return HttpResponseNotFound(_("This link has expired. Open the file again."), content_type="text/plain; charset=utf-8")
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    first = int(asked[1]) if asked else 0
    last = min(int(asked[2]), size - 1) if asked and asked[2] else size - 1
    if asked and (first >= size or last < first):
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    response = StreamingHttpResponse(
        _read(found.key, first, last - first + 1),
        content_type=found.mime if found.inline else storage.OPAQUE,
        status=206 if asked else 200,
    )
    if asked:
        response.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Content-Disposition"] = storage.disposition(found.name, inline=found.inline)
    response.headers["Content-Length"] = str(last - first + 1)
    response.headers["Content-Encoding"] = "identity"  # compressed piece by piece, browsers would read the first piece only
    # A browser's own PDF reader doesn't start in a sandbox; the content of a PDF has no access to a page's origin anyway.
    response.headers["Content-Security-Policy"] = POLICY if found.inline and found.mime == PDF else f"{POLICY}; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "private, no-store"
    return response


async def _read(key: str, first: int, count: int) -> AsyncIterator[bytes]:
    """Open the file at the first read: a reader who leaves before that leaves nothing open."""
    file = await sync_to_async(default_storage.open, thread_sensitive=False)(key, "rb")
    try:
        await sync_to_async(file.seek, thread_sensitive=False)(first)
        while count and (chunk := await sync_to_async(file.read, thread_sensitive=False)(min(CHUNK, count))):
            count -= len(chunk)
            yield chunk
    finally:
        await sync_to_async(file.close, thread_sensitive=False)()
