"""Entry types: one row each, with all their properties. No rows, no clock.

Code asks for a property, never compares names; ``manage.py protocol`` writes the same table for the browsers (``constants.js``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal


def _(text: str) -> str:
    """Mark a text for translation; the model translates it."""
    return text


Entry = Literal["chat", "videocall", "callback", "invitation"]


@dataclass(frozen=True, slots=True)
class EntryType:
    """An entry type. ``title``: its name for operators and in the admin.

    ``needs_operator``: somebody of the group must be online; the client waits in the group's queue.
    ``starts_call``: the call starts by itself when an operator accepts (C2); otherwise the conversation begins as a chat.
    ``waits_alone``: the client leaves a phone number and may close the page.
    ``checks_devices``: camera and microphone are checked while the client waits (E2).
    ``by_code``: the client has the code of an invitation and waits for the operator who sent it.
    """

    title: str
    needs_operator: bool = False
    starts_call: bool = False
    waits_alone: bool = False
    checks_devices: bool = False
    by_code: bool = False


ENTRIES: Final[Mapping[str, EntryType]] = {
    "chat": EntryType(_("Chat"), needs_operator=True),
    "videocall": EntryType(_("Video call"), needs_operator=True, starts_call=True, checks_devices=True),
    "callback": EntryType(_("CallBack"), starts_call=True, waits_alone=True),
    "invitation": EntryType(_("Invitation"), starts_call=True, checks_devices=True, by_code=True),
}

NEED_OPERATOR: Final = frozenset(name for name, entry in ENTRIES.items() if entry.needs_operator)
WAIT_ALONE: Final = frozenset(name for name, entry in ENTRIES.items() if entry.waits_alone)
BY_CODE: Final = frozenset(name for name, entry in ENTRIES.items() if entry.by_code)
