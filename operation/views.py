"""Health and metrics (O3): ``/livez``, ``/readyz`` and ``/metrics``."""

from __future__ import annotations

from ipaddress import ip_address

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from contactcenter.realtime import network_address
from contactcenter.web import graceful_shutdown
from operation import readiness


@require_safe
@never_cache
def livez(request: HttpRequest) -> HttpResponse:
    """Answer 200 while the process runs, whatever it depends on: restart it only if it doesn't."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Answer 200 if this process can serve, otherwise 503: a proxy sends nobody here. The parts are "up", "down" or "degraded"."""
    if graceful_shutdown.draining():
        return JsonResponse({"status": "draining"}, status=503)
    parts = readiness.parts()
    ready = "down" not in parts.values()
    return JsonResponse({"status": "ready" if ready else "not ready"} | parts, status=200 if ready else 503)


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Show Prometheus's text to the addresses of CONTACTCENTER_METRICS_FROM; to others there is no such page."""
    if not _may_read(network_address.of_request(request)):
        raise Http404
    return HttpResponse(generate_latest(), content_type=CONTENT_TYPE_PLAIN_0_0_4)


def _may_read(address: str) -> bool:
    try:
        known = ip_address(address)
    except ValueError:
        return False
    known = getattr(known, "ipv4_mapped", None) or known
    return any(known in network for network in settings.METRICS_FROM)
