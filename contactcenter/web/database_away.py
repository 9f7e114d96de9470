"""Answer 503 in words while the database can't be reached, so that pages and programs try again. Knows nothing of the product."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Final

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from contactcenter.web import error_pages

AGAIN_SECONDS: Final = 5
WRONG_QUERIES: Final = ("42", "54")
"""Classes of SQLSTATE: syntax and names, and limits of the program (PostgreSQL, appendix A)."""
log = logging.getLogger(__name__)


def ours(error: Exception) -> bool:
    """Return whether the query is wrong, such as one with too many columns: drivers raise the same class for a lost database."""
    cause = error.__cause__
    state = str(getattr(cause, "sqlstate", None) or "")
    return getattr(cause, "sqlite_errorname", "") == "SQLITE_ERROR" or state.startswith(WRONG_QUERIES)


class DatabaseAway:
    """Middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Refuse a request whose view lost the database; one line in the log is enough. A query that no database takes stays an error."""
        if not isinstance(error, (OperationalError, InterfaceError)) or ours(error):
            return None
        log.warning("the database did not answer a request: %s", str(error).strip().partition("\n")[0])
        if request.accepts("text/html") and request.method in ("GET", "HEAD"):
            answer = error_pages.unavailable(request)
        else:
            words = _("The service can’t answer right now. Try again in a moment.")
            answer = JsonResponse({"code": "server.busy", "text": words, "retry": True}, status=503)
        answer["Retry-After"] = str(AGAIN_SECONDS)
        return answer
