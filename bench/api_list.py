"""Time a list of fifty sessions on the database of this process's environment, and print JSON. Run by ``bench.api``."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from time import process_time
from typing import Any

import django

SESSIONS, PAGE = 500, 50
ROUNDS, REQUESTS, WARM = 15, 20, 20


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "contactcenter.settings")
    os.environ["CONTACTCENTER_RATE_SCALE"] = "10000"
    django.setup()
    secret = _prepare()
    whole, alone = _request(secret), _alone(secret)
    for act in (whole, alone):
        for _round in range(WARM):
            act()
    rounds = [(_timed(alone), _timed(whole)) for _round in range(ROUNDS)]
    json.dump({"alone": [one for one, _other in rounds], "whole": [other for _one, other in rounds]}, sys.stdout)


def _prepare() -> str:
    from django.utils import timezone

    from api.services.tokens import token_create
    from contactcenter.realtime.group_commit import perform
    from sessions_app.models import Client, Operator, Session, Widget

    now = timezone.now()
    widget, operator = Widget.objects.select_related("group").all()[0], Operator.objects.all()[0]
    Client.objects.bulk_create(
        Client(widget=widget, name=f"Client {number}", token_hash=f"hash {number}", token_until=now, created_at=now)
        for number in range(SESSIONS)
    )
    Session.objects.bulk_create(
        Session(
            widget=widget, group=widget.group, client=client, operator=operator, entry="chat", state="closed",
            created_at=now, accepted_at=now, ended_at=now, closed_at=now, topic="The boiler", tags=["boiler"], rating=5,
        )
        for client in Client.objects.filter(token_hash__startswith="hash ")
    )  # fmt: skip
    _token, secret = perform(token_create, name="Bench", scopes=["sessions.read"])
    return str(secret)


def _request(secret: str) -> Callable[[], Any]:
    """Return what sends the request through all middleware."""
    from django.core.handlers.wsgi import WSGIHandler
    from django.test import RequestFactory

    handler, factory = WSGIHandler(), RequestFactory(headers={"Authorization": f"Bearer {secret}", "Host": "localhost"})

    def ask() -> None:
        answer = handler.get_response(factory.get("/api/v1/sessions"))
        assert answer.status_code == 200

    return ask


def _alone(secret: str) -> Callable[[], Any]:
    """Return what makes the same queries and the same JSON."""
    import msgspec

    from api import present
    from api.schema.sessions import SessionList
    from api.selectors import token_of
    from sessions_app.models import Session

    encode = msgspec.json.Encoder().encode
    rows = Session.objects.select_related("client", "operator", "group", "widget").order_by("-pk")
    answer = SessionList(items=[present.session(row) for row in rows[:PAGE]], next="a cursor")

    def ask() -> bytes:
        token_of(f"Bearer {secret}")
        list(rows[: PAGE + 1])
        return encode(answer)

    return ask


def _timed(act: Callable[[], Any]) -> float:
    """Return milliseconds of the processor for one, of several in a row: the database is in this process."""
    begun = process_time()
    for _request in range(REQUESTS):
        act()
    return (process_time() - begun) * 1000 / REQUESTS


if __name__ == "__main__":
    main()
