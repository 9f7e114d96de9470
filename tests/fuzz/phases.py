"""What cases of the frame fuzzer begin with: valid commands that bring a session into a phase. Together they use every command there is."""

from __future__ import annotations

from typing import Any, Final

from tests.fuzz.model import CANARY

Steps = list[tuple[str, dict[str, Any]]]
UPLOAD: Final = "picture.upload"
"""No command: the person uploads a picture over HTTP, for commands about files."""
UNREACHED: Final = {
    "callback.postpone": "the client must have been away for seconds, and tests don't wait",
    "session.pass": "it needs a group that offers to one operator at a time, where others of the cast are asked first",
}
"""Commands that no phase carries out, and why; frames send them all the same."""


def entered(entry: str, **fields: Any) -> Steps:
    return [("client", {"type": "entry.start", "entry": entry, "name": "Carla", "consent": True, **fields})]


def by(who: str, kind: str, **fields: Any) -> tuple[str, dict[str, Any]]:
    return who, {"type": kind, **fields}


def by_both(kind: str, **fields: Any) -> Steps:
    return [by("client", kind, **fields), by("operator", kind, **fields)]


SESSION: Final = "@{session.0}"
IN_SESSION: Final = {"session": SESSION}
IN_CALL: Final = {"call": "@{call.0}"}
IN_LEG: Final = {**IN_CALL, "leg": "@{leg.0}"}
ON_BOARD: Final = {**IN_SESSION, "board": "@{board.0}"}
ON_PAGE: Final = {**ON_BOARD, "page": 1}
ACCEPTED: Final = [by("operator", "session.accept", **IN_SESSION)]
ACTIVE: Final = [*entered("chat"), *ACCEPTED, by("client", "message.post", **IN_SESSION, text="Hello")]
REQUESTED: Final = [by("operator", "call.request", **IN_SESSION, leg="@{leg.0}")]
ASKED: Final = [*ACTIVE, *REQUESTED]
JOINED: Final = [
    by("operator", "call.join", **IN_LEG),
    by("client", "call.join", **IN_LEG),
    by("operator", "call.connected", **IN_LEG),
]
CALLING: Final = [*ASKED, by("client", "call.accept", **IN_LEG, video=True), *JOINED]
SEEN: Final = [*CALLING, *by_both("call.media", **IN_LEG, microphone="granted", camera="granted")]
DRAWN: Final = [
    by(who, "board.stroke", **ON_PAGE, stroke=name, ink="blue", width=10, points=[1, 2, 3, 4])
    for name, who in (("s0", "client"), ("s1", "operator"))
]
ENDED: Final = [*ACTIVE, by("operator", "session.end", **IN_SESSION)]

