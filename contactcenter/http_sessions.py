"""Http sessions of those who sign in: they end after days without use, and some day in any case.

The row's ``expire_date`` is the end without use; the cookie lives until the end that nothing moves. Each day of use moves the first.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.utils import timezone


def begin(request: Any, **_kwargs: Any) -> None:
    """Somebody has signed in (a receiver of ``user_logged_in``): from now on this session has an end that nothing moves."""
    request.session.set_expiry(timezone.now() + timedelta(days=settings.SIGNED_IN_DAYS))


def idle_end(now: datetime) -> datetime:
    """When a session that is used now ends, if it is not used again."""
    return now + timedelta(seconds=settings.SESSION_COOKIE_AGE)


class SessionStore(db.SessionStore):
    """Django's own in the database, with an end without use."""

    def load(self) -> dict[str, Any]:
        data: dict[str, Any] = super().load()
        today = timezone.now().date().isoformat()
        if SESSION_KEY in data and data.get("used") != today:
            data["used"] = today
            self.modified = True  # saved with the answer, once a day
        return data

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        row = super().create_model_instance(data)
        row.expire_date = min(row.expire_date, idle_end(timezone.now()))
        return row
