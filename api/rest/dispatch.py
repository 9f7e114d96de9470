"""One request to an endpoint: who asks, may they, how often, what exactly; then the answer, or the refusal in words."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Mapping
from functools import partial
from http import HTTPStatus
from typing import Any, Final

import msgspec
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from api.last_use import note_use
from api.rest import parsing
from api.rest.endpoint import ENDPOINTS, Call, Endpoint, NoQuery
from api.rest.problems import AGAIN_SECONDS, problem
from api.selectors import token_of
from api.services.idempotency import Answer, answer_once
from contactcenter.realtime.group_commit import perform
from contactcenter.realtime.network_address import of_request
from contactcenter.realtime.rate_limit import Quota, hit, spend
from contactcenter.realtime.wire import Fault
from contactcenter.web.database_away import ours
from sessions_app import rate_limits
from sessions_app.actor import Actor

log = logging.getLogger(__name__)
NO_BODY: Final = Answer(HTTPStatus.NO_CONTENT, b"")
LARGEST: Final = 2**53 - 1
_encode: Final = msgspec.json.Encoder().encode

View = Callable[..., HttpResponse]


def view_of(path: str) -> View:
    """Return the view of all endpoints with this path."""
    by_method = {each.method: each for each in ENDPOINTS if each.path == path}

    @csrf_exempt  # no cookie signs anybody in here
    def view(request: HttpRequest, **parameters: Any) -> HttpResponse:
        return answer(request, by_method, parameters)

    return view


@csrf_exempt
def no_such_address(request: HttpRequest, **_parameters: Any) -> HttpResponse:
    return problem(Fault("path.not_found", _("The API has no such address. All of them are in /api/openapi.json.")))


def answer(request: HttpRequest, by_method: Mapping[str, Endpoint], parameters: dict[str, Any]) -> HttpResponse:
    """Answer the request. Nothing that goes wrong leaves here as a page or with a traceback."""
    try:
        found = by_method.get("GET" if request.method == "HEAD" else request.method or "")
        if found is None:
            return _wrong_method(by_method)
        return _answered(request, found, parameters)
    except Fault as fault:
        return problem(fault)
    except (OperationalError, InterfaceError) as error:
        if ours(error):
            return _failed()
        log.warning("the database did not answer a request: %s", str(error).strip().partition("\n")[0])
        return problem(
            Fault(
                "server.busy",
                _("The service can’t answer right now. Try again in %(seconds)s seconds.") % {"seconds": AGAIN_SECONDS},
            )
        )
    except Exception:
        return _failed()


def _failed() -> HttpResponse:
    log.exception("an API request failed")
    return problem(Fault("server.error", _("Something went wrong here. Try again later; if it stays, tell an administrator.")))


def _wrong_method(by_method: Mapping[str, Endpoint]) -> HttpResponse:
    allowed = sorted(by_method)
    words = _("This address knows %(methods)s only.") % {"methods": ", ".join(allowed)}
    refusal = problem(Fault("method.not_allowed", words))
    refusal.headers["Allow"] = ", ".join(allowed)
    return refusal


def _answered(request: HttpRequest, found: Endpoint, parameters: dict[str, Any]) -> HttpResponse:
    call = _identified(request)
    quota = spend(rate_limits.API_REQUESTS, person=str(call.token.pk))
    try:
        response = _run(call, found, parameters)
    except Fault as fault:
        response = problem(fault)
    response.headers.setdefault("Cache-Control", "no-store")
    return _with_quota(response, quota)


def _identified(request: HttpRequest) -> Call:
    """Return the call of a valid token. Raises a fault of 401, or ``rate.exceeded`` where somebody tries many."""
    address = of_request(request)
    try:
        token, secret = token_of(request.headers.get("Authorization", ""))
    except Fault:
        hit(rate_limits.UNKNOWN_TOKENS, address=address)
        raise
    assert token.account is not None
    note_use(token, address)
    return Call(request, token, secret, token.account, Actor("supervisor", token.account.pk, token.name))


def _run(call: Call, found: Endpoint, parameters: dict[str, Any]) -> HttpResponse:
    if not set(found.scopes) & set(call.token.scopes):
        words = _("This token may not do this. It needs the scope %(scope)s.") % {"scope": _(" or ").join(found.scopes)}
        raise Fault("token.scope", words)
    given: dict[str, Any] = {name: _parameter(name, value) for name, value in parameters.items()}
    query = parsing.query_of(call.request, found.query or NoQuery)
    if found.query is not None:
        given["query"] = query
    if found.body is not None:
        given["body"] = parsing.body_of(call.request, found.body)
    if found.changes:
        return _changed(call, found, given)
    result = found.run(call, **given)
    if isinstance(result, HttpResponse):
        return result
    body = _encode(result)
    response = HttpResponse(body, status=found.status, content_type="application/json")
    if not found.etag:
        return response
    etag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, no-cache"
    return get_conditional_response(call.request, etag=etag, response=response) or response


def _changed(call: Call, found: Endpoint, given: dict[str, Any]) -> HttpResponse:
    """Run an endpoint that changes something: in one transaction with the answer to repeated requests."""
    key = parsing.idempotency_key_of(call.request)
    act = partial(_act, call, found, given)
    if key:
        digest = hashlib.sha256(call.secret.encode())  # of names in the body nobody can make sure by guessing
        for part in (found.method, call.request.get_full_path(), call.request.body.decode("latin-1")):
            digest.update(f"{len(part)} {part}".encode())
        subject = str(given.get("session") or given.get("client") or "")
        done = perform(
            answer_once,
            subject=subject,
            token=call.token,
            secret=call.secret,
            idempotency_key=key,
            digest=digest.hexdigest(),
            act=act,
        )
    else:
        done = perform(act)
    response = HttpResponse(done.body, status=done.status, content_type="application/json")
    if done.status == HTTPStatus.NO_CONTENT:
        del response.headers["Content-Type"]
    if done.repeated:
        response.headers["Idempotent-Replayed"] = "true"
    return response


def _act(call: Call, found: Endpoint, given: dict[str, Any]) -> Answer:
    result = found.run(call, **given)
    return NO_BODY if result is None else Answer(found.status, _encode(result))


def _parameter(name: str, value: str) -> Any:
    """Return a parameter of the path: an operator's is a number. What can't be one is *not found*, like any other."""
    if name != "operator":
        return value
    if not (value.isascii() and value.isdecimal()) or len(value) > 16 or int(value) > LARGEST:
        raise Fault("operator.not_found", _("This doesn’t exist, or isn’t yours."))
    return int(value)


def _with_quota(response: HttpResponse, quota: Quota) -> HttpResponse:
    """Add the limit of the token, as in the IETF's draft of RateLimit headers."""
    seconds = int(rate_limits.API_REQUESTS.seconds)
    response.headers["RateLimit-Policy"] = f'"token";q={quota.count};w={seconds}'
    response.headers["RateLimit"] = f'"token";r={quota.remaining};t={quota.seconds}'
    return response
