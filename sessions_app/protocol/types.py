"""Types and bounds used in the messages, the same on both sides.

A named literal here is a type with that name in the browser. No messages here.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from sessions_app.rules.entries import Entry as Entry

Role = Literal["client", "operator", "supervisor", "system"]
State = Literal["waiting", "active", "wrapup", "closed", "abandoned", "missed"]

DeviceState = Literal[
    "not-asked", "asking", "granted", "blocked-person", "blocked-page", "blocked-system",
    "no-device", "in-use", "muted", "off", "lost",
]  # fmt: skip
"""C5. ``granted`` means on and sending; ``muted``/``off`` mean allowed but turned off by the person; ``muted`` also means silenced by the
system or by a switch on the device.
"""

MESSAGE_LENGTH = 4000
Text = Annotated[str, Meta(max_length=MESSAGE_LENGTH * 4)]
ShortText = Annotated[str, Meta(max_length=200)]
ParameterName = Annotated[str, Meta(min_length=1, max_length=40)]
Parameters = Annotated[dict[ParameterName, ShortText], Meta(max_length=20)]
Language = Annotated[str, Meta(max_length=35)]
"""A BCP 47 tag; empty if unknown."""
Address = Annotated[str, Meta(max_length=2000)]
