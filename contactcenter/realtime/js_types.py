"""Message classes as JavaScript types, printed by ``manage.py protocol``.

Reads classes only through msgspec's own inspection, so that the printed types match what is parsed. Knows no message by name.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from inspect import get_annotations
from types import ModuleType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

from msgspec import Struct, inspect, structs

from contactcenter.realtime.wire import Command


@dataclass(frozen=True)
class Property:
    """A field. ``optional``: it may be left out; ``limits``: its bounds in words."""

    name: str
    type: str
    optional: bool
    limits: str


@dataclass(frozen=True)
class Shape:
    """A class: its name, its ``type`` on the wire (none for a view), its meaning and fields."""

    name: str
    tag: str | None
    meaning: str
    properties: tuple[Property, ...]


class Schema:
    """Convert classes to shapes.

    ``modules`` are searched for named literals (``State = Literal[…]``); ``raw`` gives the type of fields that hold encoded JSON.
    """

    def __init__(self, modules: Iterable[ModuleType], raw: Mapping[str, str]) -> None:
        self.raw = raw
        self.words: dict[str, tuple[str, ...]] = {
            name: get_args(value) for module in modules for name, value in vars(module).items() if get_origin(value) is Literal
        }
        self._names: dict[frozenset[object], str] = {frozenset(words): name for name, words in reversed(self.words.items())}

    def shape(self, cls: type[Struct]) -> Shape:
        """Return the shape of a class. Raises :class:`TypeError` for types without a JavaScript equivalent."""
        fields = {field.name: field for field in structs.fields(cls)}
        lenient = issubclass(cls, Command) or cls.__struct_config__.omit_defaults
        properties = (self._property(fields[name], lenient=lenient) for name in _in_order(cls))
        tag = cls.__struct_config__.tag
        return Shape(cls.__name__, None if tag is None else str(tag), _plain(cls.__dict__.get("__doc__")), tuple(properties))

    def views(self, classes: Iterable[type[Struct]]) -> list[type[Struct]]:
        """Return the views among ``classes`` and those nested in them at any depth, each once, sorted by name."""
        waiting = list(classes)
        found = {cls.__name__: cls for cls in waiting if cls.__struct_config__.tag is None}
        while waiting:
            for field in structs.fields(waiting.pop()):
                for inner in (inner for kind in _kinds(field.type) for inner in _named(kind)):
                    if inner.__name__ not in found:
                        found[inner.__name__] = inner
                        waiting.append(inner)
        return [found[name] for name in sorted(found)]

    def _property(self, field: structs.FieldInfo, *, lenient: bool) -> Property:
        kinds = _kinds(field.type)
        words = " | ".join(self._type(kind, field.name) for kind in kinds)
        return Property(field.encode_name, words, lenient and not field.required, "".join(map(_limits, kinds)))

    def _type(self, info: inspect.Type, name: str) -> str:
        if isinstance(info, inspect.RawType):
            return self.raw[name]
        if isinstance(info, inspect.StructType):
            return info.cls.__name__
        if isinstance(info, inspect.LiteralType):
            return self._names.get(frozenset(info.values)) or " | ".join(json.dumps(value) for value in info.values)
        if isinstance(info, inspect.UnionType):
            return " | ".join(self._type(item, name) for item in info.types)
        if isinstance(info, inspect.ListType):
            item = self._type(info.item_type, name)
            return f"({item})[]" if " " in item else f"{item}[]"
        if isinstance(info, inspect.DictType):
            return f"Record<{self._type(info.key_type, name)}, {self._type(info.value_type, name)}>"
        for kind, word in _WORDS.items():
            if isinstance(info, kind):
                return word
        raise TypeError(f"No JavaScript type for {info!r} in {name!r}")


_WORDS: dict[type[Any], str] = {
    inspect.StrType: "string",
    inspect.BoolType: "boolean",
    inspect.IntType: "number",
    inspect.FloatType: "number",
    inspect.NoneType: "null",
}


def _in_order(cls: type[Struct]) -> list[str]:
    """Field names, those of the base class first, so that all log entries begin alike."""
    names: dict[str, None] = {}
    for base in reversed(cls.__mro__):
        names.update(dict.fromkeys(get_annotations(base)))
    return [name for name in names if name in cls.__struct_fields__]


def _kinds(annotation: Any) -> list[inspect.Type]:
    """Members of a union one by one; a reader may have to tell untagged views apart by their fields."""
    union = get_origin(annotation) in (Union, UnionType)
    return [inspect.type_info(kind) for kind in (get_args(annotation) if union else (annotation,))]


def _named(info: inspect.Type) -> Iterator[type[Struct]]:
    if isinstance(info, inspect.StructType):
        yield info.cls
    elif isinstance(info, inspect.ListType):
        yield from _named(info.item_type)
    elif isinstance(info, inspect.DictType):
        yield from _named(info.value_type)
    elif isinstance(info, inspect.UnionType):
        for item in info.types:
            yield from _named(item)


def _limits(info: inspect.Type) -> str:
    if isinstance(info, inspect.IntType) and info.ge is not None:
        return f"{info.ge} or more"
    if isinstance(info, inspect.StrType) and info.max_length is not None:
        return (
            f"{info.min_length} to {info.max_length} characters" if info.min_length else f"at most {info.max_length} characters"
        )
    return ""


def _plain(doc: str | None) -> str:
    return " ".join((doc or "").split()).replace("``", "`")
