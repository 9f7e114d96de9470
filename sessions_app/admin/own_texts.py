"""Pages of rows with texts of supervisors in several languages."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from sessions_app.admin.forms.own_texts import OwnTextsForm
from sessions_app.admin.one_line import OneLineAdmin
from sessions_app.models.own_texts import OwnTexts
from sessions_app.selectors.own_texts import language_name, languages_of, missing_in


class OwnTextsAdmin(OneLineAdmin):
    """The list says which languages a row lacks."""

    form = OwnTextsForm

    def get_list_display(self, request: HttpRequest) -> Any:
        shown = super().get_list_display(request)
        return (*shown, "missing") if languages_of(self.model(), "") else shown

    @admin.display(description=_("not translated into"))
    def missing(self, row: OwnTexts) -> str:
        return ", ".join(map(language_name, missing_in(row)))

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and {*obj.TEXTS} & {*form.changed_data}:
            obj.save(update_fields=["translations"])