CHAT: Final = [
    *entered("chat", language="cs", topic="A topic", message="Hello", page={"url": "https://example.com/", "title": "Shop"}),
    by("client", "devices.check", **IN_SESSION, microphone="granted", camera="no-device"),
    by("client", "client.identify", token="@{identity.0}"),
    by("client", "parameters.set", parameters={"plan": "gold"}),
    by("operator", "session.preview", **IN_SESSION),
    *ACCEPTED,
    by("client", "page.visit", **IN_SESSION, page={"url": "https://example.com/cart", "title": "Cart"}),
    *by_both("message.type", **IN_SESSION, on=True),
    *by_both("message.post", **IN_SESSION, text="How are you?"),
    *by_both("message.seen", **IN_SESSION, delivered=2, read=1),
    *by_both("session.resume", **IN_SESSION, after=0),
    *by_both("session.history", **IN_SESSION, before=3),
    by("client", "transcript.send", **IN_SESSION, email="carla@example.com"),
    by("operator", "note.post", **IN_SESSION, text=CANARY),
    by("operator", "client.edit", **IN_SESSION, name="Carla Nová"),
    by("operator", "help.send", **IN_SESSION, device="camera"),
    by("operator", "session.read", **IN_SESSION),
    by("operator", "session.search", text="Hello"),
    by("operator", "colleagues.find"),
    by("operator", "day.ask"),
    by("operator", "presence.set", state="online", chat=True, video=False),
    by("operator", "invitation.create", seconds=3600, reusable=False, name="Carla"),
    by("operator", "invitation.revoke", invitation="@{invitation.0}"),
    by("client", "session.end", **IN_SESSION),
    by("client", "session.rate", **IN_SESSION, value=5, comment="Thank you"),
]
STEERED: Final = [
    *entered("chat"),
    by("operator", "day.ask"),
    by("supervisor", "act.redirect", **IN_SESSION, operator="@{operator.0}", reason=CANARY),
    *ACCEPTED,
    by("operator", "help.ask", **IN_SESSION, reason=CANARY),
    by("operator", "help.withdraw", **IN_SESSION),
    by("operator", "help.ask", **IN_SESSION, reason=CANARY),
    by("supervisor", "help.answer", **IN_SESSION, request="@{request.0}", text=CANARY),
    by("supervisor", "act.end", **IN_SESSION, reason=CANARY),
    by("supervisor", "act.wrapup", **IN_SESSION, reason=CANARY),
    by("supervisor", "act.state", operator="@{operator.0}", state="online", reason="Needed"),
]
TALK: Final = [
    *SEEN,
    *by_both("text.set", **IN_LEG, on=True),
    *by_both("text.edit", **IN_LEG, rev=1, line="l1", at=0, cut=0, add="Hel"),
    *by_both("text.show", **IN_LEG, rev=2, lines=[{"line": "l1", "text": "Hello"}], again=False),
    *by_both("call.signing", **IN_LEG, on=True),
    *by_both("call.signal", **IN_LEG, data='{"sdp":1}'),
    *by_both(
        "call.quality", **IN_LEG, every=5, relayed=False,
        samples=[{"loss": 1, "delay": 40, "jitter": 3, "frozen": 0, "kbit": 900, "height": 720, "level": 0}],
    ),
    by("operator", "call.quality.read", **IN_CALL),
    by("operator", "camera.ask", **IN_CALL, what="flip"),
    by("operator", "camera.unask", **IN_CALL),
    by("operator", "camera.ask", **IN_CALL, what="control"),
    by("client", "camera.answer", **IN_LEG, what="control", yes=True),
    by("client", "camera.state", **IN_LEG, camera={
        "facing": "user", "flip": True, "torch": "off", "zoom": {"least": 1.0, "most": 4.0, "step": 0.1, "now": 1.0},
    }),
    by("operator", "camera.set", **IN_LEG, torch=True, zoom=2.0),
    by("operator", "camera.end", **IN_CALL),
    by("operator", "snapshot.ask", **IN_CALL),
    by("client", "snapshot.refuse", **IN_CALL, request="@{request.0}"),
    by("client", "call.interrupted", **IN_LEG),
    by("client", "call.connected", **IN_LEG),
]  # fmt: skip
REFUSED: Final = [
    *ACTIVE,
    by("client", "call.ask", **IN_SESSION, leg="@{leg.0}"),
    by("operator", "call.decline", **IN_CALL),
    by("client", "call.ask", **IN_SESSION, leg="@{leg.0}"),
    by("client", "call.cancel", **IN_CALL),
    *REQUESTED,
    by("client", "call.decline", **IN_CALL, reason="browser"),
    *REQUESTED,
    by("operator", "call.cancel", **IN_CALL),
]
HUNG_UP: Final = [
    *SEEN,
    by("operator", "call.interrupted", **IN_LEG),
    by("client", "call.hangup", **IN_CALL),
    *REQUESTED,
    by("client", "call.accept", **IN_LEG, video=False),
    by("operator", "call.hangup", **IN_CALL),
    by("colleague", "day.ask"),
    by("operator", "colleagues.find"),
    by("operator", "session.redirect", **IN_SESSION, group="@{group.0}", note=CANARY),
]
LOOKING: Final = [
    *SEEN,
    by("operator", "board.open", **IN_SESSION),
    *DRAWN,
    *by_both("board.page", **ON_PAGE),
    *by_both("board.view", **ON_PAGE, zoom=200, turn=90, x=5000, y=5000, settled=True),
    *by_both("board.ink", **ON_PAGE, stroke="s2", ink="orange", width=10, at=0, points=[1, 2, 3, 4]),
    *by_both("board.point", **ON_BOARD, x=1, y=2, on=True),
    *by_both("board.resume", **ON_BOARD, after=0),
    by("client", "board.erase", **ON_BOARD, erasure="e0", strokes=["s1"]),
    by("operator", "board.erase", **ON_BOARD, erasure="e1", strokes=["s0"]),
    by("client", "board.undo", **ON_BOARD, stroke="s0"),
    by("operator", "board.undo", **ON_BOARD, stroke="s1"),
    *by_both("board.clear", **ON_BOARD, upto=2),
    *DRAWN,
]
PICTURE: Final = [
    *SEEN,
    by("operator", "board.open", **IN_SESSION),
    by("operator", UPLOAD),
    by("operator", "board.freeze", **ON_BOARD, share="@{share.0}"),
    by("operator", "share.rename", share="@{share.0}", name="Scale"),
    by("operator", "library.keep", share="@{share.0}"),
    by("operator", "board.close", **ON_BOARD),
    by("client", UPLOAD),
    by("operator", "board.open", **IN_SESSION, share="@{share.0}"),
]
SHARED: Final = [
    *ACTIVE,
    by("operator", "share.link", **IN_SESSION, url="https://example.com/", name="A link", send=False),
    by("operator", "share.send", share="@{share.0}"),
    by("operator", "share.delete", share="@{share.0}"),
    by("operator", "library.link", url="https://example.com/manual", name="Scale of hardness"),
    by("operator", "library.find", text="Scale of hardness"),
    by("operator", "library.send", **IN_SESSION, item="@{item.0}"),
    by("operator", "library.rename", item="@{item.0}", name="Scale of hardness, new"),
    by("operator", "library.delete", item="@{item.0}"),
    by("operator", "share.link", **IN_SESSION, url="https://example.com/", name="A link", send=True),
]
INVITED: Final = [
    by("operator", "invitation.create", seconds=3600, reusable=True, name="Carla"),
    *entered("invitation", code="@{code.0}"),
]
CALLBACK: Final = entered("callback", phone="+420601123456")
PHASES: Final[dict[str, Steps]] = {
    "alone": [],
    "waiting": entered("chat", message="Hello"),
    "waiting for a videocall": entered("videocall"),
    "gone": [*entered("chat"), by("client", "session.leave", **IN_SESSION)],
    "callback": [*entered("chat"), by("client", "callback.choose", **IN_SESSION, phone="+420601123456")],
    "callback accepted": [*CALLBACK, *ACCEPTED, by("operator", "callback.try", **IN_SESSION, outcome="no-answer")],
    "active": ACTIVE,
    "chat": CHAT,
    "asked": ASKED,
    "refused": REFUSED,
    "calling": CALLING,
    "typing and signing": TALK,
    "hung up": HUNG_UP,
    "videocall": [*entered("videocall"), *ACCEPTED, *JOINED],
    "looking together": LOOKING,
    "looking at a picture": PICTURE,
    "shared": SHARED,
    "wrapup": ENDED,
    "closed": [*ENDED, by("operator", "session.wrapup", **IN_SESSION, result="", note=CANARY)],
    "invited": [*INVITED, *ACCEPTED],
    "help": [*ACTIVE, by("operator", "help.ask", **IN_SESSION, reason=CANARY)],
    "steered": STEERED,
    "signed out": [*ACTIVE, by("supervisor", "act.signout", operator="@{operator.0}", reason="Over")],
    "banned": [*ACTIVE, by("operator", "client.ban", **IN_SESSION, reason="Rude")],
    "left a message": [("client", {"type": "message.leave", "name": "Carla", "email": "carla@example.com", "message": "Hello"})],
}
TIDY: Final[Steps] = [
    step
    for number in range(3)
    for step in (
        by("client", "session.leave", session=f"@{{session.{number}}}"),
        by("operator", "session.end", session=f"@{{session.{number}}}"),
        by("operator", "session.wrapup", session=f"@{{session.{number}}}"),
    )
]
"""Ends what is open, so that the next case's queue is empty."""


def used() -> set[str]:
    """Return the commands that the phases use."""
    return {str(body["type"]) for steps in PHASES.values() for _who, body in steps} - {UPLOAD} | {"hello", "heartbeat"}
