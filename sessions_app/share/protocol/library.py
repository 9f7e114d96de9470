"""The library: files and links that operators keep for every session.

An item sent from it becomes a file of the session, announced in ``share``.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from contactcenter.realtime.wire import Command, Event, PublicId
from sessions_app.protocol.types import Address, ShortText


class LibraryView(Struct, kw_only=True):
    """A file or link of the library (F1). ``own``: the operator's; otherwise common, managed by supervisors."""

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
    """Answers ``library.find``, by name; ``more`` if there are others: the search needs more text."""

    text: str
    items: list[LibraryView]
    more: bool


class LibraryFind(Command, tag="library.find"):
    """Search the common library and the operator's own. Answered by ``library.found``."""

    text: Annotated[str, Meta(max_length=100)] = ""


class LibrarySend(Command, tag="library.send"):
    """Add a library item to the session and send it to its chat."""

    item: PublicId
    session: PublicId


class LibraryKeep(Command, tag="library.keep"):
    """Copy a file an operator added to a session to one's own library."""

    share: PublicId


class LibraryLink(Command, tag="library.link"):
    """Add a link to one's own library."""

    url: Address
    name: ShortText = ""


class LibraryRename(Command, tag="library.rename"):
    item: PublicId
    name: ShortText


class LibraryDelete(Command, tag="library.delete"):
    """Delete one's own item; copies already sent stay in their sessions."""

    item: PublicId
