"""A website with two groups of operators and two clients, and one way to run a service as anybody."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from contactcenter.realtime.group_commit import perform
from contactcenter.realtime.wire import Fault
from sessions_app.actor import Actor
from sessions_app.models import Client, Group, LogEntry, Operator, Session, User, Widget
from sessions_app.selectors import token_hash
from sessions_app.services import closing, entry, queue


class Place:
    """Anna and Boris serve the shop; Oskar serves another group. Carla and David are clients whose token is their name."""

    def __init__(self) -> None:
        self.group, self.other_group = Group.objects.create(name="Support"), Group.objects.create(name="Elsewhere")
        self.widget = Widget.objects.create(key="shop", name="Shop", group=self.group)
        self.anna, self.boris = self.operator("Anna"), self.operator("Boris")
        self.oskar = self.operator("Oskar", self.other_group)
        self.carla, self.david = self.client("Carla"), self.client("David")

    def operator(self, name: str, group: Group | None = None, **fields: Any) -> Actor:
        user = User.objects.create_user(username=name.lower(), password=name)
        fields = {"lease_until": timezone.now() + timedelta(hours=1)} | fields
        row = Operator.objects.create(user=user, name=name, **fields)
        row.groups.add(group or self.group)
        return Actor("operator", row.pk, name)

    def client(self, name: str) -> Actor:
        now = timezone.now()
        known = {"token_hash": token_hash(name), "token_until": now + timedelta(days=1)}
        row = Client.objects.create(widget=self.widget, name=name, created_at=now, **known)
        return Actor("client", row.pk, name)

    def waiting(self, client: Actor | None = None, **fields: Any) -> str:
        """A client in the queue; the session's public id."""
        return str(run(entry.entry_start, client or self.carla, entry="chat", **fields))

    def active(self, client: Actor | None = None, operator: Actor | None = None, **fields: Any) -> str:
        session = self.waiting(client, **fields)
        run(queue.session_accept, operator or self.anna, session=session)
        return session

    def ended(self, client: Actor | None = None) -> str:
        session = self.active(client)
        run(closing.session_end, self.anna, session=session)
        return session

    def closed(self) -> str:
        session = self.ended()
        run(closing.session_wrapup, self.anna, session=session)
        return session

    def abandoned(self) -> str:
        session = self.waiting()
        run(closing.session_leave, self.carla, session=session)
        return session

    def missed(self) -> str:
        session = self.abandoned()
        Session.objects.filter(public_id=session).update(state="missed")
        return session

    def at(self, state: str) -> str:
        """Carla's session in this state, Anna its operator if it has one."""
        return str({"wrapup": self.ended}.get(state, getattr(self, state, None))())


@pytest.fixture
def place(db: None) -> Place:
    """For one thread: nothing of it is ever committed."""
    return Place()


@pytest.fixture
def open_place(transactional_db: None) -> Place:
    """For several threads or sockets: they see each other's commits."""
    return Place()


def run(service: Any, by: Actor, **kwargs: Any) -> Any:
    """What the service returned; raises the Fault it refused with."""
    return perform(service, key=kwargs.get("session", ""), by=by, **kwargs)


def refused(service: Any, by: Actor, **kwargs: Any) -> str:
    """The code of the fault the service refuses with; nothing may be written by it."""
    before = LogEntry.objects.count()
    with pytest.raises(Fault) as caught:
        run(service, by, **kwargs)
    assert LogEntry.objects.count() == before
    assert caught.value.text
    return caught.value.code


def row_of(session: str) -> Session:
    return Session.objects.select_related("client", "operator", "widget", "group").get(public_id=session)


def log_of(session: str) -> list[LogEntry]:
    return list(LogEntry.objects.filter(session__public_id=session).order_by("seq"))


def bodies(session: str, kind: str) -> list[dict[str, Any]]:
    """What is particular to each line of a kind."""
    return [json.loads(line.body) for line in log_of(session) if line.kind == kind]


def steps(session: str) -> list[str]:
    return [body["step"] for body in bodies(session, "session.changed")]
