"""Messages, notes and read receipts (S4)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from contactcenter.realtime.group_commit import log_only, unit
from contactcenter.realtime.pubsub import Broadcast, Refresh
from contactcenter.realtime.wire import Fault, encode
from sessions_app import channel_names, log, present, selectors
from sessions_app.actor import Actor
from sessions_app.models import Session
from sessions_app.protocol import MESSAGE_LENGTH, MessageMarks, MessagePosted, NotePosted
from sessions_app.rules.lifecycle import OPEN, OWNED
from sessions_app.rules.text import visible


def clean_text(text: str) -> str:
    """Normalise line endings. Raises Fault if the text is empty or too long."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    if not visible(text):
        raise Fault("message.empty", _("There’s nothing to send."))
    if len(text) > MESSAGE_LENGTH:
        raise Fault("message.too_long", _("A message can have up to %(count)s characters.") % {"count": MESSAGE_LENGTH})
    return text


@log_only
def message_post(*, by: Actor, session: str, text: str, command_id: str | None = None) -> None:
    """Post to an open session; the operator only while it's active."""
    row = selectors.session_of(by, session, lock=True)
    selectors.require_state(row, *OPEN)
    log.append(row, MessagePosted, by=by, text=clean_text(text), command=command_id)
    if row.state == Session.State.WAITING:  # the queue shows the first words
        unit().notify(channel_names.queue(row.group_id), Refresh())


@log_only
def note_post(*, by: Actor, session: str, text: str, command_id: str | None = None) -> None:
    """Post a note for operators; also after the end, while wrapping up."""
    row = selectors.session_of(by, session, lock=True)
    selectors.require_state(row, *OWNED)
    log.append(row, NotePosted, by=by, operators_only=True, text=clean_text(text), command=command_id)


@log_only
def message_seen(*, by: Actor, session: str, delivered: int, read: int) -> None:
    """Advance delivered and read; they never go back, nor beyond the last entry."""
    row = selectors.session_of(by, session, lock=True)
    shared = unit().ledger.heads.get(row.pk, (row.head, row.shared))[1]
    before = (getattr(row, f"{by.role}_delivered"), getattr(row, f"{by.role}_read"))
    read = max(before[1], min(read, shared))
    delivered = max(before[0], min(delivered, shared), read)
    if (delivered, read) == before:
        return
    setattr(row, f"{by.role}_delivered", delivered)
    setattr(row, f"{by.role}_read", read)
    log.mark_read(row)
    marks = MessageMarks(session=row.public_id, marks=present.marks(row))
    unit().notify(channel_names.session(row.public_id), Broadcast(encode(marks)))
