"""The live board's page and its wall view (A3). The server draws the first state, the socket brings every other one."""

from __future__ import annotations

from typing import Any

import msgspec
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from contactcenter.realtime.wire import Fault
from sessions_app.models import AwayReason, User
from sessions_app.selectors import supervised
from supervision import access, present
from supervision.board import NAMES, scope_of
from supervision.live_words import NOW, TIMES
from supervision.measure_words import WORDS, shown
from supervision.protocol import LiveBoard
from supervision.rules.measures import SHARES


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
    found = present.live_board(scope_of(user))
    context = {
        "wall": wall,
        "board": found,
        "at": parse_datetime(found.at),
        "measures": [_drawn(found, name) for name in NAMES],
        "groups": supervised.groups_for(user) if supervised.is_bound(user) else (),
        "data": _data(user, found, wall),
    }
    return render(request, "supervision/board.html", context)


def _data(user: User, found: LiveBoard, wall: bool) -> dict[str, Any]:
    """Return what the page's script starts with."""
    words = {name: (str(name_words), str(meaning)) for name, (name_words, meaning) in (WORDS | NOW).items()}
    return {
        "wall": wall,
        "board": msgspec.to_builtins(found),
        "measures": [{"name": name, "words": words[name][0], "meaning": words[name][1], "kind": _kind(name)} for name in NAMES],
        "addresses": {
            "session": reverse("admin:sessions_app_session_change", args=[0]),
            "operator": reverse("admin:sessions_app_operator_change", args=[0]),
            "sessions": reverse("admin:sessions_app_session_changelist"),
        },
        "rights": {name: user.has_perm(f"sessions_app.{name}") for name in ("steer_session", "steer_operator")},
        "reasons": list(AwayReason.objects.values_list("name", flat=True)),
    }


def _kind(name: str) -> str:
    return "share" if name in SHARES else "seconds" if name in TIMES else "count"


def _drawn(found: LiveBoard, name: str) -> dict[str, Any]:
    """Return a measure for the page without a script."""
    measure = next(each for each in found.measures if each.name == name)
    return {
        "name": name,
        "words": (WORDS | NOW)[name][0],
        "value": "" if measure.value is None else str(measure.value),  # never in a language's own way
        "shown": shown("speed_of_answer" if name in TIMES else name, measure.value),
        "link": measure.link,
    }
