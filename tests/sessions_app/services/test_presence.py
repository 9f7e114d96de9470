"""Presence: operators by their consoles, clients by their tabs, and leases for those who vanish."""

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
from tests.world import World, refused, row_of, run, steps

LEASE = settings.LEASE_SECONDS


@pytest.fixture
def world(transactional_db, monkeypatch):
    return World(people=False, clock=monkeypatch)


@pytest.fixture
def anna(world):
    return world.operator("Anna", lease_until=world.now + timedelta(seconds=LEASE))


def operator_row(operator):
    return Operator.objects.get(pk=operator.pk)


def state(operator):
    return selectors.operator_state(operator_row(operator))[0]


def notified_groups(service, **kwargs):
    """Return the groups a service notifies."""
    _outcomes, rings = run_jobs([Job(service, kwargs)])
    return {ring.group for ring in rings if ring.message == pubsub.Refresh()}


def test_an_operator_is_online_while_a_console_renews_the_lease(world, anna):
    world.later(LEASE - 1)
    assert run(operators_renew, operators=[anna.pk]) == set()
    world.later(LEASE - 1)
    assert state(anna) == "online"
    world.later(1)
    assert (state(anna), operator_row(anna).lease_until) == ("offline", None)


def test_an_expired_lease_notifies_all_the_operators_groups_once(world, anna):
    sales = Group.objects.create(name="Sales")
    operator_row(anna).groups.add(sales)
    assert notified_groups(operator_lapse, operator=anna.pk) == set()
    world.now += timedelta(seconds=LEASE)
    bells = {channel_names.operator(anna.pk), channel_names.queue(world.group.pk), channel_names.queue(sales.pk)}
    assert notified_groups(operator_lapse, operator=anna.pk) == bells
    assert notified_groups(operator_lapse, operator=anna.pk) == set()


def test_signing_out_is_offline_at_once_and_returning_is_online(world, anna):
    run(presence_set, anna, state="away")
    run(operator_sign_out, anna)
    assert state(anna) == "offline"
    run(operator_arrive, anna)
    assert state(anna) == "online"


def test_a_reload_keeps_the_away_state(world, anna):
    run(presence_set, anna, state="away")
    run(operator_arrive, anna)
    assert state(anna) == "away"


def test_an_operator_whom_no_server_could_renew_stays_away_and_counts_as_here_again(world, anna):
    run(presence_set, anna, state="away")
    world.later(LEASE * 2, settled=False)  # the database was away
    assert state(anna) == "offline"
    _outcome, told = run_jobs([Job(operator_arrive, {"by": anna})])
    assert (state(anna), len(told) > 0) == ("away", True)


@pytest.mark.parametrize(
    ("seconds", "settled", "groups"),
    [(LEASE / 2, True, 0), (LEASE * 2, False, 2), (LEASE * 2, True, 2)],
    ids=["in time", "late", "left"],
)
def test_a_renewal_after_the_lease_is_told_and_one_in_time_is_not(world, anna, seconds, settled, groups):
    world.later(seconds, settled=settled)
    _outcome, told = run_jobs([Job(operators_renew, {"operators": [anna.pk]})])
    assert (state(anna), len(told)) == ("online", groups)


def test_an_operator_whom_a_server_missed_for_a_whole_lease_comes_back_online(world, anna):
    run(presence_set, anna, state="away")
    world.later(LEASE)
    run(operator_arrive, anna)
    assert state(anna) == "online"


def test_away_needs_a_known_reason_or_none(world, anna):
    AwayReason.objects.create(name="Lunch")
    run(presence_set, anna, state="away", reason="Lunch")
    assert (operator_row(anna).chosen, operator_row(anna).away_reason) == ("away", "Lunch")
    assert refused(presence_set, anna, state="away", reason="Chess").code == "presence.reason"
    assert operator_row(anna).away_reason == "Lunch"
    run(presence_set, anna, state="online", reason="Lunch")
    assert (operator_row(anna).chosen, operator_row(anna).away_reason) == ("online", "")


def test_the_switches_decide_which_sessions_come(world, anna):
    run(presence_set, anna, state="online", chat=False, video=True)
    assert (operator_row(anna).takes_chat, operator_row(anna).takes_video) == (False, True)


def test_an_idle_console_is_away_until_it_is_used_again(world, anna):
    run(presence_set, anna, state="online", chat=False)
    run(presence_set, anna, state="away", idle=True)
    assert (operator_row(anna).chosen, operator_row(anna).idle) == ("away", True)
    run(presence_set, anna, state="online", idle=True)
    assert (operator_row(anna).chosen, operator_row(anna).idle, operator_row(anna).takes_chat) == ("online", False, False)


