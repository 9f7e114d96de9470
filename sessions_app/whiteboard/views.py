"""The picture viewed together (F5), for its two viewers. Served by us whatever the storage, so that a page may draw on it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from contactcenter.realtime.network_address import of_request
from contactcenter.realtime.rate_limit import hit
from contactcenter.realtime.wire import Fault
from sessions_app import rate_limits
from sessions_app.auth.http_auth import actor, refused
from sessions_app.whiteboard import page_images, selectors


@require_GET
def picture(request: HttpRequest, public_id: str) -> HttpResponse:
    """``?page=N`` of a PDF. The bytes of a picture, never of anything else."""
    page = request.GET.get("page", "1")
    try:
        by = actor(request)
        hit(rate_limits.PICTURES, person=by.sender, address=of_request(request))
        row = selectors.seen_share_of(by, public_id)
        shown = page_images.picture(row, int(page) if page.isdecimal() and len(page) < 5 else 0, by.sender)
    except Fault as fault:
        return refused(fault)
    response = HttpResponse(shown.content, content_type=shown.mime)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "private, no-store"
    return response
