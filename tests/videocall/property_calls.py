"""Calls and redirects in the property test of routing: actions in a conversation that change who may accept whom."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from hypothesis.stateful import RuleBasedStateMachine, invariant

from sessions_app import selectors
from sessions_app.models import Operator, Session
from sessions_app.selectors import operator_load
from sessions_app.services import redirect
from videocall import legs
from videocall import selectors as call_selectors
from videocall import services as calls
from videocall.models import Call
from videocall.moves import LIVE, OVER

TABS = {"client": {"leg": "client-tab", "socket": "c"}, "operator": {"leg": "operator-tab", "socket": "o"}}
C, A = "client", "operator"
STORIES = [
    [(A, "requests")],
    [(A, "requests"), (C, "accepts"), (C, "joins"), (A, "joins")],
    [(A, "requests"), (C, "accepts")],
    [(A, "requests"), (C, "declines")],
    [(A, "requests"), (A, "withdraws")],
    [(C, "asks")],
    [(C, "asks"), (A, "requests"), (A, "joins"), (C, "joins")],
    [(C, "asks"), (A, "declines")],
    [(C, "asks"), (C, "takes it back")],
    [(C, "joins"), (A, "joins")],
    [(C, "leaves")],
    [(A, "leaves")],
    [(C, "hangs up")],
    [(A, "hangs up")],
]


class CallRules(RuleBasedStateMachine):
    """Needs ``world``, ``operators``, ``clients``, ``owners``, ``attempt`` and ``some_session`` of the machine it is mixed into."""

    def calls(self, chance):
        """Act in an active session; most sessions are in none."""
        session = self.some_session(chance, state="active")
        if session is None:
            return
        operator = next(each for each in self.operators if each.pk == self.owners[session])
        for who, how in chance.choice(STORIES):
            self.takes_a_step(operator if who == A else self.clients[session], session, how)

    def takes_a_step(self, by, session, how):
        live = _live(session)
        if how == "asks":
            self.attempt(calls.call_ask, by=by, session=session, **TABS["client"])
        elif how == "requests":
            able = not call_selectors.unavailable(Session.objects.get(public_id=session), by.pk)
            done = self.attempt(calls.call_request, by=by, session=session, **TABS["operator"])
            if live is None or live.state == "asked":
                assert (done is True) == able, "the call button agrees with the server"
        elif live is not None and how == "accepts":
            self.attempt(calls.call_accept, by=by, call=live.public_id, video=True, **TABS["client"])
        elif live is not None:
            self.on_call(by, live, how)

    def on_call(self, by, call, how):
        tab = TABS[by.role]
        if how == "joins":
            self.attempt(legs.call_join, by=by, call=call.public_id, **tab)
            self.attempt(legs.call_connected, by=by, call=call.public_id, leg=tab["leg"])
            return
        service = {"declines": calls.call_decline, "leaves": legs.call_leg_left, "hangs up": calls.call_hangup}
        self.attempt(service.get(how, calls.call_cancel), by=by, call=call.public_id, **(tab if how == "leaves" else {}))

    def redirects(self, chance):
        """Redirect to a colleague, who gets it at once, or back into the group's queue."""
        session = self.some_session(chance, state="active")
        if session is None:
            return
        owner = next(each for each in self.operators if each.pk == self.owners[session])
        if chance.random() < 0.4:
            if self.attempt(redirect.session_redirect, by=owner, session=session, group=self.world.group.pk) is True:
                del self.owners[session]
            return
        target, row = chance.choice(self.operators), Session.objects.get(public_id=session)
        row.reserved_for = row.offered_to = None
        live = _live(session)
        free = row.state == "active" and target.pk != owner.pk and (live is None or live.state == "asked")
        able = free and not selectors.refusal(Operator.objects.get(pk=target.pk), row)
        done = self.attempt(redirect.session_redirect, by=owner, session=session, operator=target.pk)
        assert (done is True) == able
        if able:
            self.owners[session] = target.pk

    # Invariants

    @invariant()
    def a_call_is_in_an_active_session_of_its_operator_and_leaves_the_operator_to_nobody_else(self):
        busy = {}
        for call in Call.objects.filter(state__in=LIVE).select_related("session"):
            assert (call.session.state, call.session.operator_id) == ("active", call.operator_id)
            if call.state != "asked":
                assert call.operator_id not in busy, "one operator is in two calls"
                busy[call.operator_id] = call
        for load in operator_load.loads_of(Operator.objects.filter(pk__in=busy), self.world.now).values():
            assert load.active == 1
            assert load.busy, "nobody new may come"
        assert not Call.objects.filter(Q(ended_at=None) | ~Q(deadline_at=None), state__in=OVER).exists()

    def no_call_is_overdue(self):
        now = self.world.now
        for call in Call.objects.filter(state__in=LIVE).select_related("session", "operator"):
            assert call.deadline_at is None or call.deadline_at > now
            if call.state in ("asked", "requested"):
                asker = "client" if call.state == "asked" else "operator"
                assert not _gone(call, asker, legs.ASKER_SECONDS, now)
            elif call.state == "connected":
                assert not any(_gone(call, side, settings.AWAY_SECONDS, now) for side in ("client", "operator"))


def _live(session):
    return Call.objects.filter(session__public_id=session, state__in=LIVE).first()


def _gone(call, side, seconds, now):
    limit = now - timedelta(seconds=seconds)
    if (left := call.leg_left_at(side)) is not None:
        return left < limit
    if side == "client":
        return call.session.away
    return call.operator.lease_until is not None and call.operator.lease_until < limit
