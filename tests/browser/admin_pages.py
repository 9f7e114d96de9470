"""Every page of the admin, found by asking it: lists, forms, confirmations, actions. Run by ``manage.py shell`` of a site.

``main`` first gives every model of the admin a row, so that a new model has its pages here without anybody's doing.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.contrib import admin
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import models
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from sessions_app.models import User

NAME: Final = "root"
ORDINARY: Final = ("changelist", "add", "change", "delete", "history")
OF_A_ROW: Final = {
    "auth_user_password_change": [{}],
    "sessions_app_client_erase": [{}],
    "api_apitoken_revoke": [{}],
    "webhook-act": [{"act": "test"}, {"act": "rotate"}, {"act": "replay"}],
}
"""Pages of a model’s own, by name, with what their addresses need besides the row."""
NO_PAGES: Final = {
    "sessions_app_client_export": "a download",
    "sessions_app_libraryitem_open": "leads to a file",
    "sessions_app_share_open": "leads to a file",
}


def main() -> None:
    """Print ``{"pages": [address], "actions": [[list, action, row]], "unknown": [name]}``."""
    root = User.objects.create_superuser(NAME)
    known = {SESSION_KEY: str(root.pk), HASH_SESSION_KEY: root.get_session_auth_hash()}
    known[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    Session.objects.save(f"session-of-{NAME}", known, timezone.now() + timedelta(days=1))  # type: ignore[attr-defined]
    found: dict[str, list[Any]] = {"pages": [], "actions": [], "unknown": []}
    request = RequestFactory().get("/")
    request.user = root
    for model, pages in admin.site._registry.items():
        _pages_of(pages, request, _row(model), found)
    found["pages"] += sorted({reverse("admin:app_list", args=[model._meta.app_label]) for model in admin.site._registry})
    print(json.dumps(found))


def _pages_of(pages: admin.ModelAdmin[Any], request: Any, row: models.Model, found: dict[str, list[Any]]) -> None:
    label = f"{pages.opts.app_label}_{pages.opts.model_name}"
    addresses = {
        name: reverse(f"admin:{label}_{name}", args=[] if name in ("changelist", "add") else [row.pk]) for name in ORDINARY
    }
    allowed = {
        "add": pages.has_add_permission(request),
        "delete": pages.has_delete_permission(request, row),
        "history": row == request.user,  # one template for all
    }
    found["pages"] += [address for name, address in addresses.items() if allowed.get(name, True)]
    for name in {each.name for each in pages.get_urls() if getattr(each, "name", None)}:
        if name in OF_A_ROW:
            found["pages"] += [_address(pages, name, row, more) for more in OF_A_ROW[name]]
        elif name not in NO_PAGES and name.removeprefix(f"{label}_") not in ORDINARY:
            found["unknown"].append(name)
    found["actions"] += [[addresses["changelist"], action, row.pk] for action in pages.get_actions(request)]


def _address(pages: admin.ModelAdmin[Any], name: str, row: models.Model, more: dict[str, str]) -> str:
    """Return the address of a page of one row; the row's key has the name the model’s admin gave it."""
    key = "pk"
    for pattern in pages.get_urls():
        if getattr(pattern, "name", None) == name:
            key = next(each for each in pattern.pattern.converters if each not in more)
    return reverse(f"admin:{name}", kwargs={key: row.pk, **more})


def _row(model: type[models.Model]) -> models.Model:
    """Return the first row that isn’t the reader’s own account; make one if there’s none."""
    rows = model._base_manager.order_by("pk")
    found = rows.exclude(username=NAME).first() if model is User else rows.first()
    return found or _made(model)


def _made(model: type[models.Model]) -> models.Model:
    """Make a row out of nothing: whatever its columns need, and no more."""
    values: dict[str, Any] = {}
    for field in model._meta.concrete_fields:
        if field.primary_key or field.null or field.has_default() or getattr(field, "auto_now_add", False):
            continue
        values[field.name] = _value(field)
    return model._base_manager.create(**values)


def _value(field: Any) -> Any:
    if isinstance(field, models.ForeignKey):
        return _row(field.related_model)  # type: ignore[arg-type]
    if isinstance(field, models.DateTimeField):
        return timezone.now()
    if isinstance(field, models.CharField | models.TextField):
        return (
            field.flatchoices[0][0] if field.flatchoices else "" if field.blank else f"{field.name} of a test"[: field.max_length]
        )
    return 1
