"""Cases of the frame fuzzer by number: a phase of a session reached by valid commands, then valid and damaged frames of everybody there."""

from __future__ import annotations

from random import Random
from typing import Any, Final

from contactcenter.protocol import CLIENT_COMMANDS, OPERATOR_COMMANDS, SUPERVISOR_COMMANDS
from contactcenter.realtime.wire import Command
from tests.fuzz.messages import build
from tests.fuzz.model import CANARY, Case, Mix, Send
from tests.fuzz.mutations import broken, damaged, dumped, raw_frames
from tests.fuzz.phases import PHASES, TIDY, UPLOAD

COMMANDS: Final[dict[str, list[type[Command]]]] = {
    "client": CLIENT_COMMANDS, "twin": CLIENT_COMMANDS, "stranger": CLIENT_COMMANDS, "nobody": CLIENT_COMMANDS + OPERATOR_COMMANDS,
    "operator": OPERATOR_COMMANDS, "colleague": OPERATOR_COMMANDS, "supervisor": SUPERVISOR_COMMANDS,
}  # fmt: skip
"""What each person may send. *twin*: a second tab of the client; *stranger*: another client; *nobody*: says no hello; *colleague*: another
operator of the group.
"""
ALL: Final = CLIENT_COMMANDS + OPERATOR_COMMANDS + SUPERVISOR_COMMANDS
CLASSES: Final = {command.__struct_config__.tag: command for command in ALL}
SECRET: Final = {
    "note.post": "text",
    "session.redirect": "note",
    "session.wrapup": "note",
    "help.ask": "reason",
    "help.answer": "text",
    "act.redirect": "reason",
    "act.end": "reason",
    "act.wrapup": "reason",
    "client.ban": "reason",
}
"""Fields that no client may read."""
BEAT: Final = '{"id":"b","type":"heartbeat","beat":@{beat.0}}'
"""A good command: without one now and then the fifth bad frame would close the socket."""


def case(seed: int, number: int, mix: Mix) -> Case:
    """Return the case of this number: the same for the same seed."""
    rng = Random(f"{seed}.{number}")
    phase = rng.choice(list(PHASES))
    steps = _steps(rng, f"p{number}", phase)
    frames: list[Send] = []
    since: dict[str, int] = {}
    while len(frames) < mix.frames:
        who = rng.choices(list(COMMANDS), [6, 2, 2, 1, 7, 2, 2])[0]
        frames.append(_frame(rng, who, f"{who[0]}{number}.{len(frames)}", mix.deep))
        since[who] = since.get(who, 0) + 1
        if since[who] % 4 == 0:
            frames.append(Send(who, BEAT))
    tail = (rng.choice(list(COMMANDS)), raw_frames(rng, frames[0].text)) if rng.random() < 0.4 else None
    return Case(number, phase, steps, frames[: mix.frames], tail)


def tidy(number: int) -> list[Send]:
    """Return the commands that end a case."""
    return [Send(who, dumped({"id": f"e{number}.{at}", **body})) for at, (who, body) in enumerate(TIDY)]


def tour(number: int, phase: str) -> Case:
    """Return a case that brings a session into a phase and sends nothing else."""
    return Case(number, phase, _steps(Random(phase), f"t{number}", phase), [])


def _steps(rng: Random, id: str, phase: str) -> list[Send]:
    return [Send(who, _step(rng, f"{id}.{at}", body)) for at, (who, body) in enumerate(PHASES[phase])]


def _step(rng: Random, id: str, body: dict[str, Any]) -> str:
    if body["type"] == UPLOAD:
        return UPLOAD
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
