"""The widget's colour: a colour input, and how well it stands out on a white page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sessions_app.models.widget import check_colour

ENOUGH = 3.0
"""Contrast that WCAG asks of controls against what is around them (1.4.11)."""


def _light(part: int) -> float:
    value = part / 255
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def contrast_on_white(colour: str) -> float:
    """Return the contrast ratio of ``#rrggbb`` against white, 1 to 21."""
    red, green, blue = (_light(int(colour[place : place + 2], 16)) for place in (1, 3, 5))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


class ColourWidget(forms.TextInput):
    """The browser's colour input, with the code beside it; what is no colour comes back as text."""

    template_name = "admin/widgets/colour.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        try:
            check_colour(value or "")
        except forms.ValidationError:
            return context
        context["widget"] |= {"type": "color", "ratio": f"{contrast_on_white(value):.1f}"}
        return context


class ColourField(forms.CharField):
    widget = ColourWidget

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Colour"))
        super().__init__(max_length=7, validators=[check_colour], **kwargs)

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).lower()
