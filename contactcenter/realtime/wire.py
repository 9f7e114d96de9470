"""Wire format: valid frames, strict parsing, and encoding of answers.

Knows JSON and classes, nothing about sessions or calls. Raises only :class:`Fault` on bad input.
"""

from __future__ import annotations

import json
import re
from typing import Annotated, Any, Final

import msgspec
from msgspec import Meta, Struct, structs

from contactcenter.realtime import public_ids

FRAME_BYTES: Final = 65_536
HELLO_BYTES: Final = 8_192
"""Maximum size of a socket's first frame, whose sender isn't known yet."""
DEPTH: Final = 8
VALUES: Final = 1_000
"""The quality record of a long call has 850 numbers."""
DIGITS: Final = 18

CommandId = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_.:-]+$")]
PublicId = Annotated[str, Meta(min_length=1, max_length=public_ids.LENGTH, pattern=f"^{public_ids.CHARACTERS}+$")]
LARGEST: Final = 2**31 - 1
"""Largest value of a column that counts log entries; with a larger one a database fails or compares wrongly."""

Count = Annotated[int, Meta(ge=0, le=LARGEST)]
Key = Annotated[int, Meta(ge=1, le=2**53 - 1)]
"""A row's primary key; columns can hold more, JavaScript's numbers can't."""


class Command(Struct, kw_only=True, forbid_unknown_fields=True, tag_field="type"):
    """A request from the browser. ``id`` is chosen by the sender; a repeated id gets the first answer."""

    id: CommandId


def fields_of(command: Command) -> dict[str, Any]:
    """Return a command's fields by name, without its id."""
    fields = structs.asdict(command)
    del fields["id"]
    return fields


class Event(Struct, kw_only=True, tag_field="type"):
    """A message the server sends on its own."""


class Ack(Event, tag="ack"):
    """The command was carried out and is stored.

    ``session`` and ``seq`` give the position of its first event in the log, in the numbers of the sender's audience.
    """

    id: str
    session: str | None = None
    seq: int | None = None


class FaultAnswer(Event, tag="fault"):
    """The command was refused: a stable ``code`` (``noun.reason``) and the reason in words. ``id`` is null if unreadable."""

    id: str | None
    code: str
    text: str
    retry: bool = False


class Fault(Exception):  # noqa: N818 - the word of the protocol
    """A refusal in words.

    ``code`` is ``noun.reason``; ``retry`` says that the same command may succeed later; ``command`` is its id if it could be read.
    ``close``: code to close the socket with after sending this; 0 leaves it open. ``after``: seconds until a retry can succeed, if known.
    """

    after: float = 0

    def __init__(self, code: str, text: str, *, retry: bool = False, command: str | None = None, close: int = 0) -> None:
        super().__init__(f"{code}: {text}")
        self.code, self.text, self.retry, self.command, self.close = code, str(text), retry, command, close

    def answer(self, command: str | None = None) -> FaultAnswer:
        return FaultAnswer(id=command or self.command, code=self.code, text=self.text, retry=self.retry)


class Reader:
    """Parse the commands of one role.

    >>> Reader([Hello]).read('{"id": "1", "type": "hello"}')  # doctest: +SKIP
    """

    def __init__(self, commands: list[type[Command]]) -> None:
        self.commands = {command.__struct_config__.tag: command for command in commands}

    def read(self, frame: str | bytes | None, most: int = FRAME_BYTES) -> Command:
        """Return the command in ``frame``. Raises :class:`Fault` unless it is exactly one known, well-formed command of up to ``most``
        bytes.
        """
        if not isinstance(frame, str):
            raise Fault("frame.binary", "Only text frames are accepted.")
        if len(frame) > most // 4 and len(frame.encode("utf-8", "surrogatepass")) > most:
            raise Fault("frame.too_large", f"A frame has at most {most} bytes.", command=first_id(frame))
        body = _parse(frame)
        if not isinstance(body, dict):
            raise Fault("frame.malformed", "A frame must be one JSON object.")
        known = _id_of(body)
        if "\\u" in frame and not _is_text(body):
            raise Fault("frame.text", "The text contains characters that can’t be saved.", command=known)
        kind = body.get("type")
        command_class = self.commands.get(kind) if isinstance(kind, str) else None
        if command_class is None:
            raise Fault("command.unknown", "Unknown command.", command=known)
        try:
            result: Command = msgspec.convert(body, command_class)
        except (msgspec.ValidationError, RecursionError) as error:
            raise Fault("command.invalid", str(error), command=known) from None
        return result


