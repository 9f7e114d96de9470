"""Client identity: a new client, and one who returns to a frame that can't store anything. For the widget's own page only."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from contactcenter.realtime.group_commit import perform
from contactcenter.realtime.network_address import of_request
from contactcenter.realtime.rate_limit import hit
from contactcenter.realtime.wire import Fault
from sessions_app import rate_limits, selectors
from sessions_app.auth import request_info, return_ticket
from sessions_app.models import Widget
from sessions_app.services import clients

STATUS = {"rate.exceeded": 429, "widget.not_found": 404, "client.origin": 403, "token.invalid": 401, "ticket.invalid": 410}


def _answered(
    view: Callable[[HttpRequest, Widget], dict[str, Any]], status: int = 200
) -> Callable[[HttpRequest, str], HttpResponse]:
    """Wrap the view for the frame's own origin, limited like new clients; refusals in words. CSRF isn't possible: there is no cookie."""

    @csrf_exempt
    @require_POST
    def answer(request: HttpRequest, key: str) -> HttpResponse:
        headers = {"Cache-Control": "no-store"}
        try:
            request_info.require_same_origin(request)
            hit(rate_limits.NEW_CLIENTS, address=of_request(request))
            return JsonResponse(view(request, selectors.widget_of(key)), status=status, headers=headers)
        except Fault as fault:
            refusal = {"code": fault.code, "text": str(fault.text)}
            return JsonResponse(refusal, status=STATUS.get(fault.code, 400), headers=headers)

    return answer


def _holder(request: HttpRequest, widget: Widget) -> return_ticket.Holder:
    return return_ticket.Holder(widget.key, of_request(request), request.headers.get("User-Agent", ""))


def _create(request: HttpRequest, widget: Widget) -> dict[str, Any]:
    language, browser, system = request_info.language(request), *request_info.browser(request.headers.get("User-Agent", ""))
    known = {"language": language, "browser": browser, "os": system}
    known["address"] = request_info.address_hash(of_request(request))
    client, token = perform(clients.client_create, widget=widget, **known)
    return {"token": token, "client": client.public_id}


def _seconds() -> int:
    return int(timezone.now().timestamp())


def _ticket(request: HttpRequest, widget: Widget) -> dict[str, Any]:
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    client = selectors.client_of(token)
    if client is None or client.widget_id != widget.pk:
        raise Fault("token.invalid", _("This token is no longer valid."))
    return {"ticket": return_ticket.seal(token, _holder(request, widget), now=_seconds())}


def _return(request: HttpRequest, widget: Widget) -> dict[str, Any]:
    token = return_ticket.unseal(_given(request), _holder(request, widget), now=_seconds())
    client = selectors.client_of(token)
    if client is None or client.widget_id != widget.pk:
        raise Fault("ticket.invalid", _("Your earlier conversation can’t be found from here. You can start a new one."))
    return {"token": token}


def _given(request: HttpRequest) -> str:
    """Return the ticket in the request; empty if there is none."""
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError, RequestDataTooBig, UnreadablePostError):
        return ""
    given = body.get("ticket") if isinstance(body, dict) else None
    return given if isinstance(given, str) else ""


client_create = _answered(_create, status=201)
"""Create a client of the widget: ``{"token", "client"}``. The token is shown once and kept by the frame."""

client_ticket = _answered(_ticket)
"""Create a return ticket for the client with this token: ``{"ticket"}``."""

client_return = _answered(_return)
"""Return the token in a ticket, ``{"token"}``; 410 in words if it isn't valid here."""
