"""The messages of Share: files of a session and the library. This module exports them; no message is defined here."""

from __future__ import annotations

from types import ModuleType

from contactcenter.realtime.wire import Command
from sessions_app.share.protocol import files, library
from sessions_app.share.protocol.files import (
    ShareChanged,
    ShareDelete,
    ShareLink,
    ShareRename,
    ShareSend,
    ShareView,
    SnapshotTaken,
)
from sessions_app.share.protocol.library import (
    LibraryDelete,
    LibraryFind,
    LibraryFound,
    LibraryKeep,
    LibraryLink,
    LibraryRename,
    LibrarySend,
    LibraryView,
)

MODULES: tuple[ModuleType, ...] = (files, library)
OPERATOR_COMMANDS: list[type[Command]] = [
    ShareSend, ShareDelete, ShareRename, ShareLink,
    LibraryFind, LibrarySend, LibraryKeep, LibraryLink, LibraryRename, LibraryDelete,
]  # fmt: skip
"""A client has none: clients upload over HTTP."""

__all__ = [
    "MODULES", "OPERATOR_COMMANDS", "LibraryDelete", "LibraryFind", "LibraryFound", "LibraryKeep", "LibraryLink", "LibraryRename",
    "LibrarySend", "LibraryView", "ShareChanged", "ShareDelete", "ShareLink", "ShareRename", "ShareSend", "ShareView", "SnapshotTaken",
]  # fmt: skip
