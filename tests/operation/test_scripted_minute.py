"""Two processes under a script: their counters together equal what was done, their gauges of rows are the same."""

from __future__ import annotations

import asyncio
import json
import urllib.request
from collections import Counter
from collections.abc import Iterator

import psycopg
import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.contactcenter.live import Tab, conversation, new_token
from tests.servers import Postgres, Redis, Site
from tests.servers.form import multipart

Samples = dict[tuple[str, tuple[str, ...]], float]
"""Values by name and labels; Prometheus orders labels by their names."""
FILE = b"A file of the client.\n" * 100
OWN = ("contactcenter_sockets", "contactcenter_bridge_up", "contactcenter_build_info")
"""Gauges of the process itself, and of its version."""


@pytest.fixture(scope="module")
def sites(
    tmp_path_factory: pytest.TempPathFactory, postgres_server: Postgres, redis_server: Redis
) -> Iterator[tuple[Site, Site]]:
    shared = {
        "DATABASE_URL": postgres_server.url(),
        "REDIS_URL": redis_server.url,
        "CONTACTCENTER_DATA_DIR": str(tmp_path_factory.mktemp("data")),
        "CONTACTCENTER_METRICS_FROM": "127.0.0.1",
    }
    first, second = (Site(tmp_path_factory.mktemp("process"), server="uvicorn", env=shared) for _ in range(2))
    first.prepare()
    first.start()
    second.start()
    yield first, second
    first.close()
    second.close()


def scrape(site: Site) -> tuple[Samples, Samples]:
    """Return the counters and the gauges of one process."""
    with urllib.request.urlopen(f"{site.other_url}/metrics", timeout=10) as answer:
        text = answer.read().decode()
    counters: Samples = {}
    gauges: Samples = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            kept = gauges if family.type == "gauge" else counters
            kept[sample.name, tuple(sample.labels.values())] = sample.value
    return counters, gauges


def upload(site: Site, token: str, session: str) -> None:
    body, kind = multipart({"session": session, "name": "boiler.txt", "send": "1"}, "boiler.txt", FILE)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": kind, "Origin": site.url}
    with urllib.request.urlopen(urllib.request.Request(f"{site.url}/share/upload/", body, headers), timeout=20) as answer:
        assert json.load(answer)["share"]["state"] == "ready"


class Script(Counter[tuple[str, str]]):
    """Counts the commands it sends by result and type."""

    async def do(self, tab: Tab, kind: str, **fields: object) -> None:
        answer = await tab.do(kind, **fields)
        self["done" if answer["type"] == "ack" else "refused", kind] += 1


async def scripted_minute(sites: tuple[Site, Site]) -> Script:
    """Chat, notes, a refused command, a declined and an ended call, a file, an end, a client who waits."""
    script = Script()
    token = await asyncio.to_thread(new_token, sites[1])
    anna, carla = await Tab.operator(sites[0]), await Tab.client(sites[1], token)
    waiting = await Tab.client(sites[1])
    script.update({("done", "hello"): 3, ("done", "entry.start"): 1, ("done", "session.accept"): 1})
    session = await conversation(carla, anna)
    for number in range(12):
        await script.do(anna if number % 2 else carla, "message.post", session=session, text=f"line {number}")
    await script.do(carla, "message.post", session="nobody-s-session", text="Hello?")
    await script.do(anna, "note.post", session=session, text="A note")
    for answer in ("call.decline", "call.accept"):
        await script.do(anna, "call.request", session=session, leg="operator-leg")
        call = (await carla.event("call.changed", lambda frame: frame["call"]["state"] == "requested"))["call"]["id"]
        accepted = {"leg": "client-leg", "video": False} if answer == "call.accept" else {}
        await script.do(carla, answer, call=call, **accepted)
    await script.do(carla, "call.connected", call=call, leg="client-leg")
    await script.do(anna, "call.hangup", call=call)
    await asyncio.to_thread(upload, sites[1], token, session)
    await anna.socket.send("this is no command")
    await anna.event("fault", lambda frame: frame["id"] is None)
    script["refused", "none"] += 1
    await script.do(anna, "session.end", session=session)
    await script.do(anna, "session.wrapup", session=session)
    await script.do(waiting, "entry.start", entry="chat", name="David")
    return script


async def test_the_metrics_of_a_scripted_minute_are_what_the_script_did(sites: tuple[Site, Site]) -> None:
    script = await scripted_minute(sites)
    (one, gauges), (other, other_gauges) = [await asyncio.to_thread(scrape, site) for site in sites]
    both = {key: one.get(key, 0) + other.get(key, 0) for key in one.keys() | other.keys()}

    def told(name: str) -> dict[tuple[str, ...], float]:
        return {labels: value for (found, labels), value in both.items() if found == f"contactcenter_{name}" and value}

    commands = told("commands_total")
    beats = commands.pop(("done", "heartbeat"), 0)
    assert commands == script
    assert sum(told("command_failures_total").values()) == 0
    assert sum(told("command_seconds_count").values()) == script.total() + beats

    with psycopg.connect(sites[0].env["DATABASE_URL"]) as database:
        entries = dict(database.execute("SELECT kind, count(*) FROM sessions_app_logentry GROUP BY kind").fetchall())
    logged: Counter[str] = Counter()
    for (_step, kind), value in told("log_entries_total").items():
        logged[kind] += int(value)
    assert logged == entries
    assert entries["message.posted"] == 12
    steps = {step: value for (step, kind), value in told("log_entries_total").items() if kind == "session.changed"}
    assert steps == {"queued": 2, "accepted": 1, "ended": 1, "closed": 1}
    assert told("calls_ended_total") == {("refused", "declined"): 1, ("hangup", "ended"): 1}
    assert told("call_connect_seconds_count") == {(): 1}
    assert told("upload_bytes_total") == {(): len(FILE)}

    def of_rows(found: Counter[str] | Samples) -> Samples:
        return {key: value for key, value in found.items() if key[0].startswith("contactcenter_") and key[0] not in OWN}

    oldest = "contactcenter_queue_oldest_seconds"
    assert {key for key in of_rows(gauges) if key[0] == oldest} == {key for key in of_rows(other_gauges) if key[0] == oldest}
    same = [{key: value for key, value in of_rows(found).items() if key[0] != oldest} for found in (gauges, other_gauges)]
    assert same[0] == same[1]
    assert sum(value for (name, _labels), value in gauges.items() if name == "contactcenter_queue_waiting") == 1
    sockets = [{labels[0]: v for (name, labels), v in found.items() if name == OWN[0]} for found in (gauges, other_gauges)]
    assert sockets == [{"operator": 1}, {"client": 2}]
