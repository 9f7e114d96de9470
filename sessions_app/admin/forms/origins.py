"""Allowed origins, one a line (models/origins.py)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sessions_app.models.origins import exact_origin


class OriginsField(forms.CharField):
    """A list of origins as text. Each line that is none is named in the refusal, and the text stays as it was typed."""

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        attrs = {
            "rows": 4,
            "spellcheck": "false",
            "autocapitalize": "none",
            "placeholder": "https://www.example.com",
            "dir": "ltr",
        }
        kwargs.setdefault("label", _("Allowed origins"))
        super().__init__(widget=forms.Textarea(attrs), **kwargs)
        self.error_messages["required"] = _("Write at least one website, such as https://www.example.com.")

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        if isinstance(value, list):
            return value
        origins, wrong = [], []
        for line in str(super().to_python(value)).splitlines():
            try:
                if line.strip():
                    origins.append(exact_origin(line.strip()))
            except ValidationError as refusal:
                wrong.append(refusal)
        if wrong:
            raise ValidationError(wrong)
        return list(dict.fromkeys(origins))

    def run_validators(self, value: Any) -> None:
        """Leave the list to the model's validators: those of a CharField are for text."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(data or "") != (initial or []))
        except ValidationError:
            return True