def test_the_console_says_whether_away_was_chosen_or_automatic(world, anna):
    run(presence_set, anna, state="away", idle=True)
    assert (operator_view(operator_row(anna)).chosen, operator_view(operator_row(anna)).idle) == ("away", True)
    run(presence_set, anna, state="away")
    assert (operator_view(operator_row(anna)).chosen, operator_view(operator_row(anna)).idle) == ("away", False)


def test_changing_the_reason_keeps_the_start_of_an_away_period(world, anna):
    AwayReason.objects.create(name="Lunch")
    run(presence_set, anna, state="away", idle=True)
    began = operator_row(anna).away_since
    assert began == world.now
    world.now += timedelta(minutes=5)
    run(presence_set, anna, state="away", reason="Lunch")
    assert operator_view(operator_row(anna)).away_since == moment(began)
    run(presence_set, anna, state="online")
    assert operator_view(operator_row(anna)).away_since is None
    run(presence_set, anna, state="away")
    run(operator_sign_out, anna)
    run(operator_arrive, anna)
    assert operator_row(anna).away_since is None


def test_neither_activity_nor_idleness_replaces_a_chosen_away(world, anna):
    AwayReason.objects.create(name="Lunch")
    run(presence_set, anna, state="away", reason="Lunch")
    for reported in ("away", "online"):
        run(presence_set, anna, state=reported, idle=True)
        assert (operator_row(anna).chosen, operator_row(anna).away_reason, operator_row(anna).idle) == ("away", "Lunch", False)


def test_a_choice_replaces_automatic_away(world, anna):
    run(presence_set, anna, state="away", idle=True)
    run(presence_set, anna, state="away")
    run(presence_set, anna, state="online", idle=True)
    assert state(anna) == "away"


def test_a_client_of_a_killed_server_is_left_then_away_then_gone(world):
    client = world.client("Carla")
    session = world.session(client)
    run(client_arrive, client, session=session, socket="tab")
    world.later(LEASE - 1)
    assert row_of(session).client_left_at is None
    world.later(1)
    assert row_of(session).client_left_at == world.now
    world.later(settings.AWAY_SECONDS)
    assert steps(session) == ["client-away"]
    world.later(settings.CLIENT_GRACE_SECONDS)
    assert row_of(session).state == "abandoned"


def test_heartbeats_renew_clients_in_bulk(world):
    sessions = [world.session() for _ in range(3)]
    for _ in range(4):
        run(clients_renew, sessions=sessions[:2])
        world.later(LEASE / 2)
    assert [row_of(session).client_left_at is None for session in sessions] == [True, True, False]


def test_renewing_takes_one_query_for_any_number_of_clients(world):
    sessions = [world.session() for _ in range(20)]
    with CaptureQueriesContext(connection) as queries:
        run(clients_renew, sessions=sessions)
    assert len([query for query in queries if query["sql"].startswith(("SELECT", "UPDATE"))]) == 1


def test_a_session_never_visited_counts_from_its_creation(world):
    session = world.session()
    world.later(LEASE)
    assert row_of(session).client_left_at == world.now


def test_a_server_just_started_does_not_trust_expired_leases(world):
    session = world.session()
    world.later(LEASE * 10, settled=False)
    assert row_of(session).client_left_at is None


def test_nor_that_operators_have_left(world, anna):
    world.later(LEASE * 10, settled=False)
    assert operator_row(anna).lease_until is not None
    world.later(1)
    assert operator_row(anna).lease_until is None


def test_a_client_who_renewed_at_the_last_moment_has_not_left(world):
    session = world.session()
    world.now += timedelta(seconds=LEASE)
    run(clients_renew, sessions=[session])
    run(client_lapse, session=session)
    assert row_of(session).client_left_at is None


def test_a_departed_client_stays_departed_until_they_return(world):
    client = world.client("Carla")
    session = world.session(client)
    run(client_arrive, client, session=session, socket="tab")
    run(client_left, client, session=session, socket="tab")
    left = row_of(session).client_left_at
    world.later(LEASE)
    assert row_of(session).client_left_at == left
    run(client_arrive, client, session=session, socket="another")
    assert (row_of(session).client_left_at, row_of(session).away) == (None, False)


class Tab(leases.ClientLease):
    """The lease of a client's socket after hello."""

    role = "client"

    def __init__(self, session, closed=False):
        self.session, self.closed, self.positions, self.actor = session, closed, {}, Actor("client", 1, "Carla")

    async def send_heartbeat(self, heads, at):
        pass


