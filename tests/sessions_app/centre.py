"""A contact centre for tests of queue and presence: operators, clients and sessions made in one line, services run as anybody."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from contactcenter.realtime.group_commit import perform
from contactcenter.realtime.wire import Fault
from sessions_app.actor import Actor
from sessions_app.deadlines import sweep
from sessions_app.models import Client, Group, LogEntry, Operator, Session, User, Widget
from sessions_app.selectors import token_hash

ENTRIES = ["chat", "videocall", "callback", "invitation"]


class Centre:
    """One group with a widget of all entries. ``clock`` moves the time of everything that asks Django for it."""

    def __init__(self, monkeypatch=None, **group):
        self.now = timezone.now()
        if monkeypatch is not None:
            monkeypatch.setattr(timezone, "now", lambda: self.now)
        self.group = Group.objects.create(name="Support", **group)
        self.widget = Widget.objects.create(name="Shop", group=self.group, entries=ENTRIES)

    def operator(self, name, *, group=None, **fields):
        user = User.objects.create(username=name.lower())
        fields.setdefault("lease_until", timezone.now() + timedelta(days=30))
        row = Operator.objects.create(user=user, name=name, **fields)
        row.groups.add(group or self.group)
        return Actor("operator", row.pk, name)

    def client(self, name):
        now = timezone.now()
        known = {"token_hash": token_hash(name), "token_until": now + timedelta(days=1)}
        row = Client.objects.create(widget=self.widget, name=name, created_at=now, **known)
        return Actor("client", row.pk, name)

    def waiting(self, client=None, **fields):
        """A session in the queue; its public id."""
        client = client or self.client(f"client {Session.objects.count()}")
        fields = {"entry": "chat", "group": self.group, "created_at": timezone.now()} | fields
        return Session.objects.create(widget=self.widget, client_id=client.pk, **fields).public_id

    def active(self, operator, **fields):
        return self.waiting(**({"state": "active", "operator_id": operator.pk, "accepted_at": timezone.now()} | fields))

    def later(self, seconds, *, settled=True):
        """Time passes; then one round of the sweep."""
        self.now += timedelta(seconds=seconds)
        sweep(self.now, settled=settled)


def row(session):
    return Session.objects.get(public_id=session)


def run(service, by=None, **kwargs):
    """What the service returned; raises the Fault it refused with."""
    return perform(service, **({"by": by} if by else {}), **kwargs)


def refused(service, by, **kwargs):
    """The fault's code and words."""
    with pytest.raises(Fault) as caught:
        perform(service, by=by, **kwargs)
    return caught.value.code, str(caught.value.text)


def steps(session):
    """The steps in the session's log."""
    bodies = (
        LogEntry.objects.filter(session__public_id=session, kind="session.changed").order_by("seq").values_list("body", flat=True)
    )
    return [json.loads(body)["step"] for body in bodies]
