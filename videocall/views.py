"""Network path test: a page for operators and supervisors, and short-lived credentials for that browser (C12).

Clients get credentials through their call only; nothing here is for them.
"""

from __future__ import annotations

from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from contactcenter.realtime.rate_limit import Limit, hit
from contactcenter.realtime.wire import Fault
from sessions_app import hooks, selectors
from videocall.ice import credential

TEST_SECONDS = 60
"""How long the credential of a test opens allocations: the test takes half of it."""
TESTS = Limit("path tests", seconds=60, person=6)


def _may(request: HttpRequest) -> bool:
    """Signed-in operators and supervisors."""
    user = request.user
    if not user.is_authenticated or not user.is_active or hooks.lacks_second_factor(user):
        return False
    return bool(user.is_staff or selectors.operator_of(user))


@never_cache
@require_safe
def network_test(request: HttpRequest) -> HttpResponse:
    """Show the page; redirects to the sign-in if nobody is signed in."""
    if not _may(request):
        return redirect(f"{reverse('console-login')}?next={reverse('network-test')}")
    data = {"servers": reverse("network-test-servers"), "csrf": get_token(request), "relay_only": settings.RELAY_ONLY}
    response = render(request, "videocall/network_test.html", {"data": data})
    response.devices = True  # type: ignore[attr-defined]
    return response


@never_cache
@require_POST
def network_test_servers(request: HttpRequest) -> JsonResponse:
    """``{"stun": [address], "udp": server | null, "tcp": server | null}``; 403 for others, 429 for too many requests."""
    if not _may(request):
        words = _("You’re signed out. Reload to sign in again.")
        return JsonResponse({"code": "path.refused", "text": words}, status=HTTPStatus.FORBIDDEN)
    try:
        hit(TESTS, person=f"user:{request.user.pk}")
    except Fault as fault:
        return JsonResponse({"code": fault.code, "text": fault.text}, status=HTTPStatus.TOO_MANY_REQUESTS)
    username, password = credential(f"test-{request.user.pk}", settings.TURN_SECRET, timezone.now(), seconds=TEST_SECONDS)

    def relay(tcp: bool) -> dict[str, object] | None:
        urls = [url for url in settings.TURN_URLS if tcp == (url.startswith("turns:") or "transport=tcp" in url)]
        return {"urls": urls, "username": username, "credential": password} if urls else None

    return JsonResponse({"stun": settings.STUN_URLS, "udp": relay(False), "tcp": relay(True)})
