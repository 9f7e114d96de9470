"""Pages that refuse in words: too many attempts, and why single sign-on let nobody in."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.services.attempts import TooManyAttempts
from contactcenter.realtime.wire import Fault


def too_many(request: HttpRequest, fault: Fault) -> HttpResponse:
    """Return the page for 429 with ``Retry-After``; 503 when only the server is busy."""
    limited = fault.code == "rate.exceeded"
    status = HTTPStatus.TOO_MANY_REQUESTS if limited else HTTPStatus.SERVICE_UNAVAILABLE
    response = refused(request, _("Try again later"), fault.text, status)
    response.headers["Retry-After"] = str(fault.seconds if isinstance(fault, TooManyAttempts) else 60)
    return response


def provider_away(request: HttpRequest) -> HttpResponse:
    """Return the page for a provider of single sign-on that doesn't answer."""
    words = _("Your provider doesn’t answer. Try again in a minute, or sign in with name and password.")
    return refused(request, _("You can’t sign in"), words, HTTPStatus.BAD_GATEWAY)


def refused(request: HttpRequest, title: str, words: str, status: int = HTTPStatus.FORBIDDEN) -> HttpResponse:
    """Return a page that says why, with the way back to the sign-in page."""
    return render(request, "accounts/refused.html", {"title": title, "words": words}, status=status)
