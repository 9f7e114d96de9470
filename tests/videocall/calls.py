"""A call in any state in one line, and its row and log entries."""

from tests.world import bodies, log_of, run
from videocall import legs, services
from videocall.models import Call


def fresh(call):
    """Return the row as it is now."""
    return Call.objects.select_related("session").get(pk=call.pk)


def story(session):
    """Return the call's entries in the log: who made which move to which state."""
    roles = [entry.role for entry in log_of(session) if entry.kind == "call.changed"]
    return [
        (role, body["move"], body["call"]["state"]) for role, body in zip(roles, bodies(session, "call.changed"), strict=True)
    ]


class NewCall:
    """Bring the call of a session to the state a test starts from."""

    def __init__(self, world, session):
        self.world, self.session = world, session

    def asked(self):
        return run(services.call_ask, self.world.carla, session=self.session, leg="client-tab", socket="c1")

    def requested(self):
        return run(services.call_request, self.world.anna, session=self.session, leg="operator-tab", socket="o1")

    def accepted(self, video=False):
        call = self.requested().public_id
        return run(services.call_accept, self.world.carla, call=call, leg="client-tab", video=video, socket="c1")

    def connected(self):
        call = self.accepted().public_id
        return run(legs.call_connected, self.world.anna, call=call, leg="operator-tab")

    def reconnecting(self):
        call = self.connected().public_id
        return run(legs.call_interrupted, self.world.carla, call=call, leg="client-tab")

    def over(self):
        return run(services.call_hangup, self.world.carla, call=self.accepted().public_id)

    def at(self, state):
        return getattr(self, state)()
