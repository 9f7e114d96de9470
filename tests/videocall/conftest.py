"""A website with two operators and two clients, and one way to run a service as anybody."""

import json
from datetime import timedelta

import pytest
import pytest_asyncio
from django.db import connection
from django.utils import timezone

from contactcenter.realtime.group_commit import perform
from contactcenter.realtime.wire import Fault
from sessions_app.actor import Actor
from sessions_app.models import Client, Group, LogEntry, Operator, Session, User, Widget
from sessions_app.selectors import token_hash
from tests.videocall.tabs import Tabs
from videocall import legs, services
from videocall.models import Call


class Place:
    """The contact centre of one test."""

    def __init__(self):
        self.group = Group.objects.create(name="Support")
        self.widget = Widget.objects.create(name="Shop", group=self.group)
        self.anna, self.boris = self.operator("Anna"), self.operator("Boris")
        self.carla, self.david = self.client("Carla"), self.client("David")

    def operator(self, name):
        user = User.objects.create(username=name.lower())
        row = Operator.objects.create(user=user, name=name, lease_until=timezone.now() + timedelta(hours=1))
        row.groups.add(self.group)
        return Actor("operator", row.pk, name)

    def client(self, name):
        """A client whose token is their name."""
        now = timezone.now()
        until = now + timedelta(days=1)
        known = {"token_hash": token_hash(name), "token_until": until}
        row = Client.objects.create(widget=self.widget, name=name, created_at=now, **known)
        return Actor("client", row.pk, name)

    def session(self, client=None, operator=None, **fields):
        """A conversation that is going on, between Carla and Anna unless told otherwise; its public id."""
        now = timezone.now()
        fields = {"entry": "chat", "state": "active", "operator_id": (operator or self.anna).pk, "accepted_at": now} | fields
        client = client or self.carla
        row = Session.objects.create(widget=self.widget, group=self.group, client_id=client.pk, created_at=now, **fields)
        return row.public_id


@pytest.fixture
def place(transactional_db):
    return Place()


@pytest.fixture
def session(place):
    return place.session()


def run(service, by, **kwargs):
    """What the service returned; raises the Fault it refused with."""
    return perform(service, by=by, **kwargs)


def refused(service, by, **kwargs):
    """The fault the service refuses with."""
    with pytest.raises(Fault) as caught:
        perform(service, by=by, **kwargs)
    return caught.value


def fresh(call):
    return Call.objects.select_related("session").get(pk=call.pk)


def story(session):
    """The call's lines in the log: who made which move to which state."""
    rows = LogEntry.objects.filter(session__public_id=session, kind="call.changed").order_by("seq")
    bodies = [(row, json.loads(row.body)) for row in rows]
    return [(row.role, body["move"], body["call"]["state"]) for row, body in bodies]


class Steps:
    """Brings the call of a session to the state a test starts from."""

    def __init__(self, place, session):
        self.place, self.session = place, session

    def asked(self):
        return run(services.call_ask, self.place.carla, session=self.session, leg="client-tab", socket="c1")

    def requested(self):
        return run(services.call_request, self.place.anna, session=self.session, leg="operator-tab", socket="o1")

    def accepted(self, video=False):
        call = self.requested().public_id
        return run(services.call_accept, self.place.carla, call=call, leg="client-tab", video=video, socket="c1")

    def connected(self):
        call = self.accepted().public_id
        return run(legs.call_connected, self.place.anna, call=call, leg="operator-tab")

    def reconnecting(self):
        call = self.connected().public_id
        return run(legs.call_interrupted, self.place.carla, call=call, leg="client-tab")

    def over(self):
        return run(services.call_hangup, self.place.carla, call=self.accepted().public_id)

    def at(self, state):
        return getattr(self, state)()


@pytest.fixture
def steps(place, session):
    return Steps(place, session)


@pytest.fixture(scope="session")
def let_go(django_db_setup, django_db_blocker):
    """The threads that serve sockets keep their connections; PostgreSQL drops no database that is in use."""
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock():
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            connection.close()
            connection.close_pool()


@pytest_asyncio.fixture
async def tabs(let_go):
    opened = Tabs()
    yield opened
    await opened.close()


@pytest_asyncio.fixture
async def anna(place, session, tabs):
    return await tabs.operator(place.anna)


@pytest_asyncio.fixture
async def carla(place, session, tabs):
    return await tabs.client(place.carla)
