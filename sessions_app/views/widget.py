"""The widget's pages: the loader for the host page, the frame, the demo website and the start page.

Nothing here sets a cookie or reads an http session: a client is known by the token its frame keeps.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe
from phonenumbers import country_code_for_region

from contactcenter.realtime.group_commit import perform
from contactcenter.realtime.wire import Fault
from contactcenter.web import minify
from contactcenter.web.brotli import brotli_compressed
from contactcenter.web.language import continued
from sessions_app import selectors
from sessions_app.actor import SYSTEM
from sessions_app.log import moment
from sessions_app.models import Widget
from sessions_app.rules import opening_hours
from sessions_app.selectors.availability import availability
from sessions_app.selectors.own_texts import own_text
from sessions_app.services.widgets import widget_seen

AVAILABILITY_SECONDS = 2
"""Maximum age of the answer for visitors who only look: many of them cost one query."""


def _source(name: str) -> str:
    path = finders.find(name)
    if path is None:
        raise FileNotFoundError(name)
    with open(path, encoding="utf-8") as file:
        return file.read()


@lru_cache(maxsize=0 if settings.DEVELOPMENT else 1)
def _loader() -> str:
    """Return the loader for the host page, minified: the page pays for every byte."""
    return minify.javascript(_source("widget/loader.js")).strip()


@lru_cache(maxsize=0 if settings.DEVELOPMENT else 1)
def _loader_style() -> str:
    return minify.style(_source("widget/loader.css"))


@lru_cache(maxsize=0 if settings.DEVELOPMENT else 1)
def _frame_style() -> str:
    """Return the frame's style on the host page; the frame sends it, so that nobody pays for it before the launcher is pressed."""
    return minify.style(_source("widget/frame.css"))


def _script(text: str, cache: str) -> HttpResponse:
    headers = {"Cache-Control": cache, "Cross-Origin-Resource-Policy": "cross-origin"}  # for websites with an embedder policy
    return HttpResponse(text, content_type="text/javascript; charset=utf-8", headers=headers)


@require_safe
@conditional_page
@brotli_compressed
def loader(request: HttpRequest) -> HttpResponse:
    """``/widget.js?key=KEY``: the loader, called with this widget's setup.

    An unknown key gets a script as well that says so: browsers run none that comes with 404. Browsers revalidate the loader each time,
    because it contains the widget's availability.
    """
    try:
        widget = selectors.widget_of(request.GET.get("key", ""), group=True)
    except Fault:
        words = json.dumps(_("Contact centre: no widget has the key in this script's address."))
        return _script(f"console.warn({words});\n", "no-store")
    _notice(request, widget)
    # Escaped although the script is a file of its own: what can't end a script element never has to be trusted not to.
    setup = json.dumps(_setup(request, widget), ensure_ascii=False).replace("<", "\\u003c")
    return _script(f"({_loader()})({setup});\n", "public, no-cache")


def _notice(request: HttpRequest, widget: Widget) -> None:
    """Note the first time an allowed website loads its widget, for the supervisors' checklist (A1)."""
    page = "/".join(request.headers.get("Referer", "").split("/")[:3])
    if widget.seen_at is None and page in widget.origins:
        perform(widget_seen, by=SYSTEM, widget=widget.pk)


def _setup(request: HttpRequest, widget: Widget) -> dict[str, Any]:
    available, language = availability(widget), get_language()
    return {
        "key": widget.key,
        "base": settings.PUBLIC_URL,
        "frame": continued(request, reverse("widget-frame", args=[widget.key])),
        "origins": widget.origins,
        "accent": widget.accent,
        "state": available["state"],
        "reason": available["reason"],
        "css": _loader_style(),
        "text": {
            "launcher": own_text(widget, "launcher", language).text or _("Talk to us"),
            "late": _("Still connecting…"),
            "frame": _("Talk to %(name)s") % {"name": widget.name},
            "failed": _("We cannot be reached. Try again"),
            # For the website's developer, in the console and as error events.
            "foreign": _("The widget is not allowed on this website: "),
            "forbidden": _("This website’s policy lacks frame-src "),
            "removed": _("This website keeps removing the widget."),
            "second": _("This website has a widget already."),
            "unreachable": _("The widget’s frame does not load."),
        },
    }


def styles() -> dict[str, str]:
    """Return the addresses of style sheets loaded with a part of the client's page, by the part."""
    return {
        name: static(f"css/{name}.css")
        for name in ("conversation", "widget-conversation", "call", "help", "devices", "entries", "whiteboard", "real-time-text")
    }


