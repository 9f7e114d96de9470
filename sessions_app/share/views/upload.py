"""Uploads over HTTP: announced, sent in a form through us or straight to the S3 storage, then completed."""

from __future__ import annotations

from typing import Any

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from contactcenter.realtime.network_address import of_request
from contactcenter.realtime.rate_limit import hit
from contactcenter.realtime.wire import Fault
from contactcenter.web.streamed_upload import file_of
from sessions_app import rate_limits
from sessions_app.auth.http_auth import refused, writer
from sessions_app.files import checks
from sessions_app.models import LibraryItem, Share
from sessions_app.share import present
from sessions_app.share.services.library import library_begin, library_complete, library_upload
from sessions_app.share.services.snapshots import snapshot_upload
from sessions_app.share.services.uploads import share_begin, share_complete, share_upload

FORM_BYTES = 64 * 1024
"""Maximum size of a form's text besides its file."""


def _shown(row: Share | LibraryItem) -> dict[str, Any]:
    view = present.share_view(row) if isinstance(row, Share) else present.library_view(row)
    shown: dict[str, Any] = msgspec.to_builtins(view)
    return {"share" if isinstance(row, Share) else "item": shown}


def _text(request: HttpRequest, name: str) -> str:
    return str(request.POST.get(name, ""))


def _of_session(request: HttpRequest) -> dict[str, str]:
    return {name: _text(request, name) for name in ("session", "call", "source")} | {"kind": _text(request, "kind") or "upload"}


@csrf_exempt  # ``writer`` checks it for operators
@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """Multipart ``file``, ``name``, ``session`` (or ``library=1``), ``kind``, ``send``; answers the file as its readers will see it.
    ``source`` is *whiteboard* for a picture composed there.

    With ``request`` the file answers an operator's request for a picture: ``file``, ``name``, ``request``, ``source``.
    """
    try:
        if int(request.headers.get("Content-Length") or 0) > settings.SHARE_BYTES + FORM_BYTES:
            checks.check_announced("", settings.SHARE_BYTES + 1)
        by = writer(request)
        hit(rate_limits.FILES, person=by.sender, address=of_request(request))
        file = file_of(request)
        if file is None:
            raise Fault("share.empty", _("This request has no file."))
        # In its own field a name is neither cut nor altered on the way; only our own rules decide what it may be.
        file.__dict__["_name"] = _text(request, "name") or file.name
        if asked := _text(request, "request"):
            row: Share | LibraryItem = snapshot_upload(by=by, request=asked, file=file, source=_text(request, "source"))
            if by.role == "client":  # the picture is the operators' own until sent: its device only learns that it arrived
                return JsonResponse({"share": {"id": row.public_id}}, status=201)
        elif _text(request, "library") == "1":
            row = library_upload(by=by, file=file)
        else:
            row = share_upload(by=by, file=file, send=_text(request, "send") == "1", **_of_session(request))
    except Fault as fault:
        return refused(fault)
    return JsonResponse(_shown(row), status=201)


@csrf_exempt
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """``session`` (or ``library=1``), ``kind``, ``name``, ``size``: check whether it may be uploaded.

    ``{"direct": {"url", "fields"}, "id"}`` for an S3 storage, ``{"direct": null}`` for a folder: then ``upload``.
    """
    try:
        by = writer(request)
        hit(rate_limits.FILES, person=by.sender, address=of_request(request))
        size = _text(request, "size")
        wanted = {"name": _text(request, "name"), "size": int(size[:18]) if size.isdecimal() else 0}
        if _text(request, "library") == "1":
            begun: tuple[Share | LibraryItem, dict[str, Any]] | None = library_begin(by=by, **wanted)  # type: ignore[arg-type]
        else:
            begun = share_begin(by=by, **wanted, **_of_session(request))  # type: ignore[arg-type]
    except Fault as fault:
        return refused(fault)
    if begun is None:
        return JsonResponse({"direct": None})
    row, ticket = begun
    return JsonResponse({"direct": ticket, "id": row.public_id}, status=201)


@csrf_exempt
@require_POST
def complete(request: HttpRequest) -> HttpResponse:
    """``id`` (and ``library=1``, ``send``): the bytes are in the storage's quarantine. Answers like ``upload``."""
    try:
        by = writer(request)
        if _text(request, "library") == "1":
            row: Share | LibraryItem = library_complete(by=by, item=_text(request, "id"))
        else:
            row = share_complete(by=by, share=_text(request, "id"), send=_text(request, "send") == "1")
    except Fault as fault:
        return refused(fault)
    return JsonResponse(_shown(row), status=201)
