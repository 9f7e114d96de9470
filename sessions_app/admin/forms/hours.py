"""Opening hours as a form: always, by weekday, or closed. Stored as ``{"mon": [["08:00", "12:00"]]}`` (rules/opening_hours.py)."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sessions_app.rules.opening_hours import DAYS

Hours = dict[str, list[list[str]]]

ALWAYS, WEEKLY, CLOSED = "always", "weekly", "closed"
MODES = (
    (ALWAYS, gettext_lazy("Open at all hours")),
    (WEEKLY, gettext_lazy("Open at these hours")),
    (CLOSED, gettext_lazy("Closed until further notice")),
)
NEVER: Hours = {"mon": []}
MIDNIGHT = "24:00"
CLOCK = re.compile(r"(\d{1,2})(?:[:.]?(\d{2}))?\s*(am|pm)?", re.IGNORECASE)
RANGES = 20
"""Maximum of time ranges a day."""


class Typed(NamedTuple):
    """The form as it was filled in: times as typed, with blank ranges."""

    mode: str
    days: dict[str, list[tuple[str, str]]]


def clock(text: str) -> str:
    """Return a time as ``HH:MM``: also from ``8``, ``8.30``, ``0830`` and ``5 pm``. Raises ``ValueError``."""
    found = CLOCK.fullmatch(text.strip())
    if found is None:
        raise ValueError(text)
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            raise ValueError(text)
        hour = hour % 12 + (12 if half == "pm" else 0)
    if minute > 59 or hour * 60 + minute > 24 * 60:
        raise ValueError(text)
    return f"{hour:02}:{minute:02}"


def read_day(typed: list[tuple[str, str]]) -> list[list[str]]:
    """Return the ranges of a day in order. Raises ValidationError in words."""
    ranges = []
    for pair in typed:
        if not any(text.strip() for text in pair):
            continue
        if not all(text.strip() for text in pair):
            raise ValidationError(_("Write both times: when it opens and when it closes."))
        times = []
        for text in pair:
            try:
                times.append(clock(text))
            except ValueError:
                raise ValidationError(_("“%(text)s” is not a time. Write it like 08:30.") % {"text": text[:20]}) from None
        start, end = times[0], MIDNIGHT if times[1] == "00:00" else times[1]
        if start >= end:
            words = _("%(start)s is not before %(end)s. A night ends at 24:00 and goes on at 00:00 of the next day.")
            raise ValidationError(words % {"start": start, "end": end})
        ranges.append([start, end])
    ranges.sort()
    for before, after in pairwise(ranges):
        if after[0] < before[1]:
            words = _("%(before)s and %(after)s overlap.")
            raise ValidationError(words % {"before": "–".join(before), "after": "–".join(after)})
    if len(ranges) > RANGES:
        raise ValidationError(_("A day has at most %(count)s ranges.") % {"count": RANGES})
    return ranges


def _typed(hours: Any) -> Typed:
    """Return stored hours as they are typed."""
    days = hours if isinstance(hours, dict) else {}
    mode = WEEKLY if any(days.values()) else CLOSED if days else ALWAYS
    return Typed(mode, {day: [(start, end) for start, end in days.get(day, [])] for day in DAYS})


class HoursWidget(forms.Widget):
    """A row for each weekday with its ranges and a blank one; with script, ranges can be added, removed and copied."""

    template_name = "admin/widgets/hours.html"
    use_fieldset = True

    def id_for_label(self, id_: str) -> str:
        return ""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Typed:
        days = {
            day: list(zip(data.getlist(f"{name}-{day}-from"), data.getlist(f"{name}-{day}-to"), strict=False)) for day in DAYS
        }
        return Typed(data.get(f"{name}-mode", ""), days)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return f"{name}-mode" not in data

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        typed = value if isinstance(value, Typed) else _typed(value)
        days = []
        for number, day in enumerate(DAYS):
            ranges, error = typed.days[day], ""
            try:
                read_day(ranges)
            except ValidationError as refusal:
                error = refusal.messages[0] if typed.mode == WEEKLY else ""
            shown = [pair for pair in ranges if any(pair)] or [("", "")]
            days.append({"key": day, "name": WEEKDAYS[number], "ranges": [*shown, ("", "")], "error": error})
        context["widget"] |= {"mode": typed.mode, "modes": MODES, "days": days}
        return context


class HoursField(forms.Field):
    """Opening hours of a week; ``{}`` is always."""

    widget = HoursWidget

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", gettext_lazy("Opening hours"))
        super().__init__(required=False, **kwargs)

    def to_python(self, value: Any) -> Hours:
        if not isinstance(value, Typed):
            return dict(value or {})
        if value.mode == ALWAYS:
            return {}
        if value.mode == CLOSED:
            return dict(NEVER)
        if value.mode != WEEKLY:
            raise ValidationError(_("Choose when the group is open."))
        hours: Hours = {}
        wrong = []
        for number, day in enumerate(DAYS):
            try:
                if ranges := read_day(value.days[day]):
                    hours[day] = ranges
            except ValidationError as refusal:
                wrong.append(f"{WEEKDAYS[number]}: {refusal.messages[0]}")
        if wrong:
            raise ValidationError(wrong)
        if not hours:
            raise ValidationError(
                _("Write the hours of at least one day, or choose that the group is open at all hours or closed.")
            )
        return hours

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(data) != (initial or {})
        except ValidationError:
            return True
