"""Who is there: operators by their consoles, clients by their tabs, and what is believed when neither says goodbye."""

import asyncio
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session as HttpSession
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contactcenter.realtime import heartbeats, pubsub
from contactcenter.realtime.group_commit import Job
from contactcenter.realtime.group_commit import run as run_jobs
from sessions_app import channel_names, selectors
from sessions_app.actor import Actor
from sessions_app.consumers import leases
from sessions_app.log import moment
from sessions_app.models import AwayReason, Client, Group, Operator, User
from sessions_app.present.console import operator_view
from sessions_app.services.presence import (
    client_lapse,
    clients_renew,
    operator_arrive,
    operator_lapse,
    operator_sign_out,
    operators_renew,
    presence_set,
)
from sessions_app.services.transitions import client_arrive, client_left
from tests.sessions_app.centre import Centre, refused, row, run, steps

LEASE = settings.LEASE_SECONDS


@pytest.fixture
def centre(transactional_db, monkeypatch):
    return Centre(monkeypatch)


@pytest.fixture
def anna(centre):
    return centre.operator("Anna", lease_until=centre.now + timedelta(seconds=LEASE))


def stands(operator):
    return Operator.objects.get(pk=operator.pk)


def state(operator):
    return selectors.operator_state(stands(operator))[0]


def rung(service, **kwargs):
    """The groups a service rings."""
    _outcomes, rings = run_jobs([Job(service, kwargs)])
    return {ring.group for ring in rings if ring.message == pubsub.Refresh()}


def test_an_operator_is_there_while_a_console_renews_the_lease_and_offline_after_it(centre, anna):
    centre.later(LEASE - 1)
    assert run(operators_renew, operators=[anna.pk]) == set()
    centre.later(LEASE - 1)
    assert state(anna) == "online"
    centre.later(1)
    assert (state(anna), stands(anna).lease_until) == ("offline", None)


def test_the_end_of_a_lease_is_told_once_to_the_desks_of_all_the_operators_groups(centre, anna):
    sales = Group.objects.create(name="Sales")
    stands(anna).groups.add(sales)
    assert rung(operator_lapse, operator=anna.pk) == set()
    centre.now += timedelta(seconds=LEASE)
    bells = {channel_names.operator(anna.pk), channel_names.queue(centre.group.pk), channel_names.queue(sales.pk)}
    assert rung(operator_lapse, operator=anna.pk) == bells
    assert rung(operator_lapse, operator=anna.pk) == set()


def test_signing_out_is_offline_at_once_and_coming_back_is_online(centre, anna):
    run(presence_set, anna, state="away")
    run(operator_sign_out, anna)
    assert state(anna) == "offline"
    run(operator_arrive, anna)
    assert state(anna) == "online"


def test_a_reload_does_not_end_an_away(centre, anna):
    run(presence_set, anna, state="away")
    run(operator_arrive, anna)
    assert state(anna) == "away"


def test_away_has_one_of_the_reasons_or_none(centre, anna):
    AwayReason.objects.create(name="Lunch")
    run(presence_set, anna, state="away", reason="Lunch")
    assert (stands(anna).chosen, stands(anna).away_reason) == ("away", "Lunch")
    assert refused(presence_set, anna, state="away", reason="Chess")[0] == "presence.reason"
    assert stands(anna).away_reason == "Lunch"
    run(presence_set, anna, state="online", reason="Lunch")
    assert (stands(anna).chosen, stands(anna).away_reason) == ("online", "")


def test_the_switches_say_which_sessions_come(centre, anna):
    run(presence_set, anna, state="online", chat=False, video=True)
    assert (stands(anna).takes_chat, stands(anna).takes_video) == (False, True)


def test_an_idle_console_is_away_and_comes_back_by_itself(centre, anna):
    run(presence_set, anna, state="online", chat=False)
    run(presence_set, anna, state="away", idle=True)
    assert (stands(anna).chosen, stands(anna).idle) == ("away", True)
    run(presence_set, anna, state="online", idle=True)
    assert (stands(anna).chosen, stands(anna).idle, stands(anna).takes_chat) == ("online", False, False)


def test_the_desk_says_whether_an_away_was_chosen_or_noticed(centre, anna):
    run(presence_set, anna, state="away", idle=True)
    assert (operator_view(stands(anna)).chosen, operator_view(stands(anna)).idle) == ("away", True)
    run(presence_set, anna, state="away")
    assert (operator_view(stands(anna)).chosen, operator_view(stands(anna)).idle) == ("away", False)