@require_safe
@brotli_compressed
def frame(request: HttpRequest, key: str) -> HttpResponse:
    """Show the page in the frame. Only the widget's origins may frame it; opened by itself it works as a page."""
    try:
        widget = selectors.widget_of(key, group=True)
    except Fault as fault:
        return HttpResponseNotFound(str(fault.text), content_type="text/plain; charset=utf-8")
    language = get_language()
    data = {
        "key": widget.key,
        "name": widget.name,
        "greeting": own_text(widget, "greeting", language).text,
        "accent": widget.accent,
        "origins": widget.origins,
        "entries": [{"name": name} for name in widget.entries],
        "available": availability(widget),
        "availability": continued(request, reverse("widget-availability", args=[widget.key])),
        "callWindow": widget.call_window,
        "camera": widget.client_camera,
        "preview": widget.message_preview,
        "alerts": widget.message_alerts,
        "frameStyle": _frame_style(),
        "slots": continued(request, reverse("widget-slots", args=[widget.key])),
        "country": widget.country,
        "dial": country_code_for_region(widget.country),
        "consent": own_text(widget, "consent_text", language).text,
        "privacy": own_text(widget, "privacy_url", language).text,
        "styles": styles(),
        "client": continued(request, reverse("widget-client", args=[widget.key])),
        "message": continued(request, reverse("widget-message", args=[widget.key])),
        "ticket": continued(request, reverse("widget-ticket", args=[widget.key])),
        "return": continued(request, reverse("widget-return", args=[widget.key])),
        "socket": "/ws/client/",
        "language": language,
    }
    response = render(request, "widget/frame.html", {"widget": widget, "data": data})
    response.csp = {"frame-ancestors": widget.origins or ["'none'"]}  # type: ignore[attr-defined]
    response.devices = True  # type: ignore[attr-defined]
    response.headers["Cache-Control"] = "no-store"
    # A website with an embedder policy accepts no other frame. Pictures in S3 come without a policy of their own: browsers fetch them
    # without cookies, where they support that (Safari doesn't).
    response.headers["Cross-Origin-Embedder-Policy"] = "credentialless" if settings.STORAGE_ORIGIN else "require-corp"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    # The frame opens this page in a window of its own and hands the client over to it: the two need to know each other.
    response.headers["Cross-Origin-Opener-Policy"] = "unsafe-none"
    return response


@require_safe
def widget_availability(request: HttpRequest, key: str) -> JsonResponse:
    """Return the widget's availability, like ``availability.changed``, for a visitor without a socket."""
    try:
        widget = selectors.widget_of(key, group=True)
    except Fault as fault:
        return JsonResponse({"code": fault.code, "text": str(fault.text)}, status=404)
    known = cache.get_or_set(
        f"widget_availability.{widget.pk}.{get_language()}", lambda: availability(widget), AVAILABILITY_SECONDS
    )
    return JsonResponse(known, headers={"Cache-Control": "no-store"})


@require_safe
def slots(request: HttpRequest, key: str) -> HttpResponse:
    """Return the times offered for a CallBack: ``{"now", "slots": [{"start", "end"}]}`` in UTC. ``?zone=`` is the client's.

    ``now``: as soon as possible is offered. An unknown zone gets the group's.
    """
    try:
        widget = selectors.widget_of(key, group=True)
    except Fault as fault:
        return JsonResponse({"code": fault.code, "text": str(fault.text)}, status=404)
    now = timezone.now()
    try:
        offered = opening_hours.slots(widget.group, now, request.GET.get("zone", ""))
    except ValueError:
        offered = opening_hours.slots(widget.group, now, widget.group.timezone)
    shown = [{"start": moment(start), "end": moment(end)} for start, end in offered]
    data = {"now": opening_hours.is_open(widget.group, now), "slots": shown}
    return JsonResponse(data, headers={"Cache-Control": "no-store"})


@require_safe
def demo(request: HttpRequest) -> HttpResponse:
    """A website that isn't ours: it knows the widget by its script tag alone."""
    response = render(request, "demo/site.html", {"base": settings.PUBLIC_URL, "key": "demo"})
    response.csp = {"script-src": ["'self'", settings.PUBLIC_URL], "frame-src": [settings.PUBLIC_URL]}  # type: ignore[attr-defined]
    response.devices = True  # type: ignore[attr-defined]
    # As on a website that sets none: with ours, its frames could not know the window they open.
    response.headers["Cross-Origin-Opener-Policy"] = "unsafe-none"
    return response


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """The start page: links to the demo, the console and the admin."""
    return render(request, "start.html")
