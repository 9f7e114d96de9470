"""The page an invitation's link opens (E4): who invites, and the way in. Each reason it does not lead in has words of its own."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from contactcenter.realtime.commit import perform
from contactcenter.realtime.wire import Fault
from sessions_app.services import invitations
from sessions_app.views import visitor


@require_GET
def page(request: HttpRequest, token: str) -> HttpResponse:
    """``/i/TOKEN/``: 404 for a link we never made, 410 for one that is over, 200 otherwise, also while its operator is not here.

    A one-off link whose conversation still goes on is over for everybody but its client: the page is a 410 that carries its data with
    ``resume``, and a client who comes back (their browser has the token) goes on in it.
    """
    try:
        visitor.count_page(visitor.address(request))
    except Fault as fault:
        return _say(request, fault.text, 429)
    found = perform(invitations.invitation_open, token=token) if len(token) <= 64 else None
    if found is None or not found.widget.active:
        return _say(request, _("There is no such invitation. Check the link, or ask for a new one."), 404)
    reason = invitations.refusal(found)
    code, words = reason or ("", "")
    over = bool(reason) and code != "invitation.offline"
    resume = found.sessions.filter(state__in=["waiting", "active"]).exists()
    if over and not resume:
        return _say(request, words, 410)
    widget = found.widget
    data = {
        "key": widget.key,
        "name": widget.name,
        "accent": widget.accent,
        "operator": found.operator.name,
        "invited": found.name,
        "code": token,
        "state": "over" if over else "offline" if reason else "open",
        "words": words,
        "resume": over,
        "consent": widget.consent_text,
        "privacy": widget.privacy_url,
        "callStyle": static("css/call.css"),
        "client": reverse("widget-client", args=[widget.key]),
        "socket": "/ws/client/",
        "language": get_language(),
    }
    shown = {"data": data, "widget": widget, "operator": found.operator.name, "words": words}
    return _private(render(request, "invitation/invitation.html", shown, status=410 if over else 200))


def _say(request: HttpRequest, words: str, status: int) -> HttpResponse:
    return _private(render(request, "invitation/refused.html", {"words": words}, status=status))


def _private(response: HttpResponse) -> HttpResponse:
    """The address is a secret: nothing keeps the page, no other site learns where it was."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
