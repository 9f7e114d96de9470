"""Who asks over HTTP for files: the client by token, the operator by http session; and how a refusal is told."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.translation import gettext as _

from contactcenter.realtime.wire import Fault
from sessions_app import selectors
from sessions_app.actor import Actor

STATUS = {
    "share.too_large": 413, "share.type": 415, "session.not_found": 404, "share.not_found": 404, "library.not_found": 404,
    "operator.unknown": 401, "token.invalid": 401,
    "server.busy": 503, "share.storage": 503, "share.scanner": 503, "share.busy": 503, "rate.exceeded": 429, "board.page": 404,
}  # fmt: skip


def actor(request: HttpRequest) -> Actor:
    """Raises a Fault in words for anybody who is neither any more: nothing is said of what they asked for."""
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        client = selectors.client_of(token)
        if client is not None:
            return Actor("client", client.pk, client.name)
    elif not scheme:
        operator = selectors.operator_of(request.user)
        if operator is not None:
            return Actor("operator", operator.pk, operator.name)
        raise Fault("operator.unknown", _("You are signed out. Reload to sign in again."))
    raise Fault("token.invalid", _("You have been away for too long. Reload the page."))


def writer(request: HttpRequest) -> Actor:
    """The same for whoever wants to change something; an operator's page proves that it is ours (a client carries no cookie)."""
    if not request.headers.get("Authorization"):
        forged = CsrfViewMiddleware(lambda _request: HttpResponse()).process_view(request, lambda *_: HttpResponse(), (), {})
        if forged is not None:
            raise Fault("share.forged", _("This page is too old. Reload it and try again."))
    return actor(request)


def refused(fault: Fault) -> JsonResponse:
    """The refusal in words; ``retry`` when the same may pass later."""
    answer = {"code": fault.code, "text": fault.text, "retry": fault.retry}
    return JsonResponse(answer, status=STATUS.get(fault.code, 422))
