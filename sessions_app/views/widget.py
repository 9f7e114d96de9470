"""The widget's pages: the loader for the host page, the frame, the demo website and the start page.

Nothing here sets a cookie or knows an http session: a client is known by the token its frame keeps.
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

from contactcenter import small
from contactcenter.dense import dense
from contactcenter.realtime.wire import Fault
from sessions_app import hours, selectors
from sessions_app.availability import availability
from sessions_app.log import moment
from sessions_app.models import Widget

STANDING_SECONDS = 2
"""How old the answer to visitors may be who only look: many of them cost one look."""


def _source(name: str) -> str:
    path = finders.find(name)
    if path is None:
        raise FileNotFoundError(name)
    with open(path, encoding="utf-8") as file:
        return file.read()


@lru_cache(maxsize=0 if settings.DEVELOPMENT else 1)
def _loader() -> str:
    """The loader as the host page gets it: it pays for every byte."""
    return small.javascript(_source("widget/loader.js")).strip()


@lru_cache(maxsize=0 if settings.DEVELOPMENT else 1)
def _loader_style() -> str:
    return small.style(_source("widget/loader.css"))


@lru_cache(maxsize=0 if settings.DEVELOPMENT else 1)
def _frame_style() -> str:
    """How the frame stands on the host page; the frame tells it, so that nobody pays for it before the launcher is pressed."""
    return small.style(_source("widget/frame.css"))


def _script(text: str, cache: str) -> HttpResponse:
    headers = {"Cache-Control": cache, "Cross-Origin-Resource-Policy": "cross-origin"}  # for websites with an embedder policy
    return HttpResponse(text, content_type="text/javascript; charset=utf-8", headers=headers)


@require_safe
@conditional_page
@dense
def loader(request: HttpRequest) -> HttpResponse:
    """``/widget.js?key=KEY``: the loader, called with this widget's setup.

    An unknown key gets a script as well that says so: browsers run none that comes with 404. Browsers ask each time whether the loader has
    changed, because it says how the widget stands.
    """
    try:
        widget = selectors.widget_of(request.GET.get("key", ""), group=True)
    except Fault:
        words = json.dumps(_("Contact centre: no widget has the key in this script's address."))
        return _script(f"console.warn({words});\n", "no-store")
    # Escaped although the script stands in a file of its own: what cannot end a script element never has to be trusted not to.
    setup = json.dumps(_setup(widget)).replace("<", "\\u003c")
    return _script(f"({_loader()})({setup});\n", "public, no-cache")


def _setup(widget: Widget) -> dict[str, Any]:
    available = availability(widget)
    return {
        "key": widget.key,
        "base": settings.PUBLIC_URL,
        "frame": reverse("widget-frame", args=[widget.key]),
        "origins": widget.origins,
        "accent": widget.accent,
        "state": available["state"],
        "reason": available["reason"],
        "css": _loader_style(),
        "text": {
            "launcher": widget.launcher or _("Talk to us"),
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
    """Addresses of the sheets that come with a part of the client's page, by the part."""
    return {name: static(f"css/{name}.css") for name in ("talk", "client-talk", "call", "help", "devices", "ways", "board")}


@require_safe
@dense
def frame(request: HttpRequest, key: str) -> HttpResponse:
    """The page in the frame. Only the widget's origins may frame it; opened by itself it works as a page."""
    try:
        widget = selectors.widget_of(key, group=True)
    except Fault as fault:
        return HttpResponseNotFound(str(fault.text), content_type="text/plain; charset=utf-8")
    data = {
        "key": widget.key,
        "name": widget.name,
        "greeting": widget.greeting,
        "accent": widget.accent,
        "origins": widget.origins,
        "entries": [{"name": name} for name in widget.entries],
        "available": availability(widget),
        "availability": reverse("widget-availability", args=[widget.key]),
        "callWindow": widget.call_window,
        "camera": widget.client_camera,
        "preview": widget.message_preview,
        "alerts": widget.message_alerts,
        "frameStyle": _frame_style(),
        "slots": reverse("widget-slots", args=[widget.key]),
        "country": widget.country,
        "dial": country_code_for_region(widget.country),
        "consent": widget.consent_text,
        "privacy": widget.privacy_url,
        "styles": styles(),
        "client": reverse("widget-client", args=[widget.key]),
        "message": reverse("widget-message", args=[widget.key]),
        "ticket": reverse("widget-ticket", args=[widget.key]),
        "return": reverse("widget-return", args=[widget.key]),
        "socket": "/ws/client/",
        "language": get_language(),
    }
    response = render(request, "widget/frame.html", {"widget": widget, "data": data})
    response.csp = {"frame-ancestors": widget.origins or ["'none'"]}  # type: ignore[attr-defined]
    response.devices = True  # type: ignore[attr-defined]
    response.headers["Cache-Control"] = "no-store"
    # A website with an embedder policy takes no other frame. Pictures in S3 come without a policy of their own: browsers fetch them
    # without cookies, where they know that way (Safari does not).
    response.headers["Cross-Origin-Embedder-Policy"] = "credentialless" if settings.STORAGE_ORIGIN else "require-corp"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    # The frame opens this page in a window of its own and hands the client over to it: the two must know each other.
    response.headers["Cross-Origin-Opener-Policy"] = "unsafe-none"
    return response


@require_safe
def standing(request: HttpRequest, key: str) -> JsonResponse:
    """How the widget stands now, as ``availability.changed`` says it, for a visitor who has no socket yet."""
    try:
        widget = selectors.widget_of(key, group=True)
    except Fault as fault:
        return JsonResponse({"code": fault.code, "text": str(fault.text)}, status=404)
    known = cache.get_or_set(f"standing.{widget.pk}.{get_language()}", lambda: availability(widget), STANDING_SECONDS)
    return JsonResponse(known, headers={"Cache-Control": "no-store"})


@require_safe
def slots(request: HttpRequest, key: str) -> HttpResponse:
    """The times a client can choose to be called: ``{"now", "slots": [{"start", "end"}]}`` in UTC. ``?zone=`` is the client's.

    ``now``: as soon as possible is possible. An unknown zone gets the group's.
    """
    try:
        widget = selectors.widget_of(key, group=True)
    except Fault as fault:
        return JsonResponse({"code": fault.code, "text": str(fault.text)}, status=404)
    now = timezone.now()
    try:
        offered = hours.slots(widget.group, now, request.GET.get("zone", ""))
    except ValueError:
        offered = hours.slots(widget.group, now, widget.group.timezone)
    shown = [{"start": moment(start), "end": moment(end)} for start, end in offered]
    data = {"now": hours.is_open(widget.group, now), "slots": shown}
    return JsonResponse(data, headers={"Cache-Control": "no-store"})


@require_safe
def demo(request: HttpRequest) -> HttpResponse:
    """A website that is not ours: it knows the widget by its script tag alone."""
    response = render(request, "demo/site.html", {"base": settings.PUBLIC_URL, "key": "demo"})
    response.csp = {"script-src": ["'self'", settings.PUBLIC_URL], "frame-src": [settings.PUBLIC_URL]}  # type: ignore[attr-defined]
    response.devices = True  # type: ignore[attr-defined]
    # As on a website that sets none: with ours, no frame of it could know the window it opens.
    response.headers["Cross-Origin-Opener-Policy"] = "unsafe-none"
    return response


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """The start page: where the demo, the console and the admin are."""
    return render(request, "start.html")
