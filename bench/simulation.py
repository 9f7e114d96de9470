"""Two hours of a contact centre through the real services: 20 operators, 400 sessions of all entries, the clock simulated.

Nothing is measured of the machine: the figures say how the rules treat clients and operators. ``python -m bench.simulation`` prints them.
"""

from __future__ import annotations

import heapq
import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from statistics import median
from typing import Any
from unittest.mock import patch

from bench.report import ROOT, Figure

OPERATORS, SESSIONS, ROUNDS = 20, 400, 2
LENGTH = 7200
LONGEST_WAIT = 180
STEP = 5
"""Seconds between two sweeps and two looks of an operator at the queue."""
MIX = {"chat": 0.55, "videocall": 0.25, "callback": 0.15, "invitation": 0.05}
SECONDS = {"chat": 420, "videocall": 360, "callback": 240, "invitation": 360}
WRAPUP = 30


def measure() -> list[Figure]:
    """Both ways to hand out sessions: shown to all, and offered to one at a time. A process and a database of its own for each round."""
    found: dict[str, list[dict[str, float]]] = {"shown to all": [], "offered to one": []}
    for seed in range(ROUNDS):
        for way, results in found.items():
            results.append(_round(seed, way == "offered to one"))
    return [figure for way, results in found.items() for figure in _figures(way, results)]


def _round(seed: int, one_by_one: bool) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="contactcenter-bench-") as folder:
        environment = os.environ | {
            "CONTACTCENTER_DATA_DIR": folder,
            "DATABASE_URL": "",
            "DJANGO_SETTINGS_MODULE": "contactcenter.settings",
        }
        arguments = ["bench.simulation", str(seed), str(int(one_by_one))]
        done = subprocess.run([sys.executable, "-m", *arguments], cwd=ROOT, env=environment, check=True, capture_output=True)
    return dict(json.loads(done.stdout))


def _figures(way: str, results: list[dict[str, float]]) -> list[Figure]:
    def row(what: str, key: str, unit: str = "", digits: int = 0) -> Figure:
        values = [result[key] for result in results]
        return Figure(
            f"{way}: {what}", f"{median(values):.{digits}f}{unit}", " · ".join(f"{value:.{digits}f}" for value in values)
        )

    return [
        row("waiting time, median", "median", " s"),
        row("waiting time, p95", "p95", " s"),
        row("waiting time of chats, p95", "chat", " s"),
        row("waiting time of video calls, p95: they need an operator with no other conversation", "videocall", " s"),
        row("sessions missed", "missed", " %", 1),
        row("sessions per operator, most against fewest", "ratio", " ×", 2),
        row("sessions per operator, Gini coefficient", "gini", "", 3),
    ]


def gini(values: list[int]) -> float:
    """0: all the same; 1: one has everything."""
    total, size = sum(values), len(values)
    ranked = sum(rank * value for rank, value in enumerate(sorted(values), 1))
    return 2 * ranked / (size * total) - (size + 1) / size if total else 0.0


def high(values: list[float]) -> float:
    """The 95th percentile of sorted values."""
    return values[int(len(values) * 0.95)]


