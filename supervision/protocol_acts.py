"""The messages of supervisors' acts, and of operators' calls for help (A4). The board itself is in protocol.py.

Rights aren't checked here: every row named in a command is looked up by what its sender supervises, or has.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from contactcenter.realtime.wire import Command, Event, Key, PublicId
from sessions_app.protocol import LogEvent, State
from sessions_app.protocol.types import ShortText

REASON_LENGTH = 200
HELP_LENGTH = 500
Reason = Annotated[str, Meta(max_length=REASON_LENGTH * 4)]
HelpText = Annotated[str, Meta(max_length=HELP_LENGTH * 4)]
HelpState = Literal["open", "answered", "withdrawn", "over"]


class Seen(Struct, kw_only=True, forbid_unknown_fields=True):
    """A session as the supervisor saw it: an act on one that has changed since is refused, and the words say what happened."""

    state: State
    operator: Key | None = None


class ActRedirect(Command, tag="act.redirect"):
    """Redirect a waiting or active session. Exactly one of ``operator`` and ``group``."""

    session: PublicId
    reason: Reason
    operator: Key | None = None
    group: Key | None = None
    seen: Seen | None = None


class ActEnd(Command, tag="act.end"):
    """End a session; one that waits is missed."""

    session: PublicId
    reason: Reason
    seen: Seen | None = None


class ActWrapup(Command, tag="act.wrapup"):
    """End the wrap-up of a session."""

    session: PublicId
    reason: Reason


class ActState(Command, tag="act.state"):
    """Set an operator online, or away with one of the reasons of the list (``away_reason``)."""

    operator: Key
    state: Literal["online", "away"]
    reason: Reason
    away_reason: ShortText = ""


class ActSignOut(Command, tag="act.signout"):
    """Sign an operator out everywhere."""

    operator: Key
    reason: Reason


class HelpAnswer(Command, tag="help.answer"):
    """Answer an operator's call for help; only operators read it. ``request``: the id in ``help`` of the board."""

    session: PublicId
    request: Key
    text: HelpText


class HelpAsk(Command, tag="help.ask"):
    """Ask supervisors for help in this session."""

    session: PublicId
    reason: HelpText


class HelpWithdraw(Command, tag="help.withdraw"):
    """Withdraw the call for help."""

    session: PublicId


class HelpView(Struct, kw_only=True):
    """An open call for help, as the operator who asked sees it. ``at``: asked."""

    id: int
    reason: str
    at: str


class HelpRequestView(Struct, kw_only=True):
    """A call for help on the board. Those that are over stay for a minute; ``by``: who has answered it; ``key``: the session's row."""

    id: int
    session: str
    key: int
    number: int
    operator: int
    name: str
    reason: str
    at: str
    state: HelpState
    by: str = ""
    ended_at: str | None = None


class HelpChanged(LogEvent, tag="help.changed"):
    """A call for help and what became of it: operators only. ``text``: the reason, or the answer; ``help``: the open one afterwards."""

    state: HelpState
    text: str
    help: HelpView | None


class OperatorSteered(Event, tag="operator.steered"):
    """A supervisor has set this operator's state, or has signed them out."""

    by: str
    state: Literal["online", "away", "offline"]
    reason: str


ACT_COMMANDS: list[type[Command]] = [ActRedirect, ActEnd, ActWrapup, ActState, ActSignOut, HelpAnswer]
HELP_COMMANDS: list[type[Command]] = [HelpAsk, HelpWithdraw]
"""Commands of the operator."""
