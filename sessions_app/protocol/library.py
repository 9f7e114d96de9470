"""The library: files and links that operators keep, beside every session.

What is sent from it becomes a file of the session, told as such in ``share``.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from contactcenter.realtime.wire import Command, Event, PublicId
from sessions_app.protocol.words import Address, Line


class LibraryView(Struct, kw_only=True):
    """One file or link of the library (F1). ``own``: the operator's; otherwise common, kept by supervisors."""

    id: str
    kind: Literal["upload", "link"]
    name: str
    size: int
    mime: str
    own: bool
    author: str
    at: str
    width: int | None = None
    height: int | None = None
    url: str = ""


class LibraryFound(Event, tag="library.found"):
    """Answers ``library.find``, by name; ``more`` when there are further ones: the text must say more."""

    text: str
    items: list[LibraryView]
    more: bool


class LibraryFind(Command, tag="library.find"):
    """In the common library and the operator's own. Answered by ``library.found``."""

    text: Annotated[str, Meta(max_length=100)] = ""


class LibrarySend(Command, tag="library.send"):
    """A library item becomes a file of the session and is sent to its chat."""

    item: PublicId
    session: PublicId


class LibraryKeep(Command, tag="library.keep"):
    """Keep a file an operator has added to a session in one's own library."""

    share: PublicId


class LibraryLink(Command, tag="library.link"):
    """Keep a link in one's own library."""

    url: Address
    name: Line = ""


class LibraryRename(Command, tag="library.rename"):
    item: PublicId
    name: Line


class LibraryDelete(Command, tag="library.delete"):
    """Only one's own; what was sent from it stays in its sessions."""

    item: PublicId
