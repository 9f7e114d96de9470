"""The protocol for the browser and for readers.

The output is the same for the same classes, byte for byte: no date, no random order.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Final

from msgspec import Struct

from contactcenter.protocol import CLIENT_COMMANDS, EVENTS, LOG_EVENTS, MODULES, OPERATOR_COMMANDS, SUPERVISOR_COMMANDS
from contactcenter.realtime.js_types import Property, Schema, Shape
from contactcenter.realtime.wire import FRAME_BYTES
from sessions_app.protocol import MESSAGE_LENGTH
from sessions_app.rules.entries import ENTRIES, EntryType
from sessions_app.share.protocol import ShareView
from sessions_app.whiteboard.protocol import SPAN, STROKE_NUMBERS, ZOOM_MOST, BoardView
from supervision.protocol_acts import HelpView
from videocall import moves
from videocall.protocol import SIGNAL_LENGTH, CallView

SCHEMA: Final = Schema(
    MODULES,
    raw={
        "events": "LogEvent",
        "calls": "CallView",
        "files": "ShareView",
        "board": "BoardView",
        "help": "HelpView",
        "marks": "BoardMark",
    },
)
BOTH: Final = [command for command in CLIENT_COMMANDS if command in OPERATOR_COMMANDS]
CLIENT: Final = [command for command in CLIENT_COMMANDS if command not in BOTH]
OPERATOR: Final = [command for command in OPERATOR_COMMANDS if command not in BOTH]
SUPERVISOR: Final = [command for command in SUPERVISOR_COMMANDS if command not in BOTH]
TOLD: Final = [event for event in EVENTS if event not in LOG_EVENTS]
VIEWS: Final = SCHEMA.views([*BOTH, *CLIENT, *OPERATOR, *SUPERVISOR, *EVENTS, CallView, ShareView, BoardView, HelpView])

BOUNDS: Final[Mapping[str, tuple[int, str]]] = {
    "FRAME_BYTES": (FRAME_BYTES, "The largest frame, in bytes."),
    "MESSAGE_LENGTH": (MESSAGE_LENGTH, "The longest message or note, in characters."),
    "SPAN": (SPAN, "Each side of the shared content measures this much, whatever its pixels."),
    "STROKE_NUMBERS": (STROKE_NUMBERS, "The longest stroke, in coordinates, two for each point."),
    "ZOOM_MOST": (ZOOM_MOST, "The largest zoom of the shared view, in per cent."),
    "SIGNAL_LENGTH": (SIGNAL_LENGTH, "The longest signal from one leg to the other, in characters."),
}
CALL_STATES: Final[Mapping[str, tuple[frozenset[str], str]]] = {
    "WAITING": (moves.WAITING, "One side wants the call, the other hasn't answered."),
    "RUNNING": (moves.RUNNING, "Both sides want the call."),
    "LIVE": (moves.LIVE, "Live states. A session has at most one such call."),
    "OVER": (moves.OVER, "Terminal: no move leads out of these."),
}
UNSENT: Final = """/**
 * A command before the socket has given it its `id`.
 * @template T
 * @typedef {T extends unknown ? Omit<T, "id"> : never} Unsent
 */"""
INTRODUCTION: Final = """# The protocol

Written by `manage.py protocol` from the message classes; do not edit.

A tab has one socket: `/ws/client/`, `/ws/operator/` or `/ws/supervisor/`. The browser sends *commands*: JSON objects with `type`
and an `id` chosen by the sender. Each gets exactly one `ack` (carried out and stored) or `fault` (refused, with a `code` of the form
`noun.reason` and the reason in words); a repeated `id` gets the first answer. The first command is `hello`. The server sends *events*.
Log entries carry `seq`, which counts the entries the receiver may see, without gaps; a client that misses a number sends `session.resume`.

| The server closes with | when | and the browser |
|---|---|---|
| 4400 | five frames in a row weren't commands | reconnects |
| 4401 | nobody is signed in, or the token is no longer valid; if a `hello` was refused, a `fault` has said so | doesn't reconnect |
| 4403 | the page's origin is unknown (before the socket opens), or the account has no right to the live board (a `fault` has said so) | |
| 4404 | the address is unknown (before the socket opens) | |
| 4408 | no `hello` came within ten seconds, or no answer to a heartbeat within a minute | reconnects |
| 4409 | the same person has many newer tabs (a client 8, an operator 30) | reconnects when somebody looks at this one |
| 4429 | far too much was sent; a flood is dropped without a code | reconnects after growing pauses |
| 1009 | a frame was larger than 128 KB; smaller ones over the limit are refused by `frame.too_large` | reconnects |

A socket's first frame has at most 8 KB. A handshake is refused with 429 if too many come from one network address."""


def constants() -> str:
    """The module browsers load: bounds, the states and moves of a call, and the entry types, as data."""
    parts = [
        "// Constants of both sides: bounds, states and moves of a call, entry types. Written by `manage.py protocol`; do not edit.",
        '/** @import { CallState, Entry, Role } from "./protocol.js" */',
        *(f"/** {meaning} */\nexport const {name} = {value};" for name, (value, meaning) in BOUNDS.items()),
        *(_states(name, states, meaning) for name, (states, meaning) in CALL_STATES.items()),
        _moves(),
        _entries(),
    ]
    return "\n\n".join(parts) + "\n"


