"""Declaration of endpoints. What an endpoint is declared with is parsed, checked, documented and tested from here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest
from msgspec import Struct

from api.models import ApiToken
from sessions_app.actor import Actor
from sessions_app.models import User

ENDPOINTS: Final[list[Endpoint]] = []
CHANGING: Final = ("POST", "PUT", "DELETE")


class NoQuery(Struct, kw_only=True, forbid_unknown_fields=True):
    """No query parameters."""


@dataclass(frozen=True, slots=True)
class Call:
    """A request whose token is known. ``user`` is the token's account, ``by`` the same as an actor with the token's name."""

    request: HttpRequest
    token: ApiToken
    secret: str
    user: User
    by: Actor


@dataclass(frozen=True, slots=True)
class Endpoint:
    """``run`` gets the call, the parameters of the path by name, and ``query`` or ``body`` if there is one; it returns an ``answer``, or a
    response of its own. One that changes something runs in the transaction of the change.
    """

    method: str
    path: str
    name: str
    tag: str
    scopes: tuple[str, ...]
    summary: str
    description: str
    run: Callable[..., Any]
    query: type[Struct] | None = None
    body: type[Struct] | None = None
    answer: Any = None
    status: int = 200
    problems: tuple[str, ...] = ()
    etag: bool = True
    text: bool = False
    """Whether it can also answer with plain text."""

    @property
    def changes(self) -> bool:
        return self.method in CHANGING


def endpoint(method: str, path: str, *, tag: str, scopes: str | tuple[str, ...], **declared: Any) -> Callable[[Any], Any]:
    """Declare a function as an endpoint: its name is the operation's, its docstring summary and description."""

    def register(run: Callable[..., Any]) -> Callable[..., Any]:
        summary, _empty, description = (run.__doc__ or "").partition("\n\n")
        words = " ".join(description.split())
        allowed = (scopes,) if isinstance(scopes, str) else scopes
        name = "".join(part.capitalize() if number else part for number, part in enumerate(run.__name__.split("_")))
        ENDPOINTS.append(Endpoint(method, path, name, tag, allowed, " ".join(summary.split()), words, run, **declared))
        return run

    return register
