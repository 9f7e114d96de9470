"""Validators of supervisors' JSON fields, with readable errors in the form."""

from __future__ import annotations

import re
import zoneinfo
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sessions_app.rules.opening_hours import DAYS

CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d|24:00")


def check_timezone(name: str) -> None:
    if name not in zoneinfo.available_timezones():
        raise ValidationError(_("“%(name)s” is not a time zone such as Europe/Prague."), params={"name": name})


def check_hours(hours: object) -> None:
    """``{"mon": [["08:00", "17:00"]]}``: start before end, the ranges of a day in order."""
    if not isinstance(hours, dict) or any(day not in DAYS for day in hours):
        raise ValidationError(_("Write hours by weekday: mon, tue, wed, thu, fri, sat, sun."))
    for parts in hours.values():
        last = ""
        for part in parts if isinstance(parts, list) else [None]:
            if not (
                isinstance(part, list) and len(part) == 2 and all(isinstance(at, str) and CLOCK.fullmatch(at) for at in part)
            ):
                raise ValidationError(_('Write each time range as ["08:00", "12:00"].'))
            if not last <= part[0] < part[1]:
                raise ValidationError(_("The time ranges of a day must be in order and can’t overlap."))
            last = part[1]


def check_holidays(days: object) -> None:
    try:
        for day in days if isinstance(days, list) else [None]:
            date.fromisoformat(day)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        raise ValidationError(_('Write a list of days such as ["2026-12-24"].')) from None
