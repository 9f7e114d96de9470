"""HTTP authentication for file requests: the client by token, the operator by http session; and refusals."""

from __future__ import annotations

import io
import time
from importlib import import_module
from typing import Any, Final

from django.conf import settings
from django.contrib.auth import get_user
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.translation import gettext as _

from contactcenter.realtime.db_reads import read
from contactcenter.realtime.wire import Fault
from contactcenter.web.body_limit import Admission
from sessions_app import hooks, selectors
from sessions_app.actor import Actor
from sessions_app.models import User

STATUS = {
    "share.too_large": 413, "share.type": 415, "session.not_found": 404, "share.not_found": 404, "library.not_found": 404,
    "operator.unknown": 401, "token.invalid": 401,
    "server.busy": 503, "share.storage": 503, "share.scanner": 503, "share.busy": 503, "rate.exceeded": 429, "board.page": 404,
}  # fmt: skip

ADMITTED: Final = "contactcenter.admitted"
ADMITTED_SECONDS: Final = 2.0
"""How long the answer given before the body is read still holds after it: most files arrive at once, and nobody is looked up twice."""


def actor(request: HttpRequest) -> Actor:
    """Return the actor. Raises a Fault for anybody who is neither any more, without a word about what they asked for."""
    admitted, until = getattr(request, "scope", {}).get(ADMITTED, (None, 0.0))
    if admitted and time.monotonic() < until:
        return admitted  # type: ignore[no-any-return]
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        client = selectors.client_actor(token)
        if client is not None:
            return client
    elif not scheme:
        operator = selectors.operator_of(request.user)
        if operator is not None and not hooks.lacks_second_factor(operator.user):
            return Actor("operator", operator.pk, operator.name)
        raise Fault("operator.unknown", _("You’re signed out. Reload to sign in again."))
    raise Fault("token.invalid", _("You’ve been away for too long. Reload the page."))


async def admit(scope: dict[str, Any]) -> Admission:
    """Identify the sender by token or http session alone, before the body is read. The view checks the rights to what is asked for."""
    return await read(_admission, scope)


def _admission(scope: dict[str, Any]) -> Admission:
    request = ASGIRequest(scope, io.BytesIO())
    sessions = import_module(settings.SESSION_ENGINE)
    request.session = sessions.SessionStore(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
    request.user = get_user(request)
    if request.path.startswith("/admin/"):
        if (
            isinstance(request.user, User)
            and request.user.is_active
            and request.user.is_staff
            and not hooks.lacks_second_factor(request.user)
        ):
            return Admission(f"user:{request.user.pk}")
        answer = refused(Fault("operator.unknown", _("You’re signed out. Reload to sign in again.")))
        return Admission(status=403, text=answer.content)
    try:
        admitted = actor(request)
        scope[ADMITTED] = (admitted, time.monotonic() + ADMITTED_SECONDS)
        return Admission(admitted.sender)
    except Fault as fault:
        answer = refused(fault)
        return Admission(status=answer.status_code, text=answer.content)


def writer(request: HttpRequest) -> Actor:
    """Like ``actor``, for changes; an operator's page must prove that it's ours (a client sends no cookie)."""
    if not request.headers.get("Authorization"):
        forged = CsrfViewMiddleware(lambda _request: HttpResponse()).process_view(request, lambda *_: HttpResponse(), (), {})
        if forged is not None:
            raise Fault("share.forged", _("This page is out of date. Reload it and try again."))
    return actor(request)


def refused(fault: Fault) -> JsonResponse:
    """Return the refusal in words; ``retry`` if the same request may succeed later."""
    answer = {"code": fault.code, "text": fault.text, "retry": fault.retry}
    return JsonResponse(answer, status=STATUS.get(fault.code, 422))
