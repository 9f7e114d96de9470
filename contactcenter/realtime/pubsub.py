"""Groups of listeners in this process, and the bridge to the other processes.

A notification is a hint: it may come twice or not at all, the rows are the truth. Within a process it's a function call; between
processes it's one Redis channel per process, whatever the number of sockets.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Final, Protocol

import msgspec
from msgspec import Struct

log = logging.getLogger(__name__)


class EntryAppended(Struct, frozen=True, tag=True):
    """An encoded log entry. ``client`` is None if only operators may see it.

    ``kind`` is its type and ``step`` that of a ``session.changed``, for the sockets themselves.
    """

    session: str
    seq: int
    shared: int
    operator: str
    client: str | None
    kind: str = ""
    step: str = ""


class Broadcast(Struct, frozen=True, tag=True):
    """A frame for everybody in the group except the socket ``skip``: not stored, may be lost."""

    text: str
    role: str = ""
    skip: str = ""


class Refresh(Struct, frozen=True, tag=True):
    """Something shown by a console or a waiting client has changed: refresh."""


class AssignmentChanged(Struct, frozen=True, tag=True):
    """The session was assigned to this person, or taken from them."""

    session: str
    gained: bool


class SignOut(Struct, frozen=True, tag=True):
    """This person has signed out: close the socket."""

    code: int = 4401


Message = EntryAppended | Broadcast | Refresh | AssignmentChanged | SignOut


class Notification(Struct, frozen=True):
    group: str
    message: Message


class Listener(Protocol):
    def on_notification(self, group: str, message: Message) -> None: ...


class Bridge(Protocol):
    """``up``: whether notifications arrive. ``failures`` counts the moments in which some may have been lost."""

    up: bool
    failures: int

    def publish(self, notifications: list[Notification]) -> None: ...
    def follow(self, group: str) -> None: ...
    def forget(self, group: str) -> None: ...


_members: Final[dict[str, dict[Listener, None]]] = {}
_loop: asyncio.AbstractEventLoop | None = None
bridge: Bridge | None = None


def _nobody_remembers(session: str) -> None: ...


changed_elsewhere: Callable[[str], None] = _nobody_remembers
"""Called for a session whose log another process has appended to; set by sessions_app."""


def use(loop: asyncio.AbstractEventLoop) -> None:
    """Publish on this loop what threads give. A process without a socket so far must know it, too: its views tell others' sockets."""
    global _loop
    _loop = loop


def join(group: str, listener: Listener) -> None:
    """Call ``listener.on_notification`` for every notification of ``group`` from now on."""
    use(asyncio.get_running_loop())
    members = _members.get(group)
    if members is None:
        members = _members[group] = {}
        if bridge is not None:
            bridge.follow(group)
    members[listener] = None


def leave(group: str, listener: Listener) -> None:
    members = _members.get(group)
    if members is None:
        return
    members.pop(listener, None)
    if not members:
        del _members[group]
        if bridge is not None:
            bridge.forget(group)


def followed() -> list[str]:
    """Return the groups with listeners in this process."""
    return list(_members)


def deliver(notification: Notification) -> None:
    """Deliver a notification to this process's own listeners."""
    members = _members.get(notification.group)
    if members:
        for listener in list(members):
            try:
                listener.on_notification(notification.group, notification.message)
            except Exception:
                log.exception("a listener of %s failed", notification.group.split(".", 1)[0])


def publish(notifications: list[Notification]) -> None:
    """Notify listeners here and, if there is a bridge, in other processes. Call it on the event loop."""
    for notification in notifications:
        deliver(notification)
    if bridge is not None and notifications:
        bridge.publish(notifications)


def publish_from_thread(notifications: list[Notification]) -> None:
    """Notify from a thread. Without a running loop (a management command) nobody here listens; others look by themselves."""
    if notifications and _loop is not None and _loop.is_running():
        _loop.call_soon_threadsafe(publish, notifications)


encode = msgspec.msgpack.Encoder().encode
decode = msgspec.msgpack.Decoder(Notification).decode
