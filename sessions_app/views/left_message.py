"""A message left over plain HTTP, for clients whose network blocks sockets: the same service as ``message.leave``."""

from __future__ import annotations

from asgiref.sync import async_to_sync
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from contactcenter.realtime.group_commit import perform
from contactcenter.realtime.network_address import of_request
from contactcenter.realtime.rate_limit import hit
from contactcenter.realtime.wire import Fault, Reader, fields_of
from sessions_app import mail, protocol, rate_limits, selectors
from sessions_app.actor import Actor
from sessions_app.auth import request_info
from sessions_app.models import Widget
from sessions_app.services import left_messages

STATUS = {"rate.exceeded": 429, "widget.not_found": 404, "client.origin": 403}
READER = Reader([protocol.MessageLeave])


@csrf_exempt
@require_POST
def message_leave(request: HttpRequest, key: str) -> HttpResponse:
    """The body is the command ``message.leave``. Answers ``{"token"}``, the client's: a new one unless the request carries one.

    For the widget's own page, limited like new clients. CSRF isn't possible: there is no cookie.
    """
    headers = {"Cache-Control": "no-store"}
    try:
        request_info.require_same_origin(request)
        hit(rate_limits.NEW_CLIENTS, address=of_request(request))
        token = _left(request, selectors.widget_of(key))
    except Fault as fault:
        refusal = {"code": fault.code, "text": str(fault.text)}
        return JsonResponse(refusal, status=STATUS.get(fault.code, 400), headers=headers)
    return JsonResponse({"token": token}, status=201, headers=headers)


def _left(request: HttpRequest, widget: Widget) -> str:
    command = _command(request)
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    client = selectors.client_of(token)
    if client is not None and client.widget_id != widget.pk:
        client = None
    sender = Actor("client", client.pk, client.name).sender if client else ""
    hit(rate_limits.LEFT_MESSAGES, person=sender, address=of_request(request))
    language, browser, system = request_info.language(request), *request_info.browser(request.headers.get("User-Agent", ""))
    new, letter = perform(
        left_messages.letter_leave, widget=widget, client=client, known={"language": language, "browser": browser, "os": system},
        address=request_info.address_hash(of_request(request)), **fields_of(command),
    )  # fmt: skip
    if letter is not None:
        async_to_sync(mail.send_quietly)(letter)
    return new or token


def _command(request: HttpRequest) -> protocol.MessageLeave:
    """Parse the command. Raises Fault for anything that isn't exactly it."""
    try:
        body = request.body.decode()
    except UnicodeDecodeError:
        raise Fault("frame.malformed", _("This isn’t JSON.")) from None
    command = READER.read(body)
    assert isinstance(command, protocol.MessageLeave)
    return command
