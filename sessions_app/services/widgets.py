"""What happens to a widget by itself: its code is seen on a website for the first time."""

from __future__ import annotations

from django.utils import timezone

from sessions_app.actor import Actor
from sessions_app.models import Widget


def widget_seen(*, by: Actor, widget: int) -> None:
    """Note when an allowed website loaded the widget first. Many pages may ask at once: one writes."""
    Widget.objects.filter(pk=widget, seen_at=None).update(seen_at=timezone.now())
