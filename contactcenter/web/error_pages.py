"""Error pages. They read nothing of the request: whatever was wrong with it is still wrong.

Django's own look for a CSRF token in the form, and a form that can't be read turned their 404 into a 500.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(400, _("This request cannot be read"), _("Go back, reload the page and try again."))


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(403, _("This is not allowed"), _("Sign in with an account that may see this page, or ask a supervisor."))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(404, _("Page not found"), _("Check the address, or go back to where you came from."))


def unavailable(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(503, _("The service can’t answer right now"), _("Wait a moment, then reload the page."))


def _page(status: int, title: str, words: str) -> HttpResponse:
    return HttpResponse(render_to_string("error.html", {"title": title, "words": words}), status=status)
