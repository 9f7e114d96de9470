"""Walking a list while sessions are made, and polling it: nothing is missed, nothing comes twice (P4)."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event

import pytest
from django.db import connection, transaction
from django.utils import timezone

from sessions_app.models import Session
from tests.api.program import Program, program, refusal
from tests.world import World

WRITERS = 4
MADE = 250
"""Sessions of each writer."""


def made(world: World, count: int) -> list[str]:
    return [world.session() for _number in range(count)]


def test_a_walk_has_everything_once_whatever_the_size_of_a_page(world: World) -> None:
    wanted, found = made(world, 7), program()
    for limit in (1, 3, 7, 100):
        assert [each["id"] for each in found.items("/sessions", limit=limit)] == wanted[::-1]
        assert [each["id"] for each in found.items("/sessions", limit=limit, since="2020-01-01T00:00:00Z")] == wanted


def test_sessions_of_the_same_time_are_told_apart(world: World) -> None:
    at = timezone.now() - timedelta(minutes=1)
    wanted = [world.session(created_at=at) for _number in range(5)]
    assert [each["id"] for each in program().items("/sessions", limit=2, since=at.isoformat())] == wanted


def test_a_cursor_belongs_to_its_filters_and_can_not_be_altered(world: World) -> None:
    made(world, 3)
    found = program()
    cursor = found.json(found.get("/sessions", limit=1, state="waiting"))["next"]
    assert found.get("/sessions", limit=2, state="waiting", cursor=cursor).status_code == 200
    for wrong in ({"state": "active", "cursor": cursor}, {"cursor": cursor}, {"state": "waiting", "cursor": cursor[:-1] + "x"},
                  {"cursor": ""}, {"cursor": "x.y"}, {"state": "waiting", "cursor": cursor, "since": "2020-01-01T00:00:00Z"}):  # fmt: skip
        assert refusal(found.get("/sessions", **wrong)) == (404, "cursor.not_found"), wrong
    assert refusal(found.get("/invitations", cursor=cursor)) == (404, "cursor.not_found")


@pytest.mark.parametrize("since", ["0001-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_a_time_no_database_can_compare_with_is_taken_as_the_nearest_it_can(world: World, since: str) -> None:
    assert program().get("/sessions", since=since).status_code == 200


def in_threads(works: list[Callable[[], None]]) -> list[object]:
    def run(work: Callable[[], None]) -> None:
        try:
            work()
        finally:
            connection.close()

    pool = ThreadPoolExecutor(len(works))
    return [pool.submit(run, work) for work in works]


def writer(world: World, client: int) -> Callable[[], None]:
    """Return what makes sessions, several in a transaction: their ids and times are older than their commit."""

    def write() -> None:
        for _transaction in range(MADE // 5):
            with transaction.atomic():
                Session.objects.bulk_create(
                    Session(
                        widget=world.widget, client_id=client, entry="chat", group=world.group, state="closed", created_at=timezone.now()
                    )
                    for _number in range(5)
                )  # fmt: skip

    return write


def test_a_walk_while_a_thousand_sessions_are_made_misses_and_doubles_none(committed_world: World) -> None:
    world = committed_world
    there = set(made(world, 60))
    found, clients = program(), [world.client(f"Writer {number}").pk for number in range(WRITERS)]
    writing = in_threads([writer(world, client) for client in clients])
    walks = []
    while not all(each.done() for each in writing) or not walks:  # type: ignore[attr-defined]
        walks.append([each["id"] for each in found.items("/sessions", limit=20)])
    for each in writing:
        each.result()  # type: ignore[attr-defined]
    for walk in walks:
        assert len(walk) == len(set(walk))
        assert there <= set(walk)
    assert Session.objects.count() == 60 + WRITERS * MADE


def poll(found: Program, since: str, known: list[str]) -> str:
    """Add the sessions since this time that aren't known, and return the time to go on from."""
    for each in found.items("/sessions", since=since, limit=50):
        since = each["created_at"]
        if each["id"] not in known:
            known.append(each["id"])
    return since


def test_polling_while_sessions_are_made_misses_none(committed_world: World) -> None:
    world, since, known = committed_world, "2020-01-01T00:00:00Z", []
    found, clients = program(), [world.client(f"Writer {number}").pk for number in range(WRITERS)]
    writing = in_threads([writer(world, client) for client in clients])
    while not all(each.done() for each in writing):  # type: ignore[attr-defined]
        since = poll(found, since, known)
    for each in writing:
        each.result()  # type: ignore[attr-defined]
    poll(found, since, known)
    assert set(known) == set(Session.objects.values_list("public_id", flat=True))
    assert len(known) == WRITERS * MADE


def test_a_session_committed_late_is_not_lost(committed_world: World) -> None:
    """One is made and not committed; another, made later, is committed first. A program that polls in between sees neither, then both."""
    if connection.vendor != "postgresql":
        return  # one writer at a time: there is no such order
    world, found = committed_world, program()
    written, go = Event(), Event()

    def late() -> None:
        with transaction.atomic():
            world.session(world.carla)
            written.set()
            go.wait(30)

    (slow,) = in_threads([late])
    assert written.wait(30)
    world.session(world.david)
    known: list[str] = []
    since = poll(found, "2020-01-01T00:00:00Z", known)
    assert known == []
    go.set()
    slow.result()  # type: ignore[attr-defined]
    poll(found, since, known)
    assert len(known) == 2
