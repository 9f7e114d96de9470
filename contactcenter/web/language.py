"""Which language a page speaks.

Clients: ``?lang=`` of the address, else their browser's. Staff: what they chose in the console, else their browser's, of the languages that
have texts for staff. The client's pages never ask who is signed in: they use no cookies.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponseBase
from django.middleware.locale import LocaleMiddleware

from contactcenter.languages.negotiation import catalogue_of, of_browser
from contactcenter.languages.speaking import speak

PARAMETER: Final = "lang"
CLIENTS: Final = ("/widget", "/i/")
"""Addresses of the client's pages, and of most they fetch; the rest they ask for with their token."""


def chosen(request: HttpRequest) -> str:
    """Return the language that the address asks for; empty if it asks for none we speak."""
    return catalogue_of(request.GET.get(PARAMETER, "")) if _is_clients(request) else ""


def continued(request: HttpRequest, address: str) -> str:
    """Return the address of something that belongs to this page, in the language that this page was asked for."""
    language = chosen(request)
    return f"{address}?{PARAMETER}={language}" if language else address


class LanguageMiddleware(LocaleMiddleware):
    """Speak the reader's language until the answer is made."""

    def process_request(self, request: HttpRequest) -> None:
        language = chosen(request) or of_browser(request.headers.get("Accept-Language", ""))
        self._speak(request, language if _is_clients(request) else _for_staff(language))

    def process_view(self, request: HttpRequest, _view: Callable[..., HttpResponseBase], _args: Any, _kwargs: Any) -> None:
        """Apply the language of the signed-in account; authentication runs after process_request."""
        if _is_clients(request) or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return
        try:
            language = catalogue_of(getattr(request.user, "language", ""))
        except (InterfaceError, OperationalError):
            return  # the database is away: the view finds that out, too, and its answer says so
        if language:
            self._speak(request, _for_staff(language))

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        answer = super().process_response(request, response)
        speak(settings.LANGUAGE_CODE)
        return answer

    @staticmethod
    def _speak(request: HttpRequest, language: str) -> None:
        speak(language)
        request.LANGUAGE_CODE = language


def _is_clients(request: HttpRequest) -> bool:
    return request.path_info.startswith(CLIENTS) or request.headers.get("Authorization", "").startswith("Bearer ")


def _for_staff(language: str) -> str:
    return language if language in dict(settings.STAFF_LANGUAGES) else settings.LANGUAGE_CODE
