"""Files go over HTTP: up with a right to the session, down by a short-lived address of one file."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import quote

import msgspec
from asgiref.sync import sync_to_async
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, JsonResponse, StreamingHttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from contactcenter.realtime.wire import Fault
from sessions_app import present, selectors
from sessions_app.actor import Actor
from sessions_app.models import Share
from sessions_app.protocol import ShareView
from sessions_app.services.share import PICTURES, share_upload

CHUNK = 64 * 1024
STATUS = {"share.too_large": 413, "share.type": 415, "session.not_found": 404, "share.not_found": 404, "server.busy": 503}
INLINE = {*PICTURES, "application/pdf", "video/mp4", "video/webm", "audio/mpeg", "audio/ogg", "audio/x-wav", "text/plain"}

signer = TimestampSigner(salt="share")


def _actor(request: HttpRequest) -> Actor:
    """The client by token, or the operator by http session; raises Fault for anybody else."""
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        client = selectors.client_of(token)
        if client is not None:
            return Actor("client", client.pk, client.name)
    elif not scheme:
        operator = selectors.operator_of(request.user)
        if operator is not None:
            return Actor("operator", operator.pk, operator.name)
    raise selectors.not_found("session")


def _refused(fault: Fault) -> JsonResponse:
    return JsonResponse({"code": fault.code, "text": fault.text}, status=STATUS.get(fault.code, 422))


def _shown(view: ShareView) -> dict[str, Any]:
    shown: dict[str, Any] = msgspec.to_builtins(view)
    return shown


@csrf_exempt  # checked below for operators; a client carries no cookie that could be ridden on
@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """Multipart ``file``, ``session``, ``kind``, ``send``; answers the file as everybody in the session will see it."""
    if not request.headers.get("Authorization"):
        forged = CsrfViewMiddleware(lambda _request: HttpResponse()).process_view(request, lambda *_: HttpResponse(), (), {})
        if forged is not None:
            return _refused(Fault("share.forged", _("This page is too old. Reload it and try again.")))
    try:
        by = _actor(request)
        length = int(request.headers.get("Content-Length") or 0)
        if length > settings.SHARE_BYTES + 64 * 1024:
            raise Fault(
                "share.too_large", _("A file holds at most %(count)s MB.") % {"count": settings.SHARE_BYTES // 1024 // 1024}
            )
        file = request.FILES.get("file")
        if file is None:
            raise Fault("share.empty", _("There is no file in this request."))
        form = request.POST
        share = share_upload(
            by=by,
            session=str(form.get("session", "")),
            file=file,
            kind=str(form.get("kind", "upload")),
            send=form.get("send") == "1",
            source=str(form.get("source", "")),
        )
    except Fault as fault:
        return _refused(fault)
    return JsonResponse({"share": _shown(present.share_view(share))}, status=201)


@require_GET
def address(request: HttpRequest, public_id: str) -> HttpResponse:
    """A short-lived address of one file for whoever may see it now."""
    try:
        share = selectors.share_of(_actor(request), public_id)
    except Fault:
        return _refused(selectors.not_found("share"))
    inline = request.GET.get("inline") == "1" and share.mime in INLINE
    signed = signer.sign_object([share.pk, int(inline)])
    url = reverse("share-file", args=[signed, share.name])
    return JsonResponse({"url": url, "seconds": settings.SHARE_ADDRESS_SECONDS}, headers={"Cache-Control": "no-store"})


@require_GET
async def download(request: HttpRequest, signed: str, name: str) -> HttpResponse | StreamingHttpResponse:
    """The bytes. Whatever they are, they run nowhere: type by our own check, sandboxed, never sniffed."""
    try:
        pk, inline = signer.unsign_object(signed, max_age=settings.SHARE_ADDRESS_SECONDS)
        share = await Share.objects.aget(pk=pk, state=Share.State.READY)
        if share.name != name or not await sync_to_async(default_storage.exists)(str(share.file.name)):
            raise FileNotFoundError(share.pk)
    except (BadSignature, Share.DoesNotExist, FileNotFoundError):
        return HttpResponseNotFound(
            _("This address has expired. Ask for the file again."), content_type="text/plain; charset=utf-8"
        )
    response = StreamingHttpResponse(
        _bytes(str(share.file.name)), content_type=share.mime if inline else "application/octet-stream"
    )
    disposition = "inline" if inline else "attachment"
    response.headers["Content-Disposition"] = f"{disposition}; filename*=UTF-8''{quote(share.name, safe='')}"
    response.headers["Content-Length"] = str(share.size)
    response.headers["Content-Encoding"] = "identity"  # compressed piece by piece, browsers would read the first piece only
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; media-src 'self'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "private, no-store"
    return response


async def _bytes(name: str) -> AsyncIterator[bytes]:
    """Opened by the first read: whoever goes away before it leaves nothing open."""
    file = await sync_to_async(default_storage.open, thread_sensitive=False)(name, "rb")
    try:
        while chunk := await sync_to_async(file.read, thread_sensitive=False)(CHUNK):
            yield chunk
    finally:
        await sync_to_async(file.close, thread_sensitive=False)()
