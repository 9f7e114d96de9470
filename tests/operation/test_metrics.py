"""Prometheus's numbers are those of what was done."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from ipaddress import ip_network
from typing import Any, get_args, get_type_hints

import pytest
from asgiref.sync import sync_to_async
from django.db import DatabaseError, transaction
from django.test import Client as Browser
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from contactcenter import deadlines
from contactcenter.deadlines import SWEEPS
from contactcenter.protocol import CLIENT_COMMANDS, LOG_EVENTS, OPERATOR_COMMANDS, SUPERVISOR_COMMANDS
from contactcenter.realtime.metrics import COMMANDS, LOG_ENTRIES, NO_COMMAND
from operation import metrics
from sessions_app.actor import Actor
from sessions_app.models import Session
from sessions_app.protocol import SessionChanged
from sessions_app.services import closing, messages
from sessions_app.signals import offer_over
from tests.world import World, row_of, run
from tests.world.tabs import Tabs
from videocall import services as calls

Sample = tuple[str, tuple[tuple[str, str], ...]]


@pytest.fixture(autouse=True)
def scraped_from_here(settings: Any) -> None:
    settings.METRICS_FROM = [ip_network("127.0.0.0/8")]


def scrape() -> dict[Sample, float]:
    text = Browser().get("/metrics").content.decode()
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def more(before: dict[Sample, float], name: str, **labels: str) -> float:
    """Return by how much a counter has grown."""
    key = (f"contactcenter_{name}", tuple(sorted(labels.items())))
    return scrape().get(key, 0) - before.get(key, 0)


def value(name: str, **labels: str) -> float:
    return scrape()[(f"contactcenter_{name}", tuple(sorted(labels.items())))]


def test_what_services_do_is_counted_exactly(world: World, django_capture_on_commit_callbacks: Any) -> None:
    before = scrape()
    with django_capture_on_commit_callbacks(execute=True):
        chats = [world.active(world.client(name)) for name in ("Ada", "Ben")]
        world.enter(world.carla)
        for number in range(7):
            run(messages.message_post, world.anna, session=chats[0], text=f"line {number}")
        run(closing.session_end, world.anna, session=chats[1])
        run(closing.session_wrapup, world.anna, session=chats[1])
        call = run(calls.call_request, world.anna, session=chats[0], leg="leg-a")
        client = row_of(chats[0]).client_id
        run(calls.call_decline, Actor("client", client, "Ada"), call=call.public_id)
    assert more(before, "log_entries_total", type="session.changed", step="queued") == 3
    assert more(before, "log_entries_total", type="session.changed", step="accepted") == 2
    assert more(before, "log_entries_total", type="session.changed", step="ended") == 1
    assert more(before, "log_entries_total", type="message.posted", step="") == 7
    assert more(before, "calls_ended_total", state="declined", reason="refused") == 1


def test_what_was_rolled_back_is_not_counted(world: World, django_capture_on_commit_callbacks: Any) -> None:
    row = row_of(world.enter())
    before = scrape()
    for kept in (False, True):
        with django_capture_on_commit_callbacks(execute=True), suppress(LookupError), transaction.atomic():
            offer_over.send(Session, session=row, operator=world.anna.pk, outcome="declined")
            if not kept:
                raise LookupError
    assert more(before, "offers_total", outcome="declined") == 1


def test_the_queue_shows_how_many_wait_and_the_longest_wait(world: World) -> None:
    for name in ("Ada", "Ben"):
        world.enter(world.client(name))
    Session.objects.update(created_at=timezone.now() - timedelta(seconds=90))
    assert value("queue_waiting", group="Support") == 2
    assert 90 <= value("queue_oldest_seconds", group="Support") < 100
    assert value("queue_waiting", group="Elsewhere") == 0


def test_sessions_calls_and_operators_are_shown_by_state(world: World) -> None:
    session = world.active()
    run(calls.call_request, world.anna, session=session, leg="leg-a")
    assert value("sessions", state="active") == 1
    assert value("calls", state="requested") == 1
    assert value("operators", state="busy") + value("operators", state="online") == 3


async def test_commands_are_counted_by_type_and_result(committed_world: World, tabs: Tabs) -> None:
    session = await sync_to_async(committed_world.active)()
    before = await sync_to_async(scrape)()
    tab = await tabs.operator(committed_world.anna)
    await tab.do("message.post", session=session, text="Hello")
    await tab.do("message.post", session="nobody", text="Hello")

    def grown(kind: str, result: str) -> float:
        return more(before, "commands_total", type=kind, result=result)

    assert await sync_to_async(grown)("message.post", "done") == 1
    assert await sync_to_async(grown)("message.post", "refused") == 1
    assert await sync_to_async(value)("sockets", role="operator") >= 1


def test_without_a_database_the_process_still_tells_its_own_numbers(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def down() -> Any:
        raise DatabaseError

    monkeypatch.setattr(metrics, "_queue", down)
    assert value("database_up") == 0
    assert ("contactcenter_queue_waiting", (("group", "Support"),)) not in scrape()


def test_labels_have_no_ids(world: World) -> None:
    world.active()
    assert {name for sample in scrape() for name, _value in sample[1]} <= {
        "type", "result", "step", "state", "reason", "outcome", "role", "group", "sweep", "version", "le",
    }  # fmt: skip


def test_the_page_stays_small_whatever_happens(world: World) -> None:
    """With one group; each further one adds two lines."""
    commands = {command.__struct_config__.tag for command in CLIENT_COMMANDS + OPERATOR_COMMANDS + SUPERVISOR_COMMANDS}
    for kind in [*commands, NO_COMMAND]:
        for result in ("done", "refused"):
            COMMANDS.labels(str(kind), result)
    steps = get_args(get_type_hints(SessionChanged)["step"])
    for event in LOG_EVENTS:
        for step in steps if event is SessionChanged else [""]:
            LOG_ENTRIES.labels(str(event.__struct_config__.tag), step)
    for outcome in ("accepted", "declined", "ran_out", "withdrawn"):
        metrics.OFFERS.labels(outcome)
    for one in SWEEPS:
        deadlines.sweep(one)
    assert len(scrape()) < 350