def _entries() -> str:
    properties = ", ".join(f"{field.name}: boolean" for field in fields(EntryType) if field.name != "title")
    rows = (
        f'  "{name}": {json.dumps({field.name: getattr(entry, field.name) for field in fields(entry) if field.name != "title"})},'
        for name, entry in ENTRIES.items()
    )
    return (
        "/** The entry types and what they need; each property is described in sessions_app/rules/entries.py.\n"
        f" * @type {{Readonly<Record<Entry, {{{properties}}}>>}} */\nexport const ENTRIES = {{\n" + "\n".join(rows) + "\n};"
    )


def types() -> str:
    """Return the messages as JSDoc types: for editors and the type check, never loaded by a browser."""
    shapes = [SCHEMA.shape(cls) for cls in [*VIEWS, *BOTH, *CLIENT, *OPERATOR, *SUPERVISOR, *EVENTS]]
    parts = [
        "// The messages of all sockets as types; nothing is loaded. Written by `manage.py protocol`; do not edit.",
        "export {};",
        "\n".join(f"/** @typedef {{{_choice(words)}}} {name} */" for name, words in sorted(SCHEMA.words.items())),
        *map(_typedef, shapes),
        _union("ClientCommand", "What the widget may send.", CLIENT_COMMANDS),
        _union("OperatorCommand", "What the console may send.", OPERATOR_COMMANDS),
        _union("SupervisorCommand", "What the live board may send.", SUPERVISOR_COMMANDS),
        _union("LogEvent", "An entry of a session's log.", LOG_EVENTS),
        _union("ServerEvent", "Everything the server may send.", EVENTS),
        UNSENT,
    ]
    return "\n\n".join(parts) + "\n"


def markdown() -> str:
    """Return the page for readers."""
    line = {"session", "seq", "shared", "at", "by"}
    parts = [
        INTRODUCTION,
        *_chapter("Commands of both roles", BOTH, but={"id"}),
        *_chapter("Commands of the client", CLIENT, but={"id"}),
        *_chapter("Commands of the operator", OPERATOR, but={"id"}),
        *_chapter("Commands of the supervisor", SUPERVISOR, but={"id"}),
        "## The log",
        "Every entry has `session`, `seq`, `shared` (its number for the client; null if only operators see it), `at` and `by`.",
        *(_section(SCHEMA.shape(event), but=line) for event in LOG_EVENTS),
        *_chapter("Other events", TOLD),
        *_chapter("Views", VIEWS),
        "## Words",
        _table(("Name", "One of"), ((f"`{name}`", ", ".join(words)) for name, words in sorted(SCHEMA.words.items()))),
        "## Bounds",
        _table(("Name", "Value", "Meaning"), ((f"`{name}`", str(value), meaning) for name, (value, meaning) in BOUNDS.items())),
        "## Moves of a call",
        _table(
            ("From", "Move", "To", "By"),
            ((start, move, end, ", ".join(sorted(by))) for (start, move), (end, by) in moves.MOVES.items()),
        ),
    ]
    return "\n\n".join(parts) + "\n"


def _states(name: str, states: frozenset[str], meaning: str) -> str:
    return f"/** {meaning}\n * @type {{readonly CallState[]}} */\nexport const {name} = {json.dumps(sorted(states))};"


def _moves() -> str:
    lines = [
        json.dumps({"from": start, "move": move, "to": end, "by": sorted(by)}) for (start, move), (end, by) in moves.MOVES.items()
    ]
    kind = '{from: CallState | "none", move: string, to: CallState, by: Role[]}'
    return (
        "/** The moves: from which state to which, and who may make them.\n"
        f" * @type {{ReadonlyArray<{kind}>}} */\nexport const MOVES = [\n  " + ",\n  ".join(lines) + ",\n];"
    )


def _choice(words: Iterable[str]) -> str:
    return " | ".join(json.dumps(word) for word in words)


def _typedef(shape: Shape) -> str:
    lines = [shape.meaning] if shape.meaning else []
    lines.append(f"@typedef {{object}} {shape.name}")
    if shape.tag:
        lines.append(f'@property {{"{shape.tag}"}} type')
    lines += [_property(each) for each in shape.properties]
    return "/**\n" + "\n".join(f" * {line}" for line in lines) + "\n */"


def _property(each: Property) -> str:
    name = f"[{each.name}]" if each.optional else each.name
    return f"@property {{{each.type}}} {name}" + (f" {each.limits}" if each.limits else "")


def _union(name: str, meaning: str, classes: Iterable[type[Struct]]) -> str:
    return f"/**\n * {meaning}\n * @typedef {{{' | '.join(cls.__name__ for cls in classes)}}} {name}\n */"


def _chapter(title: str, classes: Iterable[type[Struct]], but: Iterable[str] = ()) -> list[str]:
    return [f"## {title}", *(_section(SCHEMA.shape(cls), but) for cls in classes)]


def _section(shape: Shape, but: Iterable[str] = ()) -> str:
    rows = [
        (f"`{each.name}`", f"`{each.type}`", ", ".join(filter(None, ["may be left out" if each.optional else "", each.limits])))
        for each in shape.properties
        if each.name not in but
    ]
    parts = [f"### {shape.tag or shape.name}", shape.meaning, _table(("Field", "Type", ""), rows) if rows else ""]
    return "\n\n".join(filter(None, parts))


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)
