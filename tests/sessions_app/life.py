"""A contact centre whose widget offers every entry, for the tests of a session's life. Clients' tokens are their names."""

import json

import pytest

from contactcenter.realtime.group_commit import perform
from contactcenter.realtime.wire import Fault
from sessions_app.models import LogEntry, Session
from sessions_app.services import entry, queue
from tests.videocall.conftest import Place

ENTRIES = ["chat", "videocall", "callback", "invitation"]
HOURS = {day: [["00:00", "24:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
CLOSED = {"mon": []}
PHONE = "601 123 456"


class Centre(Place):
    """Anna and Boris are there; Carla and David are on the website."""

    def __init__(self):
        super().__init__()
        self.widget.entries = ENTRIES
        self.widget.save()

    def enter(self, by=None, **fields):
        """The public id of the session a client came in with."""
        return run(entry.entry_start, by or self.carla, **({"entry": "chat"} | fields))

    def accept(self, session, by=None):
        run(queue.session_accept, by or self.anna, session=session)
        return session

    def close_doors(self):
        self.group.hours = CLOSED
        self.group.save()


def run(service, by, **kwargs):
    """What the service returned; raises the Fault it refused with."""
    return perform(service, by=by, **kwargs)


def refused(service, by, **kwargs):
    """The code the service refuses with."""
    with pytest.raises(Fault) as caught:
        perform(service, by=by, **kwargs)
    assert caught.value.text
    return caught.value.code


def row(session):
    return Session.objects.get(public_id=session)


def bodies(session, kind, *, shared=None):
    """The contents of a session's lines of this kind; ``shared``: only those the client may, or may not, see."""
    events = LogEntry.objects.filter(session__public_id=session, kind=kind).order_by("seq")
    if shared is not None:
        events = events.filter(shared__isnull=not shared)
    return [json.loads(event.body) for event in events]


def steps(session):
    return [body["step"] for body in bodies(session, "session.changed")]
