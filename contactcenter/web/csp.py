"""Policies of every page. Content-Security-Policy: nothing inline except what the page names by its hash in ``request.csp_hashes``.
Permissions-Policy: no devices except in the pages of a call.

A view widens the first by setting ``response.csp`` (the widget's frame sets ``frame-ancestors`` there), the second by ``response.devices``.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse

log = logging.getLogger(__name__)
POLICY: dict[str, list[str]] = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:", "blob:"],
    "media-src": ["'self'", "blob:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "frame-src": ["'self'"],
    "manifest-src": ["'self'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
}


NO_DEVICES = "camera=(), microphone=(), display-capture=(), geolocation=(), payment=(), usb=()"
DEVICES = "geolocation=(), payment=(), usb=()"
"""Policy of a page with calls. The website around the widget's frame decides with ``allow``; the default for the rest is our own pages."""

FROM_STORAGE = ("connect-src", "img-src", "media-src", "frame-src")
STORAGE = settings.STORAGE_ORIGIN
"""The origin of the S3 storage, if any: files are uploaded and downloaded there directly."""


_SOURCE = re.compile(r"'[A-Za-z0-9+/=_-]+'|[a-z]+:|[a-z]+://[A-Za-z0-9_.:\[\]-]+")
"""A keyword or hash, a scheme, an origin. Anything else could end the directive and begin another."""


def _sources(values: list[str]) -> str:
    """Return the sources of one directive; invalid ones are left out, which only makes the policy stricter."""
    known = [value for value in values if _SOURCE.fullmatch(value)]
    if len(known) < len(values):
        log.warning("no source of a policy: %r", [value for value in values if value not in known])
    return " ".join(known or ["'none'"])


class ContentSecurityPolicyMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.csp_hashes = []  # type: ignore[attr-defined]
        response = self.get_response(request)
        # A script is bound by the policy of the page that loads it; the loader's website pays for every byte.
        script = response.headers.get("Content-Type", "").startswith("text/javascript")
        if script or response.status_code == HTTPStatus.NOT_MODIFIED or "Content-Security-Policy" in response.headers:
            return response
        response.headers["Permissions-Policy"] = DEVICES if getattr(response, "devices", False) else NO_DEVICES
        policy = POLICY | getattr(response, "csp", {})
        host = request.get_host()
        scheme = "wss" if request.is_secure() else "ws"
        policy["script-src"] = [*policy["script-src"], *request.csp_hashes]  # type: ignore[attr-defined]
        policy["connect-src"] = [*policy["connect-src"], f"{scheme}://{host}"]
        if STORAGE:
            for name in FROM_STORAGE:
                policy[name] = [*policy[name], STORAGE]
        response.headers["Content-Security-Policy"] = "; ".join(f"{name} {_sources(values)}" for name, values in policy.items())
        if policy["frame-ancestors"] == ["'none'"]:
            response.headers.setdefault("X-Frame-Options", "DENY")
        return response
