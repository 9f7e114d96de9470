"""The page of an invitation's link (E4): who invites, and the entry. Each reason for a refusal has its own page."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from contactcenter.realtime.group_commit import perform
from contactcenter.realtime.network_address import of_request
from contactcenter.realtime.rate_limit import hit
from contactcenter.realtime.wire import Fault
from contactcenter.web.language import continued
from sessions_app import rate_limits
from sessions_app.log import moment
from sessions_app.models import Invitation
from sessions_app.rules.lifecycle import OPEN
from sessions_app.selectors.own_texts import own_text
from sessions_app.services import invitations
from sessions_app.views.widget import styles

LONGEST_TOKEN = 64


@require_GET
def page(request: HttpRequest, token: str) -> HttpResponse:
    """``/i/TOKEN/``: 404 for an unknown link, 410 for one that has ended, 200 otherwise, also while its operator isn't here.

    A one-off link whose conversation is still open has ended for everybody but its client: the page is a 410 that carries its data with
    ``resume``, and a client who comes back (their browser has the token) continues there.
    """
    try:
        found = _found(request, token)
    except Fault as fault:
        return _private(render(request, "invitation/refused.html", {"title": _("One moment"), "words": fault.text}, status=429))
    if found is None:
        words = _("Check that you have the full link, or ask for a new one.")
        return _private(
            render(request, "invitation/refused.html", {"title": _("We can’t find this invitation"), "words": words}, status=404)
        )
    reason = invitations.refusal(found)
    if not _over(reason):
        shown = {
            "data": _data(request, found, token, "offline" if reason else "open"),
            "invitation": found,
            "words": reason and reason[1],
        }
        return _private(render(request, "invitation/invitation.html", shown))
    refused = _refused(found, str(reason and reason[0]))
    if found.sessions.filter(state__in=OPEN).exists():
        refused["data"] = _data(request, found, token, "over") | {"invited": ""}
    return _private(render(request, "invitation/refused.html", refused, status=410))


@require_GET
def state(request: HttpRequest, token: str) -> HttpResponse:
    """Return the invitation's state for its page: ``{"state": "open" | "offline" | "over"}``. 404 for an unknown link."""
    try:
        found = _found(request, token)
    except Fault as fault:
        return _private(JsonResponse({"code": fault.code, "text": str(fault.text)}, status=429))
    if found is None:
        return _private(JsonResponse({"state": "over"}, status=404))
    reason = invitations.refusal(found)
    return _private(JsonResponse({"state": "over" if _over(reason) else "offline" if reason else "open"}))


def _found(request: HttpRequest, token: str) -> Invitation | None:
    """Return the invitation of the link; None if there is none. Raises Fault ``rate.exceeded`` if this address tried too many."""
    hit(rate_limits.INVITATION_PAGES, address=of_request(request))
    found = perform(invitations.invitation_open, token=token) if len(token) <= LONGEST_TOKEN else None
    return found if found is not None and found.widget.active else None


def _over(reason: tuple[str, str] | None) -> bool:
    return reason is not None and reason[0] != "invitation.offline"


def _data(request: HttpRequest, found: Invitation, token: str, stands: str) -> dict[str, Any]:
    widget, language = found.widget, get_language()
    return {
        "invitation": True,
        "key": widget.key,
        "name": widget.name,
        "accent": widget.accent,
        "operator": found.operator.name,
        "invited": found.name,
        "code": token,
        "state": stands,
        "resume": stands == "over",
        "expires": moment(found.expires_at),
        "reusable": found.reusable,
        "camera": widget.client_camera,
        "alerts": widget.message_alerts,
        "consent": own_text(widget, "consent_text", language).text,
        "privacy": own_text(widget, "privacy_url", language).text,
        "origins": [],
        "entries": [],
        "available": {"state": "online", "reason": "", "entries": {}},
        "styles": styles(),
        "client": continued(request, reverse("widget-client", args=[widget.key])),
        "slots": continued(request, reverse("widget-slots", args=[widget.key])),
        "look": continued(request, reverse("invitation-state", args=[token])),
        "socket": "/ws/client/",
        "language": language,
    }


def _refused(found: Invitation, code: str) -> dict[str, Any]:
    """Show why the link has ended, and where to go from there."""
    name = {"name": found.operator.name.split(" ")[0]}
    local = found.expires_at.astimezone(ZoneInfo(found.widget.group.timezone))
    when = {"day": date_format(local, pgettext("date format", "l j F")), "time": date_format(local, "H:i T")}
    title, words = {
        "invitation.expired": (
            _("This invitation has expired"),
            _("It was valid until %(day)s, %(time)s. Ask %(name)s for a new one.") % (when | name),
        ),
        "invitation.used": (
            _("This invitation has been used"),
            _("It worked for one call only. Ask %(name)s for a new one.") % name,
        ),
        "invitation.revoked": (_("This invitation was withdrawn"), _("Ask %(name)s for a new one.") % name),
    }[code]
    return {"title": title, "words": words, "widget": found.widget, "sign": code.rpartition(".")[2]}


def _private(response: HttpResponse) -> HttpResponse:
    """Mark the response private, as its address is a secret: nothing caches the page, no other site learns the address."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    response.devices = True  # type: ignore[attr-defined]
    return response
