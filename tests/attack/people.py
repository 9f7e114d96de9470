"""``python -m tests.attack.people COUNT``: insert conversations of the demo website, each with an operator, straight into the database.

Prints them as JSON. Adds a thousand clients with nothing but a token (``crowd``), and lets the demo widget mail left messages.
"""

from __future__ import annotations

import json
import sys
from datetime import timedelta

import django

django.setup()

from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from bench.people import cookie  # noqa: E402
from sessions_app.models import Client, Operator, Session, User, Widget  # noqa: E402
from sessions_app.selectors import token_hash  # noqa: E402

CROWD = 1000


def _crowd(number: int) -> str:
    """Return the token of one of the thousand."""
    return f"crowd-{number}"


@transaction.atomic
def make(count: int) -> list[dict[str, str]]:
    """Insert both sides of each conversation."""
    widget = Widget.objects.select_related("group").get(key="demo")
    Widget.objects.filter(pk=widget.pk).update(message_email="desk@example.com")
    now, found = timezone.now(), []
    until = now + timedelta(days=1)
    tokens = [_crowd(number) for number in range(CROWD)]
    Client.objects.bulk_create(
        Client(widget=widget, token_hash=token_hash(token), token_until=until, created_at=now) for token in tokens
    )
    for number in range(count):
        user = User.objects.create(username=f"honest-{number}", password="!")
        operator = Operator.objects.create(user=user, name=f"Operator {number}")
        operator.groups.add(widget.group)
        client = Client.objects.create(
            widget=widget,
            token_hash=token_hash(f"honest-{number}"),
            token_until=until,
            name=f"Client {number}",
            created_at=now,
        )
        session = Session.objects.create(
            widget=widget,
            group=widget.group,
            client=client,
            operator=operator,
            entry="chat",
            state="active",
            created_at=now,
            accepted_at=now,
        )
        found.append({"session": session.public_id, "token": f"honest-{number}", "cookie": cookie(user)})
    return found


if __name__ == "__main__":
    print(json.dumps(make(int(sys.argv[1]))))
