"""Operators and clients come, go and die, in queue, conversation and call, while time passes and sweeps race. In any order nobody exceeds
their limit, no session is lost or has two owners, deadlines are kept, and what the queue offers can be accepted.
"""

from collections import Counter
from datetime import timedelta
from random import Random
from unittest.mock import patch

from django.conf import settings as site
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, Phase, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule, run_state_machine_as_test

from contactcenter.realtime.group_commit import perform
from contactcenter.realtime.wire import Fault
from sessions_app import selectors
from sessions_app.deadlines import sweep
from sessions_app.models import Client, Group, LogEntry, Operator, Session, User, Widget
from sessions_app.rules import routing
from sessions_app.selectors import operator_load
from sessions_app.services import closing, presence, queue, transitions
from tests.videocall.property_calls import CallRules
from tests.world import World
from videocall.deadlines import sweep as call_sweep
from videocall.models import Call
from videocall.moves import RUNNING

EXAMPLES = {"sqlite": 30, "postgresql": 10}
"""Both take less than twenty seconds: PostgreSQL answers each of many small queries over a socket."""
SEEDS = st.integers(0, 2**32 - 1)
KINDS = {"chat": 5, "videocall": 2, "callback": 1, "invitation": 1, "message": 1}
CLIENT_DOES = {"closes the page": 3, "returns": 4, "dies": 2, "leaves": 1, "ends": 1}
OPERATOR_DOES = {
    "joins": 4,
    "comes online": 4,
    "is active": 2,
    "is idle": 2,
    "goes away": 1,
    "signs out": 1,
    "dies": 1,
    "switches": 2,
}
SECONDS = {1: 4, 5: 4, 16: 2, 29: 1, 31: 2, 46: 1, 61: 3, 300: 1}
HAPPENS = {
    "enters": 4, "client": 2, "operator": 3, "accept": 8, "passes": 2, "finishes": 4, "time_passes": 6, "late_sweep": 1,
    "calls": 6, "redirects": 3,
}  # fmt: skip


def one_of(chance, weights):
    return chance.choices(list(weights), list(weights.values()))[0]


