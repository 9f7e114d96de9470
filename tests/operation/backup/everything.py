"""All that a backup has to bring back: the rows of every table and the bytes of every file; and how to lose it all."""

from __future__ import annotations

import hashlib
from typing import Any

from django.apps import apps
from django.core.files.storage import default_storage
from django.core.management import call_command

from operation.backup import tables
from sessions_app.files import storage


def rows() -> dict[str, list[Any]]:
    """Return every row of every table of a backup."""
    return {model._meta.db_table: list(model._base_manager.order_by("pk").values()) for model in tables.models_of(apps)}


def data() -> dict[str, list[Any]]:
    """Return the rows of the tables that are empty in an empty place."""
    return {name: found for name, found in rows().items() if found and name not in tables.MADE_BY_MIGRATE}


def files() -> dict[str, str]:
    """Return the checksum of every stored file."""
    keys = [entry.key for entry in storage.listing(storage.FOLDER)]
    return {key: hashlib.sha256(b"".join(storage.chunks(key))).hexdigest() for key in keys}


def lose() -> None:
    """Empty the database and the storage."""
    call_command("flush", verbosity=0, interactive=False)
    for key in files():
        default_storage.delete(key)
