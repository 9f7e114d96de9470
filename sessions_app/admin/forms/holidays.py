"""Days off as a list of date inputs. Stored as ISO days: ``["2026-12-24"]``."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

SPARE = 2
"""Blank inputs for browsers without script."""
MOST = 400


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


class HolidaysWidget(forms.Widget):
    """A date input for each day and some blank ones. What is no date comes back as text, so that it can be corrected."""

    template_name = "admin/widgets/holidays.html"
    use_fieldset = True

    def id_for_label(self, id_: str) -> str:
        return ""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return [str(text).strip() for text in data.getlist(name)]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Return False: no input at all means no holidays."""
        return False

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        typed = [text for text in (value or []) if text]
        days = [
            {"value": text, "weekday": date_format(day, "l") if (day := _day(text)) else "", "wrong": not day} for text in typed
        ]
        context["widget"] |= {"days": days, "spare": range(SPARE)}
        return context


class HolidaysField(forms.Field):
    """Days on which the group is closed, in order and each once."""

    widget = HolidaysWidget

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", gettext_lazy("Holidays"))
        super().__init__(required=False, **kwargs)

    def to_python(self, value: Any) -> list[str]:
        typed = [text for text in value or [] if text]
        if wrong := [text for text in typed if _day(text) is None]:
            raise ValidationError(
                [_("“%(text)s” is not a date. Write it like 2026-12-24.") % {"text": text[:20]} for text in wrong[:10]]
            )
        if len(typed) > MOST:
            raise ValidationError(_("There can be at most %(count)s holidays. Remove those that are past.") % {"count": MOST})
        return sorted({date.fromisoformat(text).isoformat() for text in typed})

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(data) != (initial or [])
        except ValidationError:
            return True
