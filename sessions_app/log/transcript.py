"""A session's log as plain text: for the admin (all of it) and for the client's mail (what the client may see)."""

from __future__ import annotations

import json
from typing import Any, Final

from django.utils.translation import gettext as _

from sessions_app.models import LogEntry, Session
from sessions_app.rules.text import one_line

TOLD_STEPS: Final = frozenset({"accepted", "ended", "redirected", "left", "missed", "abandoned", "callback", "message"})
TOLD_CALLS: Final = frozenset({"connected", "decline", "expire", "lost", "hangup"})


def client_lines(session: Session) -> list[str]:
    """Return the conversation as the client saw it: one text per entry, times in UTC; links and file names stay text."""
    rows = session.log_entries.filter(shared__isnull=False).order_by("shared")
    lines = ((row, client_text(row)) for row in rows if _told(row))
    return [f"{row.at:%H:%M} {_author(row)}: {indented(text)}" for row, text in lines if text]


def indented(text: str) -> str:
    """Indent all lines but the first: what somebody wrote can't look like an entry of its own."""
    return "\n    ".join(text.splitlines())


def _told(row: LogEntry) -> bool:
    """Whether the entry means something to a client who reads it later."""
    body = json.loads(row.body)
    if row.kind == "session.changed":
        return body["step"] in TOLD_STEPS
    if row.kind == "call.changed":
        return body["move"] in TOLD_CALLS
    return row.kind in ("message.posted", "share.changed", "snapshot.taken")


def _author(row: LogEntry) -> str:
    if row.role == "supervisor":  # clients don't read their names
        return _("Supervisor")
    return one_line(row.name) or {"client": _("You"), "operator": _("Operator")}.get(row.role, "–")


def client_text(entry: LogEntry) -> str:
    """Return an entry in the client's words: of a call only that it started, and how it ended."""
    return _calls()[json.loads(entry.body)["move"]] if entry.kind == "call.changed" else entry_text(entry)


def entry_text(entry: LogEntry) -> str:
    """Return one log entry as plain text; empty for an entry without meaning to people."""
    body: dict[str, Any] = json.loads(entry.body)
    match entry.kind:
        case "message.posted":
            return str(body["text"])
        case "note.posted":
            return _("Note: %(text)s") % {"text": body["text"]}
        case "session.changed":
            step = str(body["step"])
            return _steps().get(step, step)
        case "session.redirected":
            words = _("Passed on to %(to)s. %(note)s") % {"to": body["to"], "note": body["note"]}
            return words.strip()
        case "session.rated":
            words = str(_("Rated %(value)s of 5. %(comment)s") % body["rating"])
            return words.strip()
        case "callback.tried":
            return _tries()[body["outcome"]]
        case "help.changed":
            return (_helps()[body["state"]] % {"text": body["text"]}).strip()
        case "snapshot.taken":
            return _("A snapshot was taken.")
        case "board.opened" | "board.frozen":
            return (_("Looked at together: %(name)s") % {"name": body["board"]["name"] or _("the live picture")}).strip()
        case "share.changed":
            words = _("%(change)s: %(name)s %(url)s") % {
                "change": _changes().get(body["change"], body["change"]), "name": body["file"]["name"], "url": body["file"].get("url", ""),
            }  # fmt: skip
            return words.strip()
        case "call.changed":
            move = str(body["move"])
            return _call_steps().get(move, move)
        case _other:
            return ""


def _changes() -> dict[str, str]:
    return {
        "added": _("File added"),
        "sent": _("File sent"),
        "renamed": _("File renamed"),
        "deleted": _("File deleted"),
    }


def _tries() -> dict[str, str]:
    return {
        "called": _("Called by phone."),
        "no-answer": _("Called by phone: no answer."),
        "postponed": _("To be called again later."),
    }


def _helps() -> dict[str, str]:
    return {
        "open": _("Asked for help: %(text)s"),
        "answered": _("Help: %(text)s"),
        "withdrawn": _("Help no longer needed."),
        "over": _("The call for help is over."),
    }


def _calls() -> dict[str, str]:
    return {
        "connected": _("The call started."),
        "decline": _("The call was declined."),
        "expire": _("The call was not answered."),
        "lost": _("The call was lost."),
        "hangup": _("The call ended."),
    }


def _call_steps() -> dict[str, str]:
    return _calls() | {
        "ask": _("The client asked for a call."),
        "request": _("The operator called."),
        "start": _("The call began with the conversation."),
        "accept": _("The call was accepted."),
        "cancel": _("The call was withdrawn."),
        "connected": _("The call is connected."),
        "interrupt": _("The call was interrupted."),
        "join": _("The call is in another window now."),
        "media": _("Microphone or camera changed."),
        "screen": _("Screen sharing changed."),
        "signing": _("Sign-language mode changed."),
        "control-ask": _("The operator asked to control the client’s camera."),
        "control-allow": _("The client allowed the operator to control the camera."),
        "control-decline": _("The client didn’t allow the operator to control the camera."),
        "control-end": _("The operator can’t control the client’s camera any more."),
        "flip-ask": _("The operator asked for the client’s other camera."),
        "flip-allow": _("The client agreed to use the other camera."),
        "flip-decline": _("The client didn’t want to use the other camera."),
        "camera-unask": _("The operator withdrew the question about the camera."),
        "held": _("Picture and sound didn’t come back: the call goes on by text."),
        "text-ask": _("Real-time text was asked for."),
        "text-on": _("Real-time text was turned on."),
        "text-off": _("Real-time text was turned off."),
        "text-decline": _("Real-time text was declined."),
        "text-withdraw": _("Real-time text is no longer asked for."),
    }


def _steps() -> dict[str, str]:
    return {
        "queued": _("Waiting."),
        "accepted": _("The conversation started."),
        "client-away": _("The client has left the page."),
        "client-back": _("The client is back."),
        "ended": _("The conversation ended."),
        "left": _("The client stopped waiting."),
        "abandoned": _("The client didn’t come back."),
        "missed": _("Nobody was free in time."),
        "closed": _("Closed."),
        "redirected": _("Redirected."),
        "callback": _("The client asked for a phone call."),
        "message": _("The client left a message instead of waiting."),
        "postponed": _("Back in the queue."),
        "banned": _("The client was banned."),
    }