def test_the_heartbeat_renews_each_session_once_for_all_its_tabs(monkeypatch):
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


def test_the_products_heartbeat_renews_the_rows(world):
    session = world.session()
    world.now += timedelta(seconds=5)
    asyncio.run(heartbeats.renew({leases.ClientHere(0, session)}))
    assert row_of(session).client_seen_at == world.now


class Console(leases.OperatorLease):
    """The lease of an operator's socket after hello, opened with this login."""

    role = "operator"

    def __init__(self, operator, login=None):
        self.actor, self.scope, self.closed, self.positions, self.left_with = operator, {"session": login}, False, {}, 0

    async def send_heartbeat(self, heads, at):
        pass

    async def close(self, code):
        self.closed, self.left_with = True, code


def browser_of(operator):
    """Return the HTTP session of a browser in which this operator is signed in."""
    browser = Browser()
    browser.force_login(operator_row(operator).user)
    return browser.session


def password_changed(operator):
    user = operator_row(operator).user
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
def test_a_console_is_closed_when_its_operator_loses_access(world, anna, end):
    http = browser_of(anna)
    console = Console(anna, http).leased()
    assert asyncio.run(heartbeats.renew({console})) == set()
    ENDS[end](anna, http)
    assert asyncio.run(heartbeats.renew({console})) == {console}


def test_only_a_console_in_another_operators_browser_is_closed(world, anna):
    boris = world.operator("Boris")
    mine, theirs = Console(anna, browser_of(anna)), Console(anna, browser_of(boris))
    assert asyncio.run(heartbeats.renew({mine.leased(), theirs.leased()})) == {theirs.leased()}


def test_a_new_key_closes_no_console_while_the_old_one_is_a_fallback(world, anna, settings):
    console = Console(anna, browser_of(anna)).leased()
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key for tests"
    assert asyncio.run(heartbeats.renew({console})) == set()


def test_working_extends_the_http_session_daily_up_to_its_absolute_end(world, anna, settings):
    begun, console = world.now, Console(anna, browser_of(anna)).leased()
    idle = timedelta(seconds=settings.SESSION_COOKIE_AGE)

    def end():
        assert asyncio.run(heartbeats.renew({console})) == set()
        return HttpSession.objects.get().expire_date

    assert end() == begun + idle
    world.now += timedelta(hours=20)
    assert end() == begun + idle
    world.now += timedelta(hours=5)
    assert end() == world.now + idle
    last = begun + timedelta(days=settings.SIGNED_IN_DAYS)
    while world.now < last - idle:
        world.now += timedelta(days=13)
        end()
    assert end() == last
    with CaptureQueriesContext(connection) as queries:
        end()
    assert not [query for query in queries if query["sql"].startswith('UPDATE "django_session"')]


def test_an_expired_token_closes_the_socket_except_in_a_conversation(world):
    carla, david, emily = (world.client(name) for name in ("Carla", "David", "Emily"))
    session = world.session(emily)
    tabs = {leases.ClientHere(carla.pk, ""), leases.ClientHere(david.pk, ""), leases.ClientHere(emily.pk, session)}
    assert asyncio.run(heartbeats.renew(tabs)) == set()
    Client.objects.exclude(pk=david.pk).update(token_until=world.now)
    assert asyncio.run(heartbeats.renew(tabs)) == {leases.ClientHere(carla.pk, "")}


def test_a_deleted_operator_is_refused_in_words(world, anna):
    Operator.objects.filter(pk=anna.pk).delete()
    fault = refused(presence_set, anna, state="away")
    assert (fault.code, fault.text) == ("operator.unknown", "You’re not signed in as an operator.")
    assert refused(operator_arrive, anna).code == "operator.unknown"
    run(operator_sign_out, anna)


def test_the_heartbeat_closes_sockets_without_a_lease(monkeypatch):
    staying, leaving = Console(Actor("operator", 1, "Anna")), Console(Actor("operator", 2, "Boris"))

    async def renew(_leases):
        return {leaving.leased()}

    monkeypatch.setattr(heartbeats, "renew", renew)
    asyncio.run(heartbeats.beat([staying, leaving]))
    assert (staying.left_with, leaving.left_with) == (0, 4401)


def test_renewing_takes_two_queries_for_any_number_of_operators(world):
    operators = [world.operator(f"Operator {number}").pk for number in range(20)]
    with CaptureQueriesContext(connection) as queries:
        assert run(operators_renew, operators=operators) == set()
    assert len([query for query in queries if query["sql"].startswith(("SELECT", "UPDATE"))]) == 2
