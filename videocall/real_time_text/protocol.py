"""The messages of real-time text (L2): to agree on it, and to pass on what is typed.

What is typed goes to the other side's tab and nowhere else: it's not stored and not logged.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from contactcenter.realtime.wire import Command, Count, Event, PublicId
from sessions_app.protocol import MESSAGE_LENGTH
from sessions_app.protocol.types import Text

UNITS = MESSAGE_LENGTH * 4
LINES = 8
Unit = Annotated[int, Meta(ge=0, le=UNITS)]
"""A place in a text, in UTF-16 units as browsers count."""


class TypedLine(Struct, kw_only=True, forbid_unknown_fields=True):
    """A line as far as it is typed. ``line`` becomes the id of the command that posts it when it's finished."""

    line: PublicId
    text: Text


Lines = Annotated[list[TypedLine], Meta(max_length=LINES)]


class TextSet(Command, tag="text.set"):
    """Turn real-time text on or off. Turning it on asks the other side, unless it has agreed in this call; turning it off ends it for both,
    or refuses what the other side asked.
    """

    call: PublicId
    leg: PublicId
    on: bool


class TextEdit(Command, tag="text.edit"):
    """Change the line: at ``at`` remove ``cut`` units, and put ``add`` there. ``rev`` counts this leg's changes without gaps.

    Refused with ``text.off`` unless both sides have agreed, and with ``call.alone`` while nobody is there.
    """

    call: PublicId
    leg: PublicId
    rev: Count
    line: PublicId
    at: Unit
    cut: Unit
    add: Text


class TextShow(Command, tag="text.show"):
    """All of it: the lines whose messages are on their way, and the one being typed. ``again``: the other side is to answer with its own.

    ``back``: what this side has of the other's line, for a page that was reloaded and has no storage.
    """

    call: PublicId
    leg: PublicId
    rev: Count
    lines: Lines
    back: TypedLine | None = None
    again: bool = False


class TextEdited(Event, tag="text.edited"):
    """The other side has changed its line."""

    call: str
    leg: str
    rev: int
    line: str
    at: int
    cut: int
    add: str


class TextShown(Event, tag="text.shown"):
    """All the other side has typed and not yet posted."""

    call: str
    leg: str
    rev: int
    lines: list[TypedLine]
    back: TypedLine | None
    again: bool


COMMANDS: list[type[Command]] = [TextSet, TextEdit, TextShow]
"""Of both sides."""
