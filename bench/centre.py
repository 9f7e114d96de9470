"""``python -m bench.centre``: a large centre in the middle of its day, straight into the site's database.

Two hundred operators in twenty groups, three hundred running sessions, two thousand clients, three thousand sessions that are over, and two
supervisors. Prints what the load needs to be all of them, as JSON.
"""

from __future__ import annotations

import json
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from bench.people import TEAM, cookie  # isort: skip - sets Django up
from sessions_app.models import Client, Group, Operator, Session, User, Widget  # isort: skip
from sessions_app.selectors import token_hash  # isort: skip

OPERATORS, RUNNING, CLIENTS, PAST = 200, 300, 2_000, 3_000


@transaction.atomic
def make() -> dict[str, list[dict[str, str]]]:
    now = timezone.now()
    groups = [Group.objects.create(name=f"Team {number}") for number in range(OPERATORS // TEAM)]
    widgets = [Widget.objects.create(name=f"Website {group}", group=group) for group in groups]
    operators, accounts = [], []
    for number in range(OPERATORS):
        user = User.objects.create(username=f"operator-{number}", password="!")
        operators.append(Operator.objects.create(user=user, name=f"Operator {number}"))
        operators[-1].groups.add(groups[number // TEAM])
        accounts.append({"id": str(operators[-1].pk), "cookie": cookie(user)})
    clients = Client.objects.bulk_create(
        Client(
            widget=widgets[number % len(widgets)],
            token_hash=token_hash(f"token-{number}"),
            token_until=now + timedelta(days=1),
            name=f"Client {number}",
            created_at=now,
        )
        for number in range(CLIENTS)
    )
    Session.objects.bulk_create(_session(number, clients[number], operators, state="active") for number in range(RUNNING))
    over = {"state": "closed", "ended_at": now, "closed_at": now, "rating": 5}
    Session.objects.bulk_create(_session(number, clients[number % CLIENTS], operators, **over) for number in range(PAST))
    supervisors = [
        {"cookie": cookie(User.objects.create(username=f"supervisor-{number}", is_staff=True, is_superuser=True))}
        for number in range(2)
    ]
    return {
        "operators": accounts,
        "clients": [{"token": f"token-{number}"} for number in range(CLIENTS)],
        "supervisors": supervisors,
    }


def _session(number: int, client: Client, operators: list[Operator], **columns: object) -> Session:
    team = operators[number % (OPERATORS // TEAM) * TEAM :][:TEAM]
    now = timezone.now()
    return Session(
        widget_id=client.widget_id, group_id=client.widget.group_id, client=client, operator=team[number % TEAM], entry="chat",
        created_at=now, accepted_at=now, **columns,
    )  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(make()))