_encoder = msgspec.json.Encoder()


def encode(event: Event) -> str:
    """Encode an event as the text of a frame."""
    return _encoder.encode(event).decode()


_strings: Final = re.compile(r'"(?:[^"\\]++|\\.)*+"?', re.DOTALL)
_no_brackets: Final = bytes(set(range(128)) - set(b"[]{}"))


def _parse(frame: str) -> Any:
    if frame.count(",") >= VALUES or frame.count("{") + frame.count("[") > DEPTH:
        _check_shape(frame)
    try:
        return _json(frame)
    except Fault as fault:
        fault.command = _id_of(_lenient(frame))
        raise
    except (ValueError, RecursionError):
        raise Fault("frame.malformed", "This isn’t JSON.") from None


_FIRST: Final = re.compile(r'\{"id": ?"([A-Za-z0-9_.:-]{1,64})"')


def first_id(frame: str) -> str | None:
    """Return the id of an unparsed frame if it comes first, where our own pages write it."""
    found = _FIRST.match(frame)
    return found[1] if found else None


def _id_of(body: Any) -> str | None:
    """Return the id of a command, well-formed or not, so that the sender can match the refusal."""
    command = body.get("id") if isinstance(body, dict) else None
    return command if isinstance(command, str) and 0 < len(command) <= 64 and _is_text(command) else None


def _lenient(frame: str) -> Any:
    """Parse invalid JSON for its id only; None if that fails."""
    try:
        return json.loads(frame, object_pairs_hook=_one_id, parse_int=str)
    except (ValueError, RecursionError):
        return None


def _one_id(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object with exactly one id; with two of them it's unclear which one is meant."""
    ids = [value for key, value in pairs if key == "id"]
    return {"id": ids[0]} if len(ids) == 1 else {}


def _check_shape(frame: str) -> None:
    """Refuse what would take long to parse. Regular expressions and counts only: a loop over the characters would take as long itself."""
    if frame.count('"') - frame.count('\\"') > 4 * VALUES:  # each string adds one or two
        raise _too_many(frame)
    shape = _strings.sub("", frame).encode("ascii", "ignore")
    brackets = shape.translate(None, delete=_no_brackets)
    for _level in range(DEPTH):
        brackets = brackets.replace(b"[]", b"").replace(b"{}", b"")
    if brackets:
        raise Fault("frame.too_deep", f"A frame is nested at most {DEPTH} deep.", command=first_id(frame))
    if shape.count(b",") >= VALUES:
        raise _too_many(frame)


def _too_many(frame: str) -> Fault:
    return Fault("frame.too_many", f"A frame has at most {VALUES} values.", command=first_id(frame))


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    body = dict(pairs)
    if len(body) != len(pairs):
        raise Fault("frame.malformed", "An object has the same key twice.")
    return body


def _no_constant(_: str) -> Any:
    raise Fault("frame.malformed", "NaN and Infinity are not JSON.")


def _int(digits: str) -> int:
    if len(digits) > DIGITS:
        raise Fault("frame.malformed", "A number is too long.")
    return int(digits)


def _float(digits: str) -> float:
    value = float(digits)
    if value in (float("inf"), float("-inf")):
        raise Fault("frame.malformed", "A number is too large.")
    return value


# Created once: `json.loads` with these options makes a decoder for every frame.
_json: Final = json.JSONDecoder(object_pairs_hook=_unique, parse_constant=_no_constant, parse_int=_int, parse_float=_float).decode


def _is_text(value: Any) -> bool:
    if isinstance(value, str):
        return "\x00" not in value and not any("\ud800" <= character <= "\udfff" for character in value)
    if isinstance(value, dict):
        return all(_is_text(key) and _is_text(item) for key, item in value.items())
    if isinstance(value, list):
        return all(_is_text(item) for item in value)
    return True
