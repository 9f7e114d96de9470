"""Refusals over HTTP: problem+json (RFC 9457) with the code and the words of our faults."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Final

import msgspec
from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from msgspec import Meta, Struct

from api.rest.problem_codes import PROBLEMS
from contactcenter.realtime.wire import Fault

CONTENT_TYPE: Final = "application/problem+json"


class Problem(Struct, kw_only=True):
    """Why a request was refused (RFC 9457). Nothing has changed when you get one."""

    type: Annotated[str, Meta(description="The address of this problem’s description.")]
    title: Annotated[str, Meta(description="What kind of problem it is.")]
    status: Annotated[int, Meta(description="The HTTP status.")]
    detail: Annotated[str, Meta(description="What happened and what to do, in words for people.")]
    code: Annotated[
        str, Meta(description="What kind of problem it is, for programs. Codes don’t change.", examples=["session.not_found"])
    ]


DEFAULT: Final = 409
"""Status of a refusal that isn’t in the list: the present state doesn’t allow it."""
AGAIN_SECONDS: Final = 5


def status_of(code: str) -> int:
    if code in PROBLEMS:
        return PROBLEMS[code].status
    return 404 if code.endswith(".not_found") else DEFAULT


def problem(fault: Fault) -> HttpResponse:
    """Return the answer that refuses in the words of the fault."""
    status = status_of(fault.code)
    kind = PROBLEMS.get(fault.code)
    title = _(kind.title) if kind else HTTPStatus(status).phrase
    body = Problem(type=type_of(fault.code), title=title, status=status, detail=fault.text, code=fault.code)
    answer = HttpResponse(msgspec.json.encode(body), status=status, content_type=CONTENT_TYPE)
    answer.headers["Cache-Control"] = "no-store"
    if status == HTTPStatus.UNAUTHORIZED:
        answer.headers["WWW-Authenticate"] = 'Bearer realm="contact centre"'
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        answer.headers["Retry-After"] = str(max(1, round(fault.after + 0.5)))
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        answer.headers["Retry-After"] = str(AGAIN_SECONDS)
    return answer


def type_of(code: str) -> str:
    return f"{settings.PUBLIC_URL}{reverse('api-docs')}#{code}"
