"""What clients tell about themselves: every field is here, and nowhere else in Python but for its column.

A command of a client or an operator sets them, a view shows them. ``services/clients.py`` cleans them.
"""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from contactcenter.realtime.wire import Command
from sessions_app.protocol.types import ShortText


class DetailsView(Struct, kw_only=True):
    """The client's details as stored."""

    name: str
    email: str
    phone: str


class DetailsCommand(Command, kw_only=True):
    """A command that sets details; those left out stay as they are.

    A struct has only one base with fields, so they're listed again, with their bounds.
    """

    name: ShortText | None = None
    email: ShortText | None = None
    phone: ShortText | None = None


DETAILS: Final = DetailsView.__struct_fields__
