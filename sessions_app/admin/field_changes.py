"""What changed in a row, as text for the audit: each field with its old and new value. Of secrets only that they changed."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any, Final

from django.db.models import Field, Model

from contactcenter.languages.house import in_house_language
from sessions_app.models.own_texts import OwnTexts
from sessions_app.rules.text import one_line
from sessions_app.selectors.own_texts import language_name, languages_of

LONGEST: Final = 200
SECRET: Final = re.compile("password|secret|token|hash")
RIGHTS: Final = frozenset(
    {"is_staff", "is_superuser", "groups", "user_permissions", "permissions", "all_groups", "supervised_groups"}
)
"""Fields of accounts and of sets of permissions that decide what people may do."""
ACTIVE: Final = frozenset({"active", "is_active"})
UNSEEN: Final = frozenset({"last_login", "date_joined", "password", "translations"})
"""A new password is announced by the form that saves it; of translations each is a value of its own."""

Value = tuple[str, str, str]
"""The field's name in words, its value as text, and what tells two values apart."""


def values(row: Model) -> dict[str, Value]:
    """Return the present value of each field by name, related rows included, in the words of the house: the audit is one for all."""
    with in_house_language():
        return _values(row)


def _values(row: Model) -> dict[str, Value]:
    found = {
        field.name: _value(field, row)
        for field in row._meta.concrete_fields
        if not field.primary_key and field.name not in UNSEEN
    }
    if isinstance(row, OwnTexts):
        found |= _translations(row)
    for field in row._meta.many_to_many:
        text = ", ".join(sorted(str(other) for other in getattr(row, field.name).select_related()))
        found[field.name] = (str(field.verbose_name), one_line(text, LONGEST), text)
    return found


def _translations(row: OwnTexts) -> dict[str, Value]:
    """Return each text in each language, the empty ones too: otherwise a text that is removed would leave no line."""
    found = {}
    for column in row.TEXTS:
        name, texts = row._meta.get_field(column).verbose_name, row.translations.get(column, {})  # type: ignore[union-attr]
        for code in dict.fromkeys([*languages_of(row, column), *texts]):
            text = texts.get(code, "")
            found[f"{column}-{code}"] = (f"{name} ({language_name(code)})", one_line(text, LONGEST), text)
    return found


def _value(field: Field[Any, Any], row: Model) -> Value:
    value = getattr(row, field.attname)
    name = str(field.verbose_name)
    if SECRET.search(field.name):
        return (name, "•••" if value else "", hashlib.sha256(str(value).encode()).hexdigest())
    return (name, one_line(_text(field, row, value), LONGEST), str(value))


def _text(field: Field[Any, Any], row: Model, value: Any) -> str:
    if value is None:
        return ""
    if field.is_relation:
        return str(getattr(row, field.name))
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False)
    shown = getattr(row, f"get_{field.name}_display", None)
    return str(shown() if shown else value)


def as_added(new: dict[str, Value]) -> str:
    return "\n".join(f"{name}: {text}" for name, text, _mark in new.values() if text)


def by_verb(old: dict[str, Value], new: dict[str, Value]) -> Iterator[tuple[str, str]]:
    """Return the changes as text, parted by what kind of act they are: rights, account enabled or disabled, anything else."""
    lines: dict[str, list[str]] = {}
    for field, (name, text, mark) in new.items():
        if field in old and old[field][2] != mark:
            lines.setdefault(_verb(field, mark), []).append(f"{name}: {old[field][1] or '–'} → {text or '–'}")
    return ((verb, "\n".join(changed)) for verb, changed in lines.items())


def _verb(field: str, mark: str) -> str:
    if field in RIGHTS:
        return "rights"
    if field in ACTIVE:
        return "enable" if mark == "True" else "disable"
    return "change"
