"""Names entered by supervisors: one line without invisible characters, like clients' names (sessions_app/rules/text.py)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from django.http import HttpRequest

from sessions_app.admin.supervised import SupervisedAdmin
from sessions_app.rules.text import one_line


class OneLineField(forms.CharField):
    """Only invisible characters count as empty: a required field says so."""

    def to_python(self, value: Any) -> str:
        return one_line(super().to_python(value) or "", self.max_length or 200)


class OneLineAdmin(SupervisedAdmin):
    """For rows whose names are shown in lists, queues and mail."""

    def formfield_for_dbfield(self, db_field: models.Field[Any, Any], request: HttpRequest, **kwargs: Any) -> Any:
        if type(db_field) is models.CharField:  # addresses and slugs have fields of their own
            kwargs.setdefault("form_class", OneLineField)
        return super().formfield_for_dbfield(db_field, request, **kwargs)
