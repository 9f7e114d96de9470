"""Http sessions of signed-in people: they expire after days without use, and after a maximum age in any case.

The row's ``expire_date`` is the idle expiry; the cookie lives until the maximum age. Each day of use extends the idle expiry.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.utils import timezone


def begin(request: Any, **_kwargs: Any) -> None:
    """Set the maximum age when somebody signs in (a receiver of ``user_logged_in``)."""
    request.session.set_expiry(timezone.now() + timedelta(days=settings.SIGNED_IN_DAYS))


def idle_end(now: datetime) -> datetime:
    """Return when a session used now expires if it isn't used again."""
    return now + timedelta(seconds=settings.SESSION_COOKIE_AGE)


class SessionStore(db.SessionStore):
    """Django's database sessions with an idle expiry."""

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
