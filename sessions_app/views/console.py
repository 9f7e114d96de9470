"""The console's page. Sign-in and sign-out are in accounts/views/sign_in.py; presence is the socket's business."""

from __future__ import annotations

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sessions_app import selectors
from sessions_app.models import Operator


@require_safe
@never_cache
def console(request: HttpRequest) -> HttpResponse:
    """Show the page of the signed-in operator. Its content comes by the socket; this is only what it needs to start."""
    operator = selectors.operator_of(request.user)
    if operator is None:
        return redirect(f"{reverse('console-login')}?next={reverse('console')}")
    place, group = _place(operator)
    data = {
        "name": place,
        "group": group,
        "admin": reverse("admin:index") if admin.site.has_permission(request) else "",
        "logout": reverse("console-logout"),
        "security": reverse("security"),
        "csrf": get_token(request),
        "person": operator.pk,
        "idle": settings.IDLE_SECONDS,
        "language": reverse("own-language"),
        "languages": [code for code, _name in settings.STAFF_LANGUAGES],
    }
    response = render(request, "console/console.html", {"data": data, "place": place})
    response.devices = True  # type: ignore[attr-defined]
    return response


def _place(operator: Operator) -> tuple[str, str]:
    """Return the start of the top bar: the website served, and the operator's groups."""
    groups = list(operator.groups.prefetch_related("widgets"))
    names = list(dict.fromkeys(widget.name for group in groups for widget in group.widgets.all() if widget.active))
    place = names[0] if len(names) == 1 else _("Contact centre")
    return place, ", ".join(group.name for group in groups)
