"""Values chosen from a list: the offered entries in their order, time zones, countries."""

from __future__ import annotations

import zoneinfo
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django_countries import countries
from phonenumbers import SUPPORTED_REGIONS

from sessions_app.models.session import entry_choices

Choices = list[tuple[str, Any]]


class OrderedCheckboxes(forms.CheckboxSelectMultiple):
    """Check boxes in the stored order, unchecked ones last; with script they can be moved. They are sent in the order of the page."""

    template_name = "admin/widgets/ordered_checkboxes.html"

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> Any:
        listed = {choice: place for place, choice in enumerate(value)}
        self.choices = sorted(self.choices, key=lambda choice: listed.get(str(choice[0]), len(listed)))
        return super().optgroups(name, value, attrs)


class EntriesField(forms.MultipleChoiceField):
    """The entries a widget offers, in this order."""

    widget = OrderedCheckboxes

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Offered entries"))
        super().__init__(choices=entry_choices, **kwargs)
        self.error_messages["required"] = _("Offer at least one entry.")

    def to_python(self, value: Any) -> list[str]:
        return list(dict.fromkeys(super().to_python(value)))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return list(initial or []) != list(data or [])


def timezone_choices() -> list[tuple[Any, Any]]:
    """Return the time zones by region; those without one first."""
    names = sorted(zoneinfo.available_timezones() - {"Factory", "localtime"}, key=lambda name: ("/" in name, name))
    found: list[tuple[Any, Any]] = []
    for region, zones in groupby(names, key=lambda name: name.split("/")[0] if "/" in name else ""):
        options = [(name, name.removeprefix(f"{region}/").replace("_", " ")) for name in zones]
        found.append((region or _("General"), options))
    return found


class TimezoneField(forms.ChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Time zone"))
        super().__init__(choices=timezone_choices, **kwargs)
        self.error_messages["invalid_choice"] = _("“%(value)s” is not a time zone such as Europe/Prague.")


def country_choices() -> Choices:
    """Return the countries with phone numbers, by name."""
    return [(code, name) for code, name in countries if code in SUPPORTED_REGIONS]


class CountryField(forms.ChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Country"))
        super().__init__(choices=country_choices, **kwargs)
        self.error_messages["invalid_choice"] = _("“%(value)s” is not a country of the list.")
