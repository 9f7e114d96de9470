"""Files and folders of the data folder that only the product's own user may read."""

from __future__ import annotations

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path


def kept_secret(file: Path) -> str:
    """Return the secret in ``file``, created at the first start. Processes that start at once agree on one, and none reads half of it."""
    if not file.exists():
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=".secret-")  # 0600 from the start
        try:
            with os.fdopen(handle, "w") as new:
                new.write(secrets.token_urlsafe(64))
            os.link(name, file)
        except FileExistsError:
            pass  # another process was first
        finally:
            os.unlink(name)
    return file.read_text()


def touch_private(file: Path) -> None:
    """Create ``file`` if it's missing, for its owner only. SQLite gives its log files the rights of the database."""
    with suppress(FileExistsError):
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def private_folder(folder: Path) -> None:
    """Create ``folder`` if it's missing, for its owner only; close one that was left open by an earlier version."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.stat().st_mode & 0o077 and os.access(folder, os.W_OK):
        with suppress(PermissionError):  # another user's folder that was prepared for us
            folder.chmod(0o700)
