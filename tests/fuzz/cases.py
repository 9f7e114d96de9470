"""Cases of the frame fuzzer by number: a phase of a session reached by valid commands, then valid and damaged frames of everybody there."""

from __future__ import annotations

from random import Random
from typing import Any, Final

from contactcenter.protocol import CLIENT_COMMANDS, OPERATOR_COMMANDS, SUPERVISOR_COMMANDS
from contactcenter.realtime.wire import Command
from tests.fuzz.messages import build
from tests.fuzz.model import CANARY, Case, Mix, Send
from tests.fuzz.mutations import broken, damaged, dumped, raw_frames

COMMANDS: Final[dict[str, list[type[Command]]]] = {
    "client": CLIENT_COMMANDS, "twin": CLIENT_COMMANDS, "stranger": CLIENT_COMMANDS, "nobody": CLIENT_COMMANDS + OPERATOR_COMMANDS,
    "operator": OPERATOR_COMMANDS, "supervisor": SUPERVISOR_COMMANDS,
}  # fmt: skip
"""What each person may send. *twin*: a second tab of the client; *stranger*: another client; *nobody*: says no hello."""
ALL: Final = CLIENT_COMMANDS + OPERATOR_COMMANDS + SUPERVISOR_COMMANDS
CLASSES: Final = {command.__struct_config__.tag: command for command in ALL}
SECRET: Final = {
    "note.post": "text",
    "session.redirect": "note",
    "session.wrapup": "note",
    "help.ask": "reason",
    "help.answer": "text",
}
"""Fields that no client may read."""
BEAT: Final = '{"id":"b","type":"heartbeat","beat":@{beat.0}}'
"""A good command: without one now and then the fifth bad frame would close the socket."""
Steps = list[tuple[str, dict[str, Any]]]


def entered(entry: str, **fields: Any) -> Steps:
    return [("client", {"type": "entry.start", "entry": entry, "name": "Carla", "consent": True, **fields})]


def command(who: str, kind: str, **fields: Any) -> tuple[str, dict[str, Any]]:
    return who, {"type": kind, **fields}


SESSION: Final = "@{session.0}"
ACCEPTED: Final = [command("operator", "session.accept", session=SESSION)]
ACTIVE: Final = [*entered("chat"), *ACCEPTED, command("client", "message.post", session=SESSION, text="Hello")]
ASKED: Final = [*ACTIVE, command("operator", "call.request", session=SESSION, leg="@{leg.0}")]
JOINED: Final = [
    command("operator", "call.join", call="@{call.0}", leg="@{leg.0}"),
    command("client", "call.join", call="@{call.0}", leg="@{leg.0}"),
    command("operator", "call.connected", call="@{call.0}", leg="@{leg.0}"),
]
CALLING: Final = [*ASKED, command("client", "call.accept", call="@{call.0}", leg="@{leg.0}", video=True), *JOINED]
VIDEOCALL: Final = [*entered("videocall"), *ACCEPTED, *JOINED]
LOOKING: Final = [*CALLING, command("operator", "board.open", session=SESSION)]
DRAWN: Final = [
    command(
        who, "board.stroke", session=SESSION, board="@{board.0}", stroke=name, page=1, ink="blue", width=10, points=[1, 2, 3, 4]
    )
    for name, who in (("s0", "client"), ("s1", "operator"))
]
SHARED: Final = [
    *ACTIVE,
    command("operator", "share.link", session=SESSION, url="https://example.com/", name="A link", send=True),
    command("operator", "library.link", url="https://example.com/manual", name="Manual"),
    command("operator", "library.find", text=""),
]
ENDED: Final = [*ACTIVE, command("operator", "session.end", session=SESSION)]
CLOSED: Final = [*ENDED, command("operator", "session.wrapup", session=SESSION, result="", note=CANARY)]
INVITED: Final = [
    command("operator", "invitation.create", seconds=3600, reusable=True, name="Carla"),
    *entered("invitation", code="@{code.0}"),
]
HELPED: Final = [*ACTIVE, command("operator", "help.ask", session=SESSION, reason=CANARY)]
PHASES: Final[dict[str, Steps]] = {
    "alone": [],
    "waiting": entered("chat", message="Hello"),
    "waiting for a videocall": entered("videocall"),
    "callback": entered("callback", phone="+420601123456"),
    "callback accepted": [*entered("callback", phone="+420601123456"), *ACCEPTED],
    "active": ACTIVE,
    "asked": ASKED,
    "calling": CALLING,
    "videocall": VIDEOCALL,
    "looking together": [*LOOKING, *DRAWN],
    "shared": SHARED,
    "wrapup": ENDED,
    "closed": CLOSED,
    "invited": [*INVITED, *ACCEPTED],
    "help": HELPED,
    "left a message": [("client", {"type": "message.leave", "name": "Carla", "email": "carla@example.com", "message": "Hello"})],
}
TIDY: Final[Steps] = [
    step
    for number in range(3)
    for step in (
        command("client", "session.leave", session=f"@{{session.{number}}}"),
        command("operator", "session.end", session=f"@{{session.{number}}}"),
        command("operator", "session.wrapup", session=f"@{{session.{number}}}"),
    )
]
"""Ends what is open, so that the next case's queue is empty."""


def case(seed: int, number: int, mix: Mix) -> Case:
    """Return the case of this number: the same for the same seed."""
    rng = Random(f"{seed}.{number}")
    phase = rng.choice(list(PHASES))
    steps = [Send(who, _step(rng, f"p{number}.{at}", body)) for at, (who, body) in enumerate(PHASES[phase])]
    frames: list[Send] = []
    since: dict[str, int] = {}
    while len(frames) < mix.frames:
        who = rng.choices(list(COMMANDS), [6, 2, 2, 1, 7, 2])[0]
        frames.append(_frame(rng, who, f"{who[0]}{number}.{len(frames)}", mix.deep))
        since[who] = since.get(who, 0) + 1
        if since[who] % 4 == 0:
            frames.append(Send(who, BEAT))
    tail = (rng.choice(list(COMMANDS)), raw_frames(rng, frames[0].text)) if rng.random() < 0.4 else None
    return Case(number, phase, steps, frames[: mix.frames], tail)


def tidy(number: int) -> list[Send]:
    """Return the commands that end a case."""
    return [Send(who, dumped({"id": f"e{number}.{at}", **body})) for at, (who, body) in enumerate(TIDY)]


def _step(rng: Random, id: str, body: dict[str, Any]) -> str:
    required = build(_Never(rng.random()), CLASSES[body["type"]], id)
    return dumped({**required, **body})


class _Never(Random):
    """Leaves out what may be omitted."""

    def random(self) -> float:
        return 0.99


def _frame(rng: Random, who: str, id: str, deep: float) -> Send:
    kind = rng.choice(COMMANDS[who] if rng.random() < 0.95 else ALL)
    body = build(rng, kind, id)
    if (field := SECRET.get(str(body["type"]))) and field in body:
        body[field] = f"{CANARY} {body[field]}"
    if rng.random() >= deep:
        return Send(who, broken(rng, body), rng.random() < 0.01)
    return Send(who, dumped(body) if rng.random() < 0.6 else damaged(rng, body))