def test_an_away_begins_once_whatever_its_reason_and_ends_with_it(centre, anna):
    AwayReason.objects.create(name="Lunch")
    run(presence_set, anna, state="away", idle=True)
    began = stands(anna).away_since
    assert began == centre.now
    centre.now += timedelta(minutes=5)
    run(presence_set, anna, state="away", reason="Lunch")
    assert operator_view(stands(anna)).away_since == moment(began)
    run(presence_set, anna, state="online")
    assert operator_view(stands(anna)).away_since is None
    run(presence_set, anna, state="away")
    run(operator_sign_out, anna)
    run(operator_arrive, anna)
    assert stands(anna).away_since is None


def test_activity_does_not_end_an_away_that_was_chosen_and_idleness_does_not_replace_it(centre, anna):
    AwayReason.objects.create(name="Lunch")
    run(presence_set, anna, state="away", reason="Lunch")
    for reported in ("away", "online"):
        run(presence_set, anna, state=reported, idle=True)
        assert (stands(anna).chosen, stands(anna).away_reason, stands(anna).idle) == ("away", "Lunch", False)


def test_choosing_ends_what_idleness_began(centre, anna):
    run(presence_set, anna, state="away", idle=True)
    run(presence_set, anna, state="away")
    run(presence_set, anna, state="online", idle=True)
    assert state(anna) == "away"


def test_a_client_of_a_killed_server_has_left_after_the_lease_then_is_away_then_gone(centre):
    client = centre.client("Carla")
    session = centre.waiting(client)
    run(client_arrive, client, session=session, socket="tab")
    centre.later(LEASE - 1)
    assert row(session).client_left_at is None
    centre.later(1)
    assert row(session).client_left_at == centre.now
    centre.later(settings.AWAY_SECONDS)
    assert steps(session) == ["client-away"]
    centre.later(settings.CLIENT_GRACE_SECONDS)
    assert row(session).state == "abandoned"


def test_heartbeats_keep_clients_there_in_one_go(centre):
    sessions = [centre.waiting() for _ in range(3)]
    for _ in range(4):
        run(clients_renew, sessions=sessions[:2])
        centre.later(LEASE / 2)
    assert [row(session).client_left_at is None for session in sessions] == [True, True, False]


def test_renewing_costs_one_statement_however_many_clients(centre):
    sessions = [centre.waiting() for _ in range(20)]
    with CaptureQueriesContext(connection) as queries:
        run(clients_renew, sessions=sessions)
    assert len([query for query in queries if query["sql"].startswith(("SELECT", "UPDATE"))]) == 1


def test_a_session_nobody_ever_came_to_counts_from_its_beginning(centre):
    session = centre.waiting()
    centre.later(LEASE)
    assert row(session).client_left_at == centre.now


def test_a_server_that_has_just_started_does_not_believe_in_ended_leases(centre):
    session = centre.waiting()
    centre.later(LEASE * 10, settled=False)
    assert row(session).client_left_at is None


def test_a_client_who_renewed_in_the_last_moment_has_not_left(centre):
    session = centre.waiting()
    centre.now += timedelta(seconds=LEASE)
    run(clients_renew, sessions=[session])
    run(client_lapse, session=session)
    assert row(session).client_left_at is None


def test_who_left_stays_left_and_who_returns_is_back(centre):
    client = centre.client("Carla")
    session = centre.waiting(client)
    run(client_arrive, client, session=session, socket="tab")
    run(client_left, client, session=session, socket="tab")
    left = row(session).client_left_at
    centre.later(LEASE)
    assert row(session).client_left_at == left
    run(client_arrive, client, session=session, socket="another")
    assert (row(session).client_left_at, row(session).away) == (None, False)


class Tab(leases.ClientLease):
    """A client's socket that has said hello."""

    role = "client"

    def __init__(self, session, closed=False):
        self.session, self.closed, self.positions, self.actor = session, closed, {}, Actor("client", 1, "Carla")

    async def send_heartbeat(self, heads, at):
        pass


def test_the_pulse_renews_each_session_once_for_all_its_tabs(monkeypatch):
    renewed = []

    async def renew(leases):
        renewed.append(leases)
        return set()

    monkeypatch.setattr(heartbeats, "renew", renew)
    tabs = [Tab("b"), Tab("a"), Tab("a"), Tab(""), Tab("c", closed=True)]
    asyncio.run(heartbeats.beat(tabs))
    assert renewed == [{leases.ClientHere(1, session) for session in ("a", "b", "")}]
    asyncio.run(heartbeats.beat(tabs[4:]))
    assert len(renewed) == 1


def test_the_products_pulse_renews_the_rows(centre):
    session = centre.waiting()
    centre.now += timedelta(seconds=5)
    asyncio.run(heartbeats.renew({leases.ClientHere(0, session)}))
    assert row(session).client_seen_at == centre.now


class Console(leases.OperatorLease):
    """An operator's socket that has said hello, opened with this login."""

    role = "operator"

    def __init__(self, operator, login=None):
        self.actor, self.scope, self.closed, self.positions, self.left_with = operator, {"session": login}, False, {}, 0

    async def send_heartbeat(self, heads, at):
        pass

    async def close(self, code):
        self.closed, self.left_with = True, code


