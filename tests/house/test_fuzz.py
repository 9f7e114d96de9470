"""The fuzzers in their short form: nothing may be found. And they would find it: they know every command and address, and judge answers."""

from __future__ import annotations

import asyncio
import re
from collections import Counter, deque
from pathlib import Path
from random import Random

import pytest

from contactcenter.protocol import CLIENT_COMMANDS, OPERATOR_COMMANDS, SUPERVISOR_COMMANDS
from tests.attack.http import Answer
from tests.fuzz import frames, http, programs, record
from tests.fuzz.cases import ALL, CLASSES, case, tour
from tests.fuzz.endpoints import endpoints, parameters, patterns
from tests.fuzz.frames import Plan
from tests.fuzz.messages import unnamed
from tests.fuzz.model import Counts, Finding, Mix, Target
from tests.fuzz.observer import Observed, Observer
from tests.fuzz.phases import PHASES, UNREACHED, used
from tests.fuzz.player import Player
from tests.fuzz.requests import IDS, TAKEN, Request
from tests.fuzz.shrink import smallest
from tests.fuzz.site import Instance
from tests.fuzz.words import EVIL, MARK

FRAMES, REQUESTS = 10_000, 1_000
JUDGED_ALONE = {"hang"}
"""Findings that only count in a full run: other tests share the machine with these."""
MIX = Mix(250, 0.3)
CASES = [case(1, number, MIX) for number in range(160)]


def told(findings: list[Finding]) -> list[str]:
    return [f"{finding.kind}: {finding.detail}" for finding in findings if finding.kind not in JUDGED_ALONE]


