"""Pages for requests that cannot be answered. They read nothing of the request: whatever was wrong with it is wrong still.

Django's own look for a CSRF token in the form, and a form that cannot be read made a 500 of their 404.
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


def _page(status: int, title: str, words: str) -> HttpResponse:
    return HttpResponse(render_to_string("error.html", {"title": title, "words": words}), status=status)
