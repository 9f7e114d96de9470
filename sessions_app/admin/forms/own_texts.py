"""Supervisors' own texts in the admin's forms: the text as first written, and beside it a box for each other language."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from sessions_app.models.own_texts import OwnTexts
from sessions_app.selectors.own_texts import language_name, languages_of

FIRST = ""
"""The key of the text as first written."""
Texts = dict[str, str]
"""A text by language."""


class OwnTextWidget(forms.Widget):
    """One input a language, side by side, each like the column's usual one. ``wrong``: the languages whose text was refused."""

    template_name = "admin/widgets/own_texts.html"

    def __init__(self, usual: forms.Widget, label: str, languages: list[str], kept: Texts) -> None:
        super().__init__()
        self.usual, self.label, self.languages, self.kept = usual, label, languages, kept
        self.wrong: set[str] = set()

    @property
    def media(self) -> Any:
        return self.usual.media

    def _boxes(self, name: str) -> dict[str, str]:
        return {code: f"{name}-{code}" if code else name for code in (FIRST, *self.languages)}

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Texts:
        return {code: data.get(box, "") for code, box in self._boxes(name).items()}

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        texts = value if isinstance(value, dict) else {FIRST: value or "", **self.kept}
        described = (attrs or {}).get("aria-describedby")
        boxes = []
        for code, box in self._boxes(name).items():
            own = {"id": f"id_{box}", "lang": code or settings.HOUSE_LANGUAGE, "dir": "auto"}
            own |= {"aria-describedby": described} if described else {}
            own |= {"aria-invalid": "true"} if code in self.wrong else {}
            own |= {"required": True} if not code and self.is_required else {}
            shown = self.usual.get_context(box, texts.get(code, ""), own)["widget"]
            boxes.append({"widget": shown, "id": f"id_{box}", "language": language_name(own["lang"]), "code": code})
        missing = [language_name(code) for code in self.languages if not texts.get(code)] if texts.get(FIRST) else []
        first = language_name(settings.HOUSE_LANGUAGE)
        context["widget"] |= {"boxes": boxes, "label": self.label, "missing": ", ".join(missing), "first": first}
        return context


class OwnTextField(forms.Field):
    """A column of ``TEXTS`` with its translations. Cleaned to the texts by language, the empty ones left out but for the first."""

    widget: OwnTextWidget

    def __init__(self, usual: forms.Field, languages: list[str], kept: Texts) -> None:
        widget = OwnTextWidget(usual.widget, str(usual.label or ""), languages, kept)
        super().__init__(required=usual.required, label=usual.label, help_text=usual.help_text, widget=widget)
        self.usual, self.other, self.kept = usual, deepcopy(usual), kept
        self.other.required = False

    def clean(self, value: Any) -> Texts:
        texts: Texts = {}
        errors: list[ValidationError] = []
        for code, text in value.items():
            try:
                texts[code] = str((self.other if code else self.usual).clean(text) or "")
            except ValidationError as refusal:
                self.widget.wrong.add(code)
                errors += refusal.error_list if not code else [_in_words(code, message) for message in refusal.messages]
        if errors:
            raise ValidationError(errors)
        return {code: text for code, text in texts.items() if text or not code}

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.clean(data) != {FIRST: initial or "", **self.kept}
        except ValidationError:
            return True


def _in_words(code: str, message: str) -> ValidationError:
    return ValidationError(_("%(language)s: %(error)s") % {"language": language_name(code), "error": message})


class OwnTextsForm(forms.ModelForm):
    """Asks for each of the row's texts in every language. With one language its form is as it was."""

    instance: OwnTexts

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.texts: list[str] = []
        for column in self.instance.TEXTS:
            languages = languages_of(self.instance, column)
            if column in self.fields and languages:
                offered = {code: text for code, text in self.instance.translations.get(column, {}).items() if code in languages}
                self.fields[column] = OwnTextField(self.fields[column], languages, offered)
                self.texts.append(column)

    def clean(self) -> dict[str, Any] | None:
        """Part the texts: the first goes into its column, the others into ``translations``, where those of languages that aren't offered
        any more stay.
        """
        translations = dict(self.instance.translations)
        for column in [column for column in self.texts if column in self.cleaned_data]:
            texts: Texts = self.cleaned_data[column]
            self.cleaned_data[column] = texts.pop(FIRST)
            field = self.fields[column]
            assert isinstance(field, OwnTextField)
            hidden = {code: text for code, text in translations.pop(column, {}).items() if code not in field.kept}
            if written := hidden | texts:
                translations[column] = written
        self.instance.translations = translations
        return super().clean()
