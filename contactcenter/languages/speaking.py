"""The language of a thread or task: whose texts a piece of work makes. English costs nothing.

Django knows it as well, but asking it takes as long as parsing a message.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from typing import Final, ParamSpec, TypeVar

from django.utils import translation

from contactcenter.languages.installed import SOURCE

Given = ParamSpec("Given")
Result = TypeVar("Result")
_spoken: Final = ContextVar("spoken", default=SOURCE)


def spoken() -> str:
    """Return the language that texts are made in now."""
    return _spoken.get()


def speak(language: str) -> None:
    """Make texts in this language from now on, in this task or thread; empty for English."""
    language = language or SOURCE
    if _spoken.get() != language:
        _spoken.set(language)
        translation.activate(language)


def in_language(language: str, function: Callable[Given, Result], /, *args: Given.args, **kwargs: Given.kwargs) -> Result:
    """Call a function that makes texts in this language."""
    if language in ("", SOURCE):  # what threads speak by themselves
        return function(*args, **kwargs)
    before = _spoken.set(language)
    try:
        with translation.override(language):
            return function(*args, **kwargs)
    finally:
        _spoken.reset(before)
