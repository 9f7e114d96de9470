"""What browsers send for the admin's forms."""

from __future__ import annotations

from typing import Any

from sessions_app.rules.opening_hours import DAYS

Form = dict[str, Any]


def hours(days: dict[str, list[tuple[str, str]]], mode: str = "weekly") -> Form:
    """Return the inputs of opening hours; a day that isn't given is blank."""
    form: Form = {"hours-mode": mode}
    for day in DAYS:
        ranges = [*days.get(day, []), ("", "")]
        form[f"hours-{day}-from"] = [start for start, _ in ranges]
        form[f"hours-{day}-to"] = [end for _, end in ranges]
    return form


def group(**changes: Any) -> Form:
    form = {"name": "Support", "queue_size": 5, "longest_wait": 0, "timezone": "Europe/Prague", "answer_seconds": 20,
        "answer_share": 80, "short_seconds": 5, "holidays": ["", ""]}  # fmt: skip
    return form | hours({}, "always") | changes


def widget(group: int, **changes: Any) -> Form:
    form = {"name": "Shop", "active": "on", "group": group, "origins": "https://shop.example", "entries": ["chat"],
        "country": "AT", "accent": "#112233"}  # fmt: skip
    return form | changes


def operator(*groups: int, **changes: Any) -> Form:
    form = {"name": "Eva", "username": "eva", "email": "", "password_choice": "generate", "password": "", "groups": groups,
        "chat_limit": 3, "takes_chat": "on", "takes_video": "on", "active": "on"}  # fmt: skip
    return form | changes
