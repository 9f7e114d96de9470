"""Share: the files and links of a session, their log entries, and operators' commands for them.

Bytes don't come this way: they're uploaded and downloaded over HTTP.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from contactcenter.realtime.wire import Command, PublicId
from sessions_app.protocol.log import LogEvent
from sessions_app.protocol.types import Address, ShortText
from sessions_app.protocol.values import By


class ShareView(Struct, kw_only=True):
    """One file of a session (F1, F2). ``sent``: the client may see it; ``url``: a link's target; ``call``: a snapshot's call."""

    id: str
    kind: Literal["upload", "snapshot", "link"]
    state: Literal["pending", "ready", "deleted"]
    name: str
    size: int
    mime: str
    sha256: str
    by: By
    at: str
    sent: bool
    width: int | None = None
    height: int | None = None
    source: str = ""
    url: str = ""
    call: str = ""


class ShareChanged(LogEvent, tag="share.changed"):
    """A file was added, sent to the chat, renamed, or deleted."""

    change: Literal["added", "sent", "renamed", "deleted"]
    file: ShareView


class SnapshotTaken(LogEvent, tag="snapshot.taken"):
    """The operator took a snapshot of what the client shows (C8); both sides are told. ``screen``: of the client's screen."""

    screen: bool = False


class ShareSend(Command, tag="share.send"):
    """Make a file visible to the client (F2)."""

    share: PublicId


class ShareDelete(Command, tag="share.delete"):
    share: PublicId


class ShareRename(Command, tag="share.rename"):
    """Rename a file; the extension stays."""

    share: PublicId
    name: ShortText


class ShareLink(Command, tag="share.link"):
    """Add a link (http or https) to the session; ``send``: to the chat at once."""

    session: PublicId
    url: Address
    name: ShortText = ""
    send: bool = False