@pytest.mark.timeout(240)
@pytest.mark.parametrize("scale", [100, 1], ids=["without limits", "with the limits of production"])
def test_ten_thousand_frames_break_nothing(scale: float) -> None:
    result = asyncio.run(frames.run(Plan(count=FRAMES // 2, scale=scale, processes=1, casts=8, mix=Mix(500, 0.1), quiet=True)))
    assert told(result.findings) == [], "\n".join(result.lines())
    assert result.counts.frames >= FRAMES // 2
    assert len(result.counts.acked) > 25, "many commands are carried out by somebody"


@pytest.mark.timeout(240)
def test_a_thousand_requests_break_nothing() -> None:
    result = asyncio.run(http.run(Plan(count=REQUESTS, processes=1, casts=3, quiet=True)))
    assert told(result.findings) == [], "\n".join(result.lines())
    assert {"200", "302", "400", "403", "404", "405"} <= set(result.counts.faults)


@pytest.mark.timeout(240)
def test_every_command_is_carried_out_on_the_way_into_the_phases() -> None:
    counts, found = asyncio.run(toured())
    if counts.refused:  # on a busy machine an offer or a question may have run out before its answer
        counts, found = asyncio.run(toured())
    assert told(found) == []
    assert counts.refused == {}
    assert {*CLASSES} - {*counts.reached} == set(UNREACHED)


async def toured() -> tuple[Counts, list[Finding]]:
    counts, found = Counts(), list[Finding]()
    with Instance("sqlite", scale=100) as instance:
        people = instance.people(casts=1, clients=2 * len(PHASES) + 2, honest=0)
        target = Target(instance.site.port, people["casts"])
        for number, phase in enumerate(PHASES):
            player = Player(target, 0, tour(number, phase), deque())
            found += await player.play()
            counts.add(player.counts)
        return counts, found + [Finding("log", text) for text in Observer(instance.site, []).trouble()]


def test_a_seed_makes_the_same_case_each_time_and_another_one_another() -> None:
    assert case(1, 7, MIX) == case(1, 7, MIX)
    assert case(1, 7, MIX) != case(2, 7, MIX)


def test_every_command_and_every_phase_occurs() -> None:
    text = Counter(
        kind for each in CASES for send in each.frames for kind in [send.text.partition('"type":"')[2].partition('"')[0]]
    )
    for command in (*CLIENT_COMMANDS, *OPERATOR_COMMANDS, *SUPERVISOR_COMMANDS):
        assert text[str(command.__struct_config__.tag)], command
    assert {each.phase for each in CASES} == set(PHASES)


def test_a_new_command_is_used_by_a_phase() -> None:
    assert used() | set(UNREACHED) == set(CLASSES), "add a new command to a phase in tests/fuzz/phases.py"
    assert not used() & set(UNREACHED)


def test_a_new_kind_of_id_in_a_command_has_values() -> None:
    assert [name for command in ALL for name in unnamed(command)] == [], "add it to REFERENCES, or its values to words.NAMED"


def test_a_new_parameter_of_addresses_has_values() -> None:
    assert parameters() == IDS | set(TAKEN), "add its values to tests/fuzz/requests.py"


def test_programs_ask_every_endpoint_with_all_it_takes() -> None:
    rng, ids = Random(1), {"session": ["s"], "client": ["c"], "invitation": ["i"], "operator": [1], "group": [1]}
    asked = [programs.ask(rng, ids) for _ in range(3000)]
    for endpoint in endpoints():
        path = re.compile("/api/v1" + re.sub(r"\{\w+\}", "[^/]+", endpoint.path) + r"(\?.+)?")
        found = [each for each in asked if each[0] == endpoint.method and path.fullmatch(each[1])]
        assert found, endpoint.path
        for struct, at in ((endpoint.query, 1), (endpoint.body, 3)):
            text = "".join(str(each[at]) for each in found)
            assert [name for name in getattr(struct, "__struct_encode_fields__", ()) if name not in text] == []


def test_every_address_is_known() -> None:
    assert {
        "/healthz",
        "/share/upload/",
        "/widget/<key>/client/",
        "/i/<token>/",
        "/admin/sessions_app/widget/<object_id>/change/",
    } <= set(patterns())


@pytest.mark.parametrize(
    ("who", "path", "answer", "wrong"),
    [
        ("nobody", "/", Answer(200, {}, b""), []),
        ("nobody", "/", Answer(500, {}, b""), ["error"]),
        ("nobody", "/", Answer(0, {}, b""), ["no answer"]),
        ("client", "/share/upload/", Answer(503, {}, b'{"retry": true}'), []),
        ("client", "/share/upload/", Answer(503, {}, b"<h1>"), ["error"]),
        ("operator", "/admin/sessions_app/widget/", Answer(200, {}, b""), ["admin without a right"]),
        ("superuser", "/admin/", Answer(200, {"content-type": ["text/html"]}, MARK.encode()), ["mark in a page"]),
        ("superuser", "/admin/", Answer(200, {"content-type": ["text/csv"]}, MARK.encode()), []),
        ("nobody", "/console/login/", Answer(302, {"location": [f"https://{EVIL}/"]}, b""), ["sent elsewhere", "sent elsewhere"]),
        ("nobody", "/console/login/", Answer(302, {"location": [f"\t/\\{EVIL}/"]}, b""), ["sent elsewhere"]),
        ("nobody", "/console/login/", Answer(302, {"location": [f"https:{EVIL}/"]}, b""), ["sent elsewhere"]),
        ("nobody", "/console/login/", Answer(302, {"location": [f"%5B://{EVIL}/"]}, b""), []),
        ("nobody", "//[/x", Answer(400, {}, b""), []),
        ("nobody", "/", Answer(302, {"location": ["//[x"]}, b""), ["sent elsewhere"]),
        ("nobody", "/i/x/", Answer(200, {"x-fuzz-injected": ["1"]}, b""), ["header injected"]),
    ],
)  # fmt: skip
def test_a_wrong_answer_is_noticed(who: str, path: str, answer: Answer, wrong: list[str]) -> None:
    assert http.judge(Request(who, "GET", path, {}), answer, 8000, odd=False) == wrong


def test_requests_that_would_end_the_run_are_left_out() -> None:
    last = {"user": 5, "widget": 2}
    assert http.harms(Request("superuser", "POST", "/admin/sessions_app/user/5/change/", {}), last)
    assert http.harms(Request("operator", "POST", "/console/logout/", {}), last)
    assert not http.harms(Request("superuser", "POST", "/admin/sessions_app/user/6/change/", {}), last)
    assert not http.harms(Request("nobody", "POST", "/admin/sessions_app/user/5/delete/", {}), last)


async def test_a_finding_is_shortened_to_the_frames_it_needs() -> None:
    async def shows(items: list[int]) -> bool:
        return {3, 41} <= set(items)

    assert await smallest(list(range(50)), shows, plays=200) == [3, 41]


def test_a_whole_run_is_written_on_the_page_of_reliability(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- fuzz http -->\n<!-- end of fuzz http -->\nafter\n")
    counts = Counts(frames=5, faults=Counter({"200": 2, "302": 1, "404": 1, "503": 1}))
    record.write(
        "python -m tests.fuzz http", "http", Plan(), frames.Result(counts, 60, Observed(actions=7, worst=0.25), []), page
    )
    assert (
        "5 requests on SQLite in 1 minutes; 2 answers of 2xx, 1 answers of 3xx, 1 answers of 4xx, 1 answers of 5xx."
        in page.read_text()
    )
    assert "Nothing was found." in page.read_text()
    assert "0 were refused, the slowest message took 0.2 s" in page.read_text()
