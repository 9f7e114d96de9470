"""Erasures that a backup doesn't know of: restoring it must not bring an erased client back (P2).

The list has public ids and times alone, which name nobody. Each backup keeps it up to date in a file beside it.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import msgspec

from operation.backup.archive import BackupError
from sessions_app.models import Client
from sessions_app.privacy.services.erasure import erase_again

NAME: Final = "erasures.jsonl"
"""In the folder of the backups."""


class Erased(msgspec.Struct, frozen=True):
    """One line: the public id of a client, and when they were erased."""

    client: str
    at: str


def listed(using: str = "default") -> list[Erased]:
    rows = Client.objects.using(using).exclude(erased_at=None).order_by("erased_at", "pk")
    return [Erased(public_id, at.isoformat()) for public_id, at in rows.values_list("public_id", "erased_at") if at is not None]


def read(path: Path) -> list[Erased]:
    """Return the list in a file. Raises BackupError if it isn't one."""
    try:
        return [msgspec.json.decode(line, type=Erased) for line in path.read_bytes().splitlines() if line]
    except OSError as error:
        raise BackupError(f"{path} can't be read: {error.strerror}.") from None
    except msgspec.MsgspecError:
        raise BackupError(f"{path} isn't a list of erasures.") from None


def keep(folder: Path) -> None:
    """Add the erasures of this place to the list in the folder. The file is replaced at once, never half written."""
    path = folder / NAME
    known = {one.client: one for one in [*(read(path) if path.exists() else []), *listed()]}
    if not known:
        return
    handle, name = tempfile.mkstemp(dir=folder, prefix=f".{NAME}-")
    with os.fdopen(handle, "wb") as new:
        new.write(b"".join(msgspec.json.encode(one) + b"\n" for one in known.values()))
        new.flush()
        os.fsync(new.fileno())
    os.replace(name, path)


def apply(erased: Iterable[Erased]) -> int:
    """Erase these clients again where a backup has brought them back; return how many there were."""
    return sum(erase_again(one.client) for one in erased)
