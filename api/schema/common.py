"""Parts that several answers share: references, and the parameters and shape of lists."""

from __future__ import annotations

from typing import Annotated, Final

from msgspec import Meta, Struct

from sessions_app.protocol.types import Entry
from supervision.protocol_acts import REASON_LENGTH

PAGE: Final = 50
MOST: Final = 100
TEXT: Final = r"^[^\x00]*$"
"""No NUL: databases don't take it."""
Limit = Annotated[int, Meta(ge=1, le=MOST, description="How many at most on a page.")]
Cursor = (
    Annotated[
        str,
        Meta(
            max_length=500,
            pattern=TEXT,
            description="Where the page begins: `next` of the page before, and the same filters as there.",
        ),
    ]
    | None
)
Next = Annotated[str, Meta(description="The cursor of the next page; null on the last one.")] | None
EntryName = Annotated[Entry, Meta(description="How the client came.")]
Reason = Annotated[
    str,
    Meta(
        max_length=REASON_LENGTH,
        pattern=TEXT,
        description="Why. Operators read it beside the name of the token, clients don’t. Without one it says “through the API”.",
        examples=["Solved by phone"],
    ),
]
Id = Annotated[str, Meta(description="The id to use in addresses.", examples=["u8Xb2kQ0mZtB1oVh3nYw4rPc"])]


class Listing(Struct, kw_only=True, forbid_unknown_fields=True):
    """Parameters of every list."""

    cursor: Cursor = None
    limit: Limit = PAGE


class GroupRef(Struct, kw_only=True):
    """A group of operators."""

    id: int
    name: str


class OperatorRef(Struct, kw_only=True):
    """An operator."""

    id: int
    name: str


class WidgetRef(Struct, kw_only=True):
    """A widget, by its public key."""

    key: str
    name: str


class Reasoned(Struct, kw_only=True, forbid_unknown_fields=True):
    """Why a supervisor's act is done."""

    reason: Reason = ""
