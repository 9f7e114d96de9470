"""Every number in a command, found in the protocol's classes, so that new commands are covered.

A path leads to a number inside a command: names of fields, and ``*`` for each item of a list or value of a mapping.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from msgspec import inspect, structs

from contactcenter.realtime.wire import Command

Path = tuple[str, ...]

VALUES = (-1, 0, 1, 2**31 - 1, 2**31, 2**53 - 1, 2**53, 2**63)
"""Values around the limits of columns, JavaScript numbers and database integers."""


def numbers(command: type[Command]) -> list[tuple[Path, inspect.IntType | inspect.FloatType]]:
    """Yield the numbers of a command with their types."""
    fields = ((field.name, inspect.type_info(field.type)) for field in structs.fields(command))
    return [((name, *path), kind) for name, info in fields for path, kind in _inside(info)]


def values(kind: Any) -> list[int]:
    """Return the values to try for a number of this type: those above and its own bounds."""
    return sorted({*VALUES, *(bound for bound in (kind.ge, kind.le) if bound is not None)})


def _inside(info: inspect.Type) -> Iterator[tuple[Path, inspect.IntType | inspect.FloatType]]:
    match info:
        case inspect.IntType() | inspect.FloatType():
            yield (), info
        case inspect.UnionType():
            for item in info.types:
                yield from _inside(item)
        case inspect.ListType():
            yield from ((("*", *path), kind) for path, kind in _inside(info.item_type))
        case inspect.DictType():
            yield from ((("*", *path), kind) for path, kind in _inside(info.value_type))
        case inspect.StructType():
            for field in info.fields:
                yield from (((field.name, *path), kind) for path, kind in _inside(field.type))


def with_number(body: dict[str, Any], path: Path, value: int) -> dict[str, Any]:
    """Return the command with this number in it. Raises KeyError or IndexError if it has no such path."""
    changed = copy.deepcopy(body)
    *way, last = _steps(changed, path)
    place: Any = changed
    for step in way:
        place = place[step]
    if isinstance(place, dict) and last not in place:
        raise KeyError(last)
    place[last] = value
    return changed


def _steps(body: Any, path: Path) -> Iterator[Any]:
    for name in path:
        step = name if name != "*" else 0 if isinstance(body, list) else next(iter(body))
        yield step
        body = body[step]