class Queue(CallRules):
    """A small model: the owner of each session, and the consoles and tabs that are alive.

    Each step draws a seed and picks weighted actions from it: choices left to Hypothesis repeat too much to reach rare states. A failure
    prints the story.
    """

    def __init__(self):
        super().__init__()
        for model in (Call, LogEntry, Session, Client, Operator, User, Widget, Group):
            model.objects.all().delete()
        self.world = World(people=False)
        self.clock = patch.object(timezone, "now", lambda: self.world.now)
        self.clock.start()
        self.owners, self.clients, self.alive = {}, {}, set()
        self.accepted, self.operators = [], []

    def teardown(self):
        self.clock.stop()

    @initialize(seed=SEEDS)
    def begin(self, seed):
        chance = Random(seed)
        Group.objects.update(offers_to_one=chance.random() < 0.6)
        self.world.group.refresh_from_db()
        until = self.world.now + timedelta(seconds=site.LEASE_SECONDS)
        for name in ("Anna", "Boris", "Cyril"):
            operator = self.world.operator(name, lease_until=until, chat_limit=chance.randint(1, 3))
            self.operators.append(operator)
            self.alive.add(operator.pk)
        for _ in range(chance.randint(3, 6)):
            self.enters(chance)

    @rule(seed=SEEDS)
    def something_happens(self, seed):
        chance = Random(seed)
        getattr(self, one_of(chance, HAPPENS))(chance)

    def attempt(self, service, **kwargs):
        """Return True, or the code of the refusal."""
        who = getattr(kwargs.get("by"), "name", "")
        try:
            perform(service, key=kwargs.get("session", ""), **kwargs)
        except Fault as fault:
            note(f"{who} {service.__name__} {kwargs}: {fault.code}")
            return fault.code
        note(f"{who} {service.__name__} {kwargs}")
        return True

    def some_session(self, chance, **filters):
        """Return any session, or one that matches; None if there is none."""
        found = list(Session.objects.filter(**filters).order_by("pk").values_list("public_id", flat=True))
        return chance.choice(found) if found else None

    # Clients

    def enters(self, chance):
        entry, until = one_of(chance, KINDS), self.world.now + timedelta(seconds=chance.randint(1, 400))
        fields = {
            "message": {"entry": "chat", "message": True, "away": True},
            "callback": {"entry": "callback", "callback_until": until},
            "invitation": {"entry": "invitation", "reserved_for_id": chance.choice(self.operators).pk},
        }.get(entry, {"entry": entry, "wait_until": until})
        client = self.world.client(f"client {len(self.clients)}")
        session = self.world.session(client, **fields)
        self.clients[session] = client
        if entry != "message":
            self.attempt(transitions.client_arrive, by=client, session=session, socket="tab")
            self.alive.add(session)

    def client(self, chance):
        session = self.some_session(chance, state__in=["waiting", "active"]) or self.some_session(chance)
        client, how = self.clients[session], one_of(chance, CLIENT_DOES)
        if how == "returns":
            self.alive.add(session)
            self.attempt(transitions.client_arrive, by=client, session=session, socket="tab")
            return
        self.alive.discard(session)
        if how == "closes the page":
            self.attempt(transitions.client_left, by=client, session=session, socket="tab")
        elif how != "dies":
            self.attempt(closing.session_leave if how == "leaves" else closing.session_end, by=client, session=session)

    # Operators

    def operator(self, chance):
        operator, how = chance.choice(self.operators), one_of(chance, OPERATOR_DOES)
        note(f"{operator.name} {how}")
        if how == "joins":
            self.alive.add(operator.pk)
            self.attempt(presence.operator_arrive, by=operator)
        elif how in ("signs out", "dies"):
            self.alive.discard(operator.pk)
            if how == "signs out":
                self.attempt(presence.operator_sign_out, by=operator)
        elif how == "switches":
            channels = {"chat": chance.random() < 0.7, "video": chance.random() < 0.7}
            self.attempt(presence.presence_set, by=operator, state="online", **channels)
        else:
            state = "away" if how in ("goes away", "is idle") else "online"
            self.attempt(presence.presence_set, by=operator, state=state, idle=how in ("is idle", "is active"))

    def accept(self, chance):
        """Operators click one after the other: the queue agrees with the server, and the second is refused."""
        session = self.some_session(chance, state="waiting") if chance.random() < 0.9 else self.some_session(chance)
        if session is None:
            return
        for operator in chance.sample(self.operators, chance.randint(1, 3)):
            row = Session.objects.get(public_id=session)
            able = row.state == "waiting" and not selectors.refusal(Operator.objects.get(pk=operator.pk), row)
            done = self.attempt(queue.session_accept, by=operator, session=session)
            if able:
                assert done is True
                assert session not in self.owners
                self.owners[session] = operator.pk
                self.accepted.append(session)
            else:
                assert done is not True or self.owners.get(session) == operator.pk

    def passes(self, chance):
        """Choose an operator who has an offer, or another one."""
        row = Session.objects.exclude(offered_to=None).order_by("pk").first()
        asked = next((each for each in self.operators if row and each.pk == row.offered_to_id), None)
        operator = asked if asked and chance.random() < 0.8 else chance.choice(self.operators)
        session = row.public_id if row else self.some_session(chance)
        done = self.attempt(queue.session_pass, by=operator, session=session)
        assert done is True or operator is not asked

    def finishes(self, chance):
        """Finish the operator's oldest session; a wrap-up in progress keeps new clients away."""
        operator = chance.choice(self.operators)
        row = Session.objects.filter(operator=operator.pk, state__in=["active", "wrapup"]).order_by("-state", "pk").first()
        if row is not None:
            self.attempt(closing.session_end, by=operator, session=row.public_id)
            if chance.random() < 0.8:
                assert self.attempt(closing.session_wrapup, by=operator, session=row.public_id) is True

    # Time

    def time_passes(self, chance):
        seconds = one_of(chance, SECONDS)
        note(f"{seconds} seconds pass")
        self.world.now += timedelta(seconds=seconds)
        self.attempt(
            presence.operators_renew, operators=[operator.pk for operator in self.operators if operator.pk in self.alive]
        )
        self.attempt(presence.clients_renew, sessions=[session for session in self.clients if session in self.alive])
        for _ in range(chance.randint(1, 2)):
            sweep(self.world.now, settled=True)
            call_sweep(self.world.now, settled=True)
        self.no_deadline_is_left()
        self.no_call_is_overdue()

    def late_sweep(self, chance):
        """Sweep again, as a late second process does."""
        services = [queue.offer_advance, queue.session_missed, transitions.client_gone, transitions.client_away]
        assert self.attempt(chance.choice(services), session=self.some_session(chance)) is True

    def no_deadline_is_left(self):
        now = self.world.now
        standing = queue.loads_in(self.world.group.pk, now)
        for row in Session.objects.filter(state__in=["waiting", "active"]).select_related("group"):
            kept = row.message or row.entry == "callback"
            if row.client_left_at is not None and not kept:
                assert row.client_left_at > now - timedelta(seconds=site.CLIENT_GRACE_SECONDS)
                assert row.away or row.client_left_at > now - timedelta(seconds=site.AWAY_SECONDS)
            if row.state != "waiting":
                continue
            assert row.wait_until is None or row.is_callback or row.wait_until > now
            assert row.callback_until is None or row.callback_until > now
            if row.offered_to_id is not None:
                assert row.offer_until > now
                assert routing.unsuitable(standing[row.offered_to_id], operator_load.waiting_of(row)) is None
        lapsed = Operator.objects.exclude(lease_until=None).filter(lease_until__lte=now)
        assert not lapsed.exists()

    # Invariants

    @invariant()
    def nobody_is_over_the_limit_and_a_call_is_alone(self):
        active = Counter(Session.objects.filter(state="active").values_list("operator", flat=True))
        for operator, limit in Operator.objects.values_list("pk", "chat_limit"):
            assert active[operator] <= limit
        for operator in Call.objects.filter(state__in=[*RUNNING, "requested"]).values_list("operator", flat=True):
            assert active[operator] == 1

    @invariant()
    def no_session_is_lost_or_has_two_owners(self):
        rows = {
            session: (operator, state)
            for session, operator, state in Session.objects.values_list("public_id", "operator", "state")
        }
        assert rows.keys() == self.clients.keys()
        for session, (operator, state) in rows.items():
            assert operator == self.owners.get(session)
            assert (state in ("active", "wrapup", "closed")) == (session in self.owners)
        bodies = LogEntry.objects.filter(kind="session.changed", body__contains='"accepted"').values_list(
            "session__public_id", flat=True
        )
        assert sorted(bodies) == sorted(self.accepted)

    @invariant()
    def only_waiting_sessions_are_offered_and_never_to_who_has_passed(self):
        rows = Session.objects.values_list("state", "open_to_all", "offered_to", "offer_until", "passed_by")
        for state, open_to_all, offered_to, until, passed in rows:
            assert len(set(passed)) == len(passed)
            assert offered_to not in passed
            if state != "waiting" or open_to_all:
                assert (offered_to, until) == (None, None)

    @invariant()
    def every_waiting_session_is_on_a_desk(self):
        desks = [selectors.queue_of(Operator(pk=operator.pk)).values_list("public_id", flat=True) for operator in self.operators]
        waiting = Session.objects.filter(state="waiting").values_list("public_id", flat=True)
        assert {session for desk in desks for session in desk} == set(waiting)


def test_the_queue_keeps_its_promises_in_any_order_of_events(transactional_db):
    run_state_machine_as_test(
        Queue,
        settings=settings(
            max_examples=EXAMPLES[connection.vendor],
            stateful_step_count=30,
            deadline=None,
            database=None,
            phases=[Phase.generate],  # shrinking a failure would take minutes
            suppress_health_check=list(HealthCheck),
        ),
    )
