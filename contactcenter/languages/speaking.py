"""The language of a thread or task: whose texts a piece of work makes. English costs nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from django.utils import translation

from contactcenter.languages.installed import SOURCE

Given = ParamSpec("Given")
Result = TypeVar("Result")


def spoken() -> str:
    """Return the language that texts are made in now."""
    return translation.get_language() or SOURCE


def speak(language: str) -> None:
    """Make texts in this language from now on, in this task or thread."""
    if spoken() != (language or SOURCE):
        translation.activate(language or SOURCE)


def in_language(language: str, function: Callable[Given, Result], /, *args: Given.args, **kwargs: Given.kwargs) -> Result:
    """Call a function that makes texts in this language."""
    if language in ("", SOURCE):  # what threads speak by themselves
        return function(*args, **kwargs)
    with translation.override(language):
        return function(*args, **kwargs)
