"""``python -m bench.people COUNT [EACH [ALONE]]``: clients in open sessions with operators, straight into the site's database.

Each operator serves EACH clients, one unless given; the last ALONE clients have an operator to themselves. Prints the pairs as JSON.
It writes past the services on purpose: a thousand sessions through the queue would measure something else.
"""

from __future__ import annotations

import json
import sys
from datetime import timedelta

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from contactcenter.web.http_sessions import SessionStore  # noqa: E402
from sessions_app.models import Client, Group, Operator, Session, User, Widget  # noqa: E402
from sessions_app.selectors import token_hash  # noqa: E402

TEAM = 10
"""How many operators share a queue."""


def cookie(user: User) -> str:
    """The account, signed in."""
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.save()
    return f"{settings.SESSION_COOKIE_NAME}={store.session_key}"


@transaction.atomic
def make(count: int, each: int = 1, alone: int = 0) -> list[dict[str, str]]:
    """What the load needs to be both sides of each session."""
    now = timezone.now()
    found = []
    for number in range(count):
        if number % TEAM == 0:
            group = Group.objects.create(name=f"Team {number // TEAM}")
            widget = Widget.objects.create(name=f"Website {number // TEAM}", group=group)
        if number % each == 0 or number >= count - alone:
            user = User.objects.create(username=f"operator-{number}", password="!")
            operator = Operator.objects.create(user=user, name=f"Operator {number}")
            operator.groups.add(group)
            signed_in = cookie(user)
        token = f"token-{number}"
        client = Client.objects.create(
            widget=widget,
            token_hash=token_hash(token),
            token_until=now + timedelta(days=1),
            name=f"Client {number}",
            created_at=now,
        )
        session = Session.objects.create(
            widget=widget,
            group=group,
            client=client,
            operator=operator,
            entry="chat",
            state="active",
            created_at=now,
            accepted_at=now,
        )
        found.append({"session": session.public_id, "token": token, "cookie": signed_in})
    return found


if __name__ == "__main__":
    print(json.dumps(make(*(int(number) for number in sys.argv[1:]))))
