"""``python -m tests.fuzz.people CASTS OPERATORS CLIENTS HONEST [TAG]``: insert people straight into the database; prints them as JSON.

A cast has a website, a group and a supervisor of its own, so that parallel cases don't disturb each other.
"""

from __future__ import annotations

import json
import sys
from datetime import timedelta
from typing import Any

import django

django.setup()

from django.contrib.auth.models import Group as Role  # noqa: E402
from django.utils import timezone  # noqa: E402

from api.models import ApiToken  # noqa: E402
from api.scopes import SCOPES  # noqa: E402
from api.services.tokens import token_create  # noqa: E402
from api.webhooks.events import EVENTS  # noqa: E402
from api.webhooks.models import Webhook  # noqa: E402
from api.webhooks.secrets import encrypt, new_secret  # noqa: E402
from bench.people import cookie  # noqa: E402
from contactcenter import supervisors  # noqa: E402
from sessions_app.models import Client, Group, Operator, Session, User, Widget  # noqa: E402
from sessions_app.rules.entries import ENTRIES  # noqa: E402
from sessions_app.selectors import token_hash  # noqa: E402
from tests.fuzz.words import PASSWORD, SIGNER  # noqa: E402

PAST = 5
"""Conversations of each cast that programs and supervisors may end, redirect, export and erase."""
ORIGINS = ["http://localhost:8000"]


def operator(name: str, group: Group) -> tuple[Operator, str]:
    """Create an operator; return the row and the cookie."""
    user = User.objects.create(username=name, password="!")
    row = Operator.objects.create(user=user, name=name)
    row.groups.add(group)
    return row, cookie(user)


def supervisor(name: str, group: Group | None, *, superuser: bool = False) -> str:
    """Create a supervisor, bound to a group if one is given; return the cookie."""
    user = User.objects.create(username=name, password="!", is_staff=True, is_superuser=superuser, all_groups=group is None)
    user.groups.add(Role.objects.get(name=supervisors.NAME))
    if group is not None:
        user.supervised_groups.set([group])
    return cookie(user)


def conversation(name: str, widget: Widget) -> dict[str, Any]:
    """Create a client and an operator who are talking."""
    row, signed_in = operator(f"talker-{name}", widget.group)
    now = timezone.now()
    client = Client.objects.create(
        widget=widget, token_hash=token_hash(f"talk-{name}"), token_until=now + timedelta(days=1), name="Carla", created_at=now
    )  # fmt: skip
    session = Session.objects.create(
        widget=widget, group=widget.group, client=client, operator=row, entry="chat", state="active", created_at=now, accepted_at=now
    )  # fmt: skip
    return {
        "session": session.public_id, "token": f"talk-{name}", "cookie": signed_in, "client": client.public_id,
        "rows": {"session": session.pk, "client": client.pk, "operator": row.pk, "user": row.user_id},
    }  # fmt: skip


def cast(name: str, operators: int, clients: int) -> dict[str, Any]:
    """Create a website and everybody who plays on it; not in one transaction, since honest users write meanwhile."""
    group = Group.objects.create(name=f"Group {name}", queue_size=1000)
    widget = Widget.objects.create(
        key=f"fuzz-{name}", name=f"Website {name}", group=group, entries=list(ENTRIES), origins=ORIGINS
    )
    now = timezone.now()
    tokens = [f"token-{name}-{number}" for number in range(clients)]
    Client.objects.bulk_create(
        Client(widget=widget, token_hash=token_hash(token), token_until=now + timedelta(days=1), created_at=now)
        for token in tokens
    )
    talks = [conversation(f"{name}-{number}", widget) for number in range(PAST)]
    _token, program = token_create(name=f"Program {name}", scopes=list(SCOPES), groups=[group])
    rows: dict[str, list[Any]] = {model: [talk["rows"][model] for talk in talks] for model in talks[0]["rows"]}
    webhook = Webhook.objects.create(
        name=name, url="https://127.0.0.1:9/hook", secret=encrypt(new_secret()), events=list(EVENTS), active=False
    )
    rows |= {"group": [group.pk], "widget": [widget.pk], "webhook": [webhook.pk]}
    return {
        "program": program,
        "rows": rows,
        "ids": {"session": [talk["session"] for talk in talks], "client": [talk["client"] for talk in talks]},
        "widget": widget.key,
        "secret": widget.identity_secret,
        "operators": [operator(f"operator-{name}-{number}", group)[1] for number in range(operators)],
        "supervisor": supervisor(f"supervisor-{name}", group),
        "tokens": tokens,
        "talk": conversation(name, widget),
    }


def main(casts: str, operators: str, clients: str, count: str, tag: str = "") -> None:
    """Print who was made. ``last``: the newest rows so far, of which honest users and the superuser are made."""
    demo = Widget.objects.select_related("group").get(key="demo")
    if not User.objects.filter(username=SIGNER).exists():
        operator(SIGNER, demo.group)
        signer = User.objects.get(username=SIGNER)
        signer.set_password(PASSWORD)
        signer.save(update_fields=["password"])
    made: dict[str, Any] = {
        "honest": [conversation(f"honest-{tag}{number}", demo) for number in range(int(count))],
        "superuser": supervisor(f"superuser-{tag}", None, superuser=True),
    }
    made["last"] = {
        model.__name__.lower(): model.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        for model in (User, Operator, Session, Client, Group, Widget)
    }
    made["casts"] = [cast(f"{tag}{number}", int(operators), int(clients)) for number in range(int(casts))]
    made["last"]["apitoken"] = ApiToken.objects.count()
    print(json.dumps(made))


if __name__ == "__main__":
    main(*sys.argv[1:])
