"""The live board's page and its wall view (A3). What they show comes by the socket; the server draws the first state."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from contactcenter.realtime.wire import Fault
from sessions_app.models import AwayReason, User
from supervision import access


@require_safe
@never_cache
def board(request: HttpRequest, *, wall: bool = False) -> HttpResponse:
    """Show the board of what this supervisor may see."""
    try:
        user = access.board_viewer(request.user)
    except Fault as fault:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), reverse("admin:login"))
        raise PermissionDenied(fault.text) from None
    return render(request, "supervision/board.html", {"data": _data(user), "wall": wall})


def _data(user: User) -> dict[str, Any]:
    """Return what the page needs beside the board itself."""
    return {
        "addresses": {name: reverse(f"admin:sessions_app_{name}_change", args=[0]) for name in ("session", "operator", "group")},
        "rights": {name: user.has_perm(f"sessions_app.{name}") for name in ("steer_session", "steer_operator")},
        "reasons": list(AwayReason.objects.values_list("name", flat=True)),
        "catalogue": {"language": get_language()},
    }