class Shift:
    """The people and what they will do, by the simulated clock. Operators look at their desks and take the longest waiting they may."""

    def __init__(self, seed: int, one_by_one: bool) -> None:
        from django.utils import timezone

        from sessions_app.actor import Actor
        from sessions_app.models import Client, Group, Operator, User, Widget

        self.chance = random.Random(seed)
        self.now = datetime(2026, 11, 23, 9, tzinfo=UTC)
        patch.object(timezone, "now", lambda: self.now).start()
        group = Group.objects.create(name="Support", offers_to_one=one_by_one, longest_wait=LONGEST_WAIT)
        widget = Widget.objects.create(name="Shop", group=group, entries=list(MIX))
        self.operators = []
        for number in range(OPERATORS):
            user = User.objects.create(username=f"operator-{number}")
            row = Operator.objects.create(user=user, name=f"Operator {number}", lease_until=self.now + timedelta(days=1))
            row.groups.add(group)
            self.operators.append(Actor("operator", row.pk, row.name))
        until = self.now + timedelta(days=1)
        known = [
            Client(widget=widget, token_hash=str(number), token_until=until, created_at=self.now) for number in range(SESSIONS)
        ]
        self.clients = [Actor("client", row.pk) for row in Client.objects.bulk_create(known)]
        self.plan: list[tuple[datetime, int, Callable[[], None]]] = []
        self.order = count()

    def at(self, seconds: float, act: Callable[[], None]) -> None:
        """``act`` in so many seconds from now."""
        heapq.heappush(self.plan, (self.now + timedelta(seconds=seconds), next(self.order), act))

    def do(self, service: Callable[..., Any], by: Any, **fields: Any) -> Any:
        """What the service returned; None when it refused."""
        from contactcenter.realtime.group_commit import perform
        from contactcenter.realtime.wire import Fault

        try:
            return perform(service, key=fields.get("session", ""), by=by, **fields)
        except Fault:
            return None

    def run(self) -> dict[str, float]:
        from sessions_app.deadlines import sweep
        from sessions_app.models import Session

        for client in self.clients:
            self.at(self.chance.uniform(0, LENGTH), partial(self.enter, client))
        while self.plan or Session.objects.filter(state__in=["waiting", "active", "wrapup"]).exists():
            self.now += timedelta(seconds=STEP)
            while self.plan and self.plan[0][0] <= self.now:
                heapq.heappop(self.plan)[2]()
            sweep(self.now, settled=False)
            self.look()
        return self.result()

    def enter(self, client: Any) -> None:
        from sessions_app.services import entry, invitations

        kind = self.chance.choices(list(MIX), list(MIX.values()))[0]
        fields: dict[str, Any] = {}
        if kind == "callback":
            fields = {"phone": f"+420601{self.chance.randrange(10**6):06}"}
        elif kind == "invitation":
            inviting = self.chance.choice(self.operators)
            fields = {"code": self.do(invitations.invitation_create, inviting, seconds=LENGTH).code}
        self.do(entry.entry_start, client, entry=kind, **fields)

    def look(self) -> None:
        """Each operator, in any order, takes the longest waiting they may; nobody sees a client before the next look."""
        from sessions_app.models import Operator, Session
        from sessions_app.rules import routing
        from sessions_app.selectors import operator_load
        from sessions_app.services import queue

        waiting = list(Session.objects.filter(state="waiting", created_at__lt=self.now).order_by("pk"))
        standing = operator_load.loads_of(Operator.objects.all(), self.now) if waiting else {}
        for operator in self.chance.sample(self.operators, len(self.operators)):
            for row in waiting:
                if routing.refusal(standing[operator.pk], operator_load.waiting_of(row), operator_load.offer_of(row), self.now):
                    continue
                self.do(queue.session_accept, operator, session=row.public_id)
                waiting.remove(row)
                length = 20 + self.chance.expovariate(1 / SECONDS[row.entry])
                self.at(length, partial(self.finish, operator, row.public_id))
                break

    def finish(self, operator: Any, session: str) -> None:
        from sessions_app.services import closing

        self.do(closing.session_end, operator, session=session)
        self.at(WRAPUP, partial(self.do, closing.session_wrapup, operator, session=session))

    def result(self) -> dict[str, float]:
        from sessions_app.models import Session

        rows = list(Session.objects.values_list("created_at", "accepted_at", "operator", "state", "entry"))
        waited = [((accepted - created).total_seconds(), entry) for created, accepted, _who, _state, entry in rows if accepted]
        waits = sorted(seconds for seconds, _entry in waited)
        served = [sum(row[2] == operator.pk for row in rows) for operator in self.operators]
        missed = sum(row[3] == "missed" for row in rows)
        return {
            "median": median(waits),
            "p95": high(waits),
            "chat": high(sorted(seconds for seconds, entry in waited if entry == "chat")),
            "videocall": high(sorted(seconds for seconds, entry in waited if entry == "videocall")),
            "missed": 100 * missed / SESSIONS,
            "ratio": max(served) / max(1, min(served)),
            "gini": gini(served),
            "sessions": len(rows),
        }


if __name__ == "__main__" and len(sys.argv) == 3:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    print(json.dumps(Shift(int(sys.argv[1]), sys.argv[2] == "1").run()))
elif __name__ == "__main__":
    from bench.report import table

    print(table(measure()))
