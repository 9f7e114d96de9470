"""The table of contents of an archive: what was taken, when, from which version, with the count and checksum of every part.

Fields may be added; a change that an older version would misread raises ``FORMAT``.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

import msgspec

FORMAT: Final = 1
PRODUCT: Final = "contactcenter"
Migration = tuple[str, str]


class Table(msgspec.Struct):
    """One table. ``sequence``: the last number its primary key gave out."""

    model: str
    columns: list[str]
    rows: int
    sha256: str
    sequence: int | None = None


class Files(msgspec.Struct):
    """The files. ``gone`` were deleted while the backup ran; ``missing`` weren't there though a row names them."""

    count: int = 0
    size: int = 0
    sha256: str = ""
    gone: list[str] = []
    missing: list[str] = []
    damaged: list[str] = []


class StoredFile(msgspec.Struct):
    """One line of ``files.jsonl``."""

    key: str
    size: int
    sha256: str


class Manifest(msgspec.Struct, kw_only=True):
    """``migrations`` are those that had been applied; ``key`` tells whether a place has the same secret key."""

    product: str = PRODUCT
    format: int = FORMAT
    version: str
    id: str
    taken_at: datetime
    database: str
    migrations: list[Migration]
    tables: dict[str, Table] = {}
    files: Files = msgspec.field(default_factory=Files)
    key: str
    secret: str = ""

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables.values())
