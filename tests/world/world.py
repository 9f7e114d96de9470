"""A website with two groups of operators and its clients; sessions in every state in one line."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from sessions_app.actor import Actor
from sessions_app.deadlines import sweep
from sessions_app.models import Client, Group, Operator, Session, User, Widget
from sessions_app.selectors import token_hash
from sessions_app.services import closing, entry, queue
from tests.world.services import run

ENTRIES = ["chat", "videocall", "callback", "invitation"]
PHONE = "601 123 456"


class World:
    """Anna and Boris serve the shop, Oskar another group; Carla and David are clients. All operators are online.

    With ``people=False`` the world is empty. With ``clock`` time stands still until ``later`` moves it.
    """

    def __init__(self, *, people: bool = True, clock: pytest.MonkeyPatch | None = None, **group: Any) -> None:
        self.now = timezone.now()
        if clock is not None:
            clock.setattr(timezone, "now", lambda: self.now)
        self.group = Group.objects.create(name="Support", **group)
        self.widget = Widget.objects.create(key="shop", name="Shop", group=self.group, entries=ENTRIES)
        if people:
            self.other_group = Group.objects.create(name="Elsewhere")
            self.anna, self.boris = self.operator("Anna"), self.operator("Boris")
            self.oskar = self.operator("Oskar", self.other_group)
            self.carla, self.david = self.client("Carla"), self.client("David")

    # People

    def operator(self, name: str, group: Group | None = None, **columns: Any) -> Actor:
        """Create an operator; the user name is the name in lower case, the password is the name."""
        user = User.objects.create_user(username=name.lower(), password=name)
        columns = {"lease_until": timezone.now() + timedelta(days=30)} | columns
        row = Operator.objects.create(user=user, name=name, **columns)
        row.groups.add(group or self.group)
        return Actor("operator", row.pk, name)

    def client(self, name: str) -> Actor:
        """Create a client whose token is the name."""
        now = timezone.now()
        token = {"token_hash": token_hash(name), "token_until": now + timedelta(days=1)}
        row = Client.objects.create(widget=self.widget, name=name, created_at=now, **token)
        return Actor("client", row.pk, name)

    # Sessions made by services, with their log. Each method returns the session's public id.

    def enter(self, client: Actor | None = None, **fields: Any) -> str:
        """Enter the queue as Carla or the client given, by chat unless ``fields`` name another entry."""
        return str(run(entry.entry_start, client or self.carla, **({"entry": "chat"} | fields)))

    def accept(self, session: str, operator: Actor | None = None) -> str:
        run(queue.session_accept, operator or self.anna, session=session)
        return session

    def active(self, client: Actor | None = None, operator: Actor | None = None, **fields: Any) -> str:
        return self.accept(self.enter(client, **fields), operator)

    def ended(self, client: Actor | None = None, **fields: Any) -> str:
        """Return a session in wrap-up."""
        session = self.active(client, **fields)
        run(closing.session_end, self.anna, session=session)
        return session

    def closed(self, client: Actor | None = None, **fields: Any) -> str:
        session = self.ended(client, **fields)
        run(closing.session_wrapup, self.anna, session=session)
        return session

    def abandoned(self) -> str:
        session = self.enter()
        run(closing.session_leave, self.carla, session=session)
        return session

    def missed(self) -> str:
        session = self.abandoned()
        Session.objects.filter(public_id=session).update(state="missed")
        return session

    def at(self, state: str) -> str:
        """Return Carla's session in this state; Anna is its operator if it has one."""
        methods = {"waiting": self.enter, "active": self.active, "wrapup": self.ended, "closed": self.closed}
        return {**methods, "abandoned": self.abandoned, "missed": self.missed}[state]()

    # Sessions as bare rows, for states that no service makes in one step

    def session(self, client: Actor | None = None, operator: Actor | None = None, **columns: Any) -> str:
        """Insert a row with an empty log: waiting, or active with an operator. Its client is a new one unless given."""
        client = client or self.client(f"Client {Session.objects.count()}")
        now = timezone.now()
        columns = {"entry": "chat", "group": self.group, "created_at": now} | columns
        if operator is not None:
            columns = {"state": "active", "operator_id": operator.pk, "accepted_at": now} | columns
        return Session.objects.create(widget=self.widget, client_id=client.pk, **columns).public_id

    # Time and opening hours

    def later(self, seconds: float, *, settled: bool = True) -> None:
        """Let time pass, then run the deadlines once."""
        self.now += timedelta(seconds=seconds)
        sweep(self.now, settled=settled)

    def close_hours(self) -> None:
        """Remove the group's opening hours: it is closed."""
        self.group.hours = {"mon": []}
        self.group.save()
