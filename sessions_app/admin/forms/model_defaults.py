"""A new row's form begins with the model's defaults, also in fields that the form declares itself."""

from __future__ import annotations

from typing import Any

from django import forms


class ModelDefaults(forms.ModelForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            for name in self.declared_fields.keys() & self.fields.keys():
                self.fields[name].initial = getattr(self.instance, name)