def browser_of(operator):
    """The http session of a browser that has signed in as this operator."""
    browser = Browser()
    browser.force_login(stands(operator).user)
    return browser.session


def password_changed(operator):
    user = stands(operator).user
    user.set_password("another")
    user.save()


ENDS = {
    "the http session was deleted": lambda operator, http: http.delete(http.session_key),
    "the http session is over": lambda operator, http: HttpSession.objects.update(expire_date=timezone.now()),
    "the password is another": lambda operator, http: password_changed(operator),
    "the operator is inactive": lambda operator, http: Operator.objects.filter(pk=operator.pk).update(active=False),
    "the account is inactive": lambda operator, http: User.objects.filter(operator=operator.pk).update(is_active=False),
    "the operator is gone": lambda operator, http: Operator.objects.filter(pk=operator.pk).delete(),
    "the account is gone": lambda operator, http: User.objects.filter(operator=operator.pk).delete(),
}


@pytest.mark.parametrize("end", ENDS)
def test_a_console_is_closed_when_its_operator_may_not_be_here_any_more(centre, anna, end):
    http = browser_of(anna)
    console = Console(anna, http).leased()
    assert asyncio.run(heartbeats.renew({console})) == set()
    ENDS[end](anna, http)
    assert asyncio.run(heartbeats.renew({console})) == {console}


def test_a_console_in_the_browser_of_somebody_else_is_closed_and_no_other(centre, anna):
    boris = centre.operator("Boris")
    mine, theirs = Console(anna, browser_of(anna)), Console(anna, browser_of(boris))
    assert asyncio.run(heartbeats.renew({mine.leased(), theirs.leased()})) == {theirs.leased()}


def test_a_changed_key_closes_no_console_while_the_old_one_is_named(centre, anna, settings):
    console = Console(anna, browser_of(anna)).leased()
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key for tests"
    assert asyncio.run(heartbeats.renew({console})) == set()


def test_working_moves_the_end_of_the_http_session_once_a_day_but_not_the_last_end(centre, anna, settings):
    begun, console = centre.now, Console(anna, browser_of(anna)).leased()
    idle = timedelta(seconds=settings.SESSION_COOKIE_AGE)

    def end():
        assert asyncio.run(heartbeats.renew({console})) == set()
        return HttpSession.objects.get().expire_date

    assert end() == begun + idle
    centre.now += timedelta(hours=20)
    assert end() == begun + idle
    centre.now += timedelta(hours=5)
    assert end() == centre.now + idle
    last = begun + timedelta(days=settings.SIGNED_IN_DAYS)
    while centre.now < last - idle:
        centre.now += timedelta(days=13)
        end()
    assert end() == last
    with CaptureQueriesContext(connection) as queries:
        end()
    assert not [query for query in queries if query["sql"].startswith('UPDATE "django_session"')]


def test_a_client_whose_token_has_run_out_is_closed_but_not_in_a_conversation(centre):
    carla, david, emily = (centre.client(name) for name in ("Carla", "David", "Emily"))
    session = centre.waiting(emily)
    tabs = {leases.ClientHere(carla.pk, ""), leases.ClientHere(david.pk, ""), leases.ClientHere(emily.pk, session)}
    assert asyncio.run(heartbeats.renew(tabs)) == set()
    Client.objects.exclude(pk=david.pk).update(token_until=centre.now)
    assert asyncio.run(heartbeats.renew(tabs)) == {leases.ClientHere(carla.pk, "")}


def test_an_operator_who_was_deleted_is_refused_in_words(centre, anna):
    Operator.objects.filter(pk=anna.pk).delete()
    assert refused(presence_set, anna, state="away") == ("operator.unknown", "You’re not signed in as an operator.")
    assert refused(operator_arrive, anna)[0] == "operator.unknown"
    run(operator_sign_out, anna)


def test_the_pulse_closes_who_has_no_lease_any_more(monkeypatch):
    staying, leaving = Console(Actor("operator", 1, "Anna")), Console(Actor("operator", 2, "Boris"))

    async def renew(_leases):
        return {leaving.leased()}

    monkeypatch.setattr(heartbeats, "renew", renew)
    asyncio.run(heartbeats.beat([staying, leaving]))
    assert (staying.left_with, leaving.left_with) == (0, 4401)


def test_renewing_costs_two_statements_however_many_operators(centre):
    operators = [centre.operator(f"Operator {number}").pk for number in range(20)]
    with CaptureQueriesContext(connection) as queries:
        assert run(operators_renew, operators=operators) == set()
    assert len([query for query in queries if query["sql"].startswith(("SELECT", "UPDATE"))]) == 2
