"""Operators come, go and die, clients too, time passes, sweeps race: whatever the order, nobody is over the limit, no session is lost
or has two owners, every deadline is kept, and what the queue says can be accepted can be."""

import json
from datetime import timedelta
from unittest.mock import patch

from django.conf import settings as site
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, multiple, rule, run_state_machine_as_test

from contactcenter.realtime.commit import perform
from contactcenter.realtime.wire import Fault
from sessions_app import loads, routing, selectors
from sessions_app.models import Client, Event, Group, Operator, Session, User, Widget
from sessions_app.services import ending, presence, queue, sessions
from sessions_app.sweep import sweep
from tests.sessions_app.centre import Centre
from videocall import services as calls
from videocall.models import Call
from videocall.moves import RUNNING

OPERATORS = st.integers(0, 2)
KINDS = st.sampled_from(["chat", "chat", "chat", "videocall", "callback", "invitation", "message"])


class Queue(RuleBasedStateMachine):
    """The model is small: who took which session, and which consoles and tabs are alive."""

    waiting = Bundle("waiting")

    def __init__(self):
        super().__init__()
        for model in (Call, Event, Session, Client, Operator, User, Widget, Group):
            model.objects.all().delete()
        self.centre = Centre()
        self.clock = patch.object(timezone, "now", lambda: self.centre.now)
        self.clock.start()
        self.owners, self.clients, self.alive = {}, {}, set()
        self.operators = []

    def teardown(self):
        self.clock.stop()

    @initialize(
        target=waiting,
        one_by_one=st.booleans(),
        limits=st.lists(st.integers(1, 2), min_size=3, max_size=3),
        entries=st.lists(KINDS, min_size=5, max_size=8),
    )
    def begin(self, one_by_one, limits, entries):
        Group.objects.update(offers_to_one=one_by_one)
        self.centre.group.refresh_from_db()
        until = self.centre.now + timedelta(seconds=site.LEASE_SECONDS)
        for name, limit in zip(("Anna", "Boris", "Cyril"), limits, strict=True):
            operator = self.centre.operator(name, lease_until=until, chat_limit=limit)
            self.operators.append(operator)
            self.alive.add(operator.pk)
        return multiple(*(self.enter(entry, 200, 0) for entry in entries))

    def attempt(self, service, **kwargs):
        """True when it was done, the fault's code when it was refused."""
        try:
            perform(service, key=kwargs.get("session", ""), **kwargs)
        except Fault as fault:
            return fault.code
        return True

    # Clients

    @rule(target=waiting, entry=KINDS, seconds=st.integers(1, 200), operator=OPERATORS)
    def enters(self, entry, seconds, operator):
        return self.enter(entry, seconds, operator)

    def enter(self, entry, seconds, operator):
        until = self.centre.now + timedelta(seconds=seconds)
        fields = {
            "message": {"entry": "chat", "message": True, "away": True},
            "callback": {"entry": "callback", "callback_until": until},
            "invitation": {"entry": "invitation", "reserved_for_id": self.operators[operator].pk},
        }.get(entry, {"entry": entry, "wait_until": until})
        client = self.centre.client(f"client {len(self.clients)}")
        session = self.centre.waiting(client, **fields)
        self.clients[session] = client
        if entry != "message":
            self.attempt(sessions.client_arrive, by=client, session=session, socket="tab")
            self.alive.add(session)
        return session

    @rule(session=waiting, how=st.sampled_from(["leaves", "closes the page", "dies", "returns", "ends"]))
    def client(self, session, how):
        client = self.clients[session]
        if how == "returns":
            self.alive.add(session)
            self.attempt(sessions.client_arrive, by=client, session=session, socket="tab")
            return
        self.alive.discard(session)
        if how == "closes the page":
            self.attempt(sessions.client_left, by=client, session=session, socket="tab")
        elif how != "dies":
            self.attempt(ending.session_leave if how == "leaves" else ending.session_end, by=client, session=session)

    # Operators

    @rule(
        number=OPERATORS, how=st.sampled_from(["joins", "signs out", "dies", "goes away", "comes online", "is idle", "is active"])
    )
    def operator(self, number, how):
        operator = self.operators[number]
        if how == "joins":
            self.alive.add(operator.pk)
            self.attempt(presence.operator_arrive, by=operator)
        elif how in ("signs out", "dies"):
            self.alive.discard(operator.pk)
            if how == "signs out":
                self.attempt(presence.operator_sign_out, by=operator)
        else:
            state = "away" if how in ("goes away", "is idle") else "online"
            self.attempt(presence.presence_set, by=operator, state=state, idle=how in ("is idle", "is active"))

    @rule(number=OPERATORS, chat=st.booleans(), video=st.booleans())
    def switches(self, number, chat, video):
        self.attempt(presence.presence_set, by=self.operators[number], state="online", chat=chat, video=video)

    @rule(session=waiting, numbers=st.permutations([0, 1, 2]))
    def accept_one_after_the_other(self, session, numbers):
        for number in numbers:
            operator = self.operators[number]
            row = Session.objects.get(public_id=session)
            able = row.state == "waiting" and not selectors.refusal(Operator.objects.get(pk=operator.pk), row)
            done = self.attempt(queue.session_accept, by=operator, session=session)
            if able:
                assert done is True
                assert self.owners.setdefault(session, operator.pk) == operator.pk
            else:
                assert done is not True or self.owners.get(session) == operator.pk

    @rule(session=waiting, number=OPERATORS)
    def passes(self, session, number):
        self.attempt(queue.session_pass, by=self.operators[number], session=session)

    @rule(session=waiting, how=st.sampled_from(["hang up", "end", "wrap up", "wrap up"]))
    def finishes(self, session, how):
        owner = next((each for each in self.operators if each.pk == self.owners.get(session)), None)
        if owner is None:
            return
        if how == "hang up":
            for call in Call.objects.filter(session__public_id=session, state__in=RUNNING):
                self.attempt(calls.call_hangup, by=owner, call=call.public_id)
            return
        self.attempt(ending.session_end, by=owner, session=session)
        if how == "wrap up":
            self.attempt(ending.session_wrapup, by=owner, session=session)

    # Time

    @rule(seconds=st.sampled_from([1, 5, 20, 29, 30, 31, 59, 60, 61, 300]), sweeps=st.integers(1, 2))
    def time_passes(self, seconds, sweeps):
        self.centre.now += timedelta(seconds=seconds)
        for operator in self.operators:
            if operator.pk in self.alive:
                self.attempt(presence.operator_renew, by=operator)
        self.attempt(presence.clients_renew, sessions=[session for session in self.clients if session in self.alive])
        for _ in range(sweeps):
            sweep(self.centre.now, settled=True)
        self.no_deadline_is_left()

    @rule(
        session=waiting,
        service=st.sampled_from([queue.offer_advance, queue.session_missed, sessions.client_gone, sessions.client_away]),
    )
    def another_sweep_was_late(self, session, service):
        assert self.attempt(service, session=session) is True

    def no_deadline_is_left(self):
        now = self.centre.now
        standing = queue.standing_of(self.centre.group.pk, now)
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
                assert routing.unsuitable(standing[row.offered_to_id], loads.waiting_of(row)) is None
        lapsed = Operator.objects.exclude(lease_until=None).filter(lease_until__lte=now)
        assert not lapsed.exists()

    # What always holds

    @invariant()
    def nobody_is_over_the_limit_and_a_call_is_alone(self):
        for row in Operator.objects.all():
            active = Session.objects.filter(operator=row, state="active").count()
            assert active <= row.chat_limit
            if Call.objects.filter(operator=row, state__in=RUNNING).exists():
                assert active == 1

    @invariant()
    def no_session_is_lost_or_has_two_owners(self):
        rows = {row.public_id: row for row in Session.objects.all()}
        assert rows.keys() == self.clients.keys()
        for session, row in rows.items():
            assert row.operator_id == self.owners.get(session)
            assert (row.state in ("active", "wrapup", "closed")) == (session in self.owners)
        bodies = Event.objects.filter(kind="session.changed").values_list("session__public_id", "body")
        accepted = [session for session, body in bodies if json.loads(body)["step"] == "accepted"]
        assert sorted(accepted) == sorted(self.owners)

    @invariant()
    def only_waiting_sessions_are_offered_and_never_to_who_has_passed(self):
        for row in Session.objects.all():
            assert len(set(row.passed)) == len(row.passed)
            assert row.offered_to_id not in row.passed
            if row.state != "waiting" or row.wide:
                assert (row.offered_to_id, row.offer_until) == (None, None)

    @invariant()
    def every_waiting_session_is_on_a_desk(self):
        if not self.operators:
            return
        shown = {row.public_id for row in Operator.objects.all() for row in selectors.queue_of(row)}
        assert shown == set(Session.objects.filter(state="waiting").values_list("public_id", flat=True))


def test_whatever_happens_in_whatever_order_the_queue_keeps_its_promises(transactional_db):
    run_state_machine_as_test(
        Queue,
        settings=settings(
            max_examples=40,
            stateful_step_count=30,
            deadline=None,
            database=None,
            phases=[Phase.generate],  # a shorter story of a failure would take minutes
            suppress_health_check=list(HealthCheck),
        ),
    )
