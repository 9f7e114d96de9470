"""``/healthz``: whether this process can serve, and what is degraded."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

from contactcenter.realtime import heartbeats


def healthz(request: HttpRequest) -> JsonResponse:
    """503 only if nothing can be served; a missing bridge is ``degraded``: delivery is slower, nothing is lost."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "down", "database": "down"}, status=503)
    bridge = "down" if heartbeats.bridge_is_down() else "up"
    status = "degraded" if bridge == "down" else "ok"
    return JsonResponse({"status": status, "database": "up", "bridge": bridge})
