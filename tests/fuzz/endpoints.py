"""Every HTTP address of the product, from its URL configuration."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

import django

OBJECT: Final = "object_id"


@cache
def patterns() -> list[str]:
    """Return all routes with ``<name>`` for their parameters; new ones are found by themselves."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from django.urls import get_resolver

    return sorted(set(_walk(get_resolver().url_patterns)))


@cache
def endpoints() -> list[Any]:
    """Return what the REST API declares."""
    patterns()
    from api.rest.endpoint import ENDPOINTS

    return sorted(ENDPOINTS, key=lambda each: (each.path, each.method))


def parameters() -> set[str]:
    """Return the names of all parameters of addresses."""
    return {name for route in patterns() for name in re.findall(r"<(\w+)>", route)}


def _walk(found: list[Any], before: str = "") -> Iterator[str]:
    for each in found:
        route = before + _named(each.pattern)
        if hasattr(each, "url_patterns"):
            yield from _walk(each.url_patterns, route)
        else:
            yield "/" + route


def _named(pattern: Any) -> str:
    """Return a route with parameters as ``<name>``, whatever converts them."""
    text = str(pattern)
    for name, converter in pattern.converters.items():
        kind = type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")
        text = text.replace(f"<{kind}:{name}>", f"<{name}>")
    if "(?P<" in text:  # a regular expression of the admin
        names = list(pattern.regex.groupindex)
        return f"<{names[0]}>" + ("/" if text.endswith("/$") else "")
    return text
