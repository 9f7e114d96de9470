"""Probes are asked at whatever address a process has: Prometheus and service managers find containers by their IP addresses.

What they answer names no address of ours, is never cached, and has a guard of its own where it needs one (``operation/views.py``), so a
``Host`` that isn't in ``ALLOWED_HOSTS`` does no harm there. Everywhere else it's refused.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest
from django.http.request import split_domain_port
from django.http.response import HttpResponseBase

PROBES: Final = frozenset({"/livez", "/readyz", "/metrics"})


class ProbesAtAnyHost:
    """Let these addresses through Django's check of the host. What is no host name or IP address at all is refused there, too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path in PROBES:
            host = str(request.META.get("HTTP_HOST", ""))
            if split_domain_port(host)[0]:
                request.get_host = lambda: host  # type: ignore[method-assign]
        return self.get_response(request)
