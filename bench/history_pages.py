"""Time the pages of a supervisor on the database of this process's environment, and print JSON. Run by ``bench.history``."""

from __future__ import annotations

import json
import os
import resource
import sys
from collections.abc import Callable
from datetime import timedelta
from time import perf_counter
from typing import Any

import django

TIMES = 3
MEGABYTE = 1024
"""In the kilobytes of ``ru_maxrss``."""


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "contactcenter.settings")
    django.setup()
    from django.test import Client

    from sessions_app.models import Session, User

    browser = Client(headers={"host": "localhost"})
    browser.force_login(User.objects.get(username="sofia"))
    json.dump({"sessions": Session.objects.count(), **_pages(browser), **_export(browser)}, sys.stdout)


def _pages(browser: Any) -> dict[str, list[float]]:
    from django.utils import timezone

    from sessions_app.models import Operator

    today = timezone.localdate()
    month = {"from": str(today - timedelta(days=60)), "to": str(today - timedelta(days=30))}
    arrived = {"created_at__gte": f"{month['from']}T00:00:00+00:00", "created_at__lt": f"{month['to']}T00:00:00+00:00"}
    operator = {"operator__id__exact": str(Operator.objects.order_by("pk").last().pk)}  # type: ignore[union-attr]
    reports, sessions = "/admin/reports/", "/admin/sessions_app/session/"
    asked: dict[str, tuple[str, dict[str, str]]] = {
        **{f"report {by}": (reports, month | {"by": by}) for by in ("day", "hour", "operator", "group", "result")},
        "list": (sessions, {}),
        "list, its last page": (sessions, {"p": "100"}),
        "list of a month, closed": (sessions, arrived | {"state__exact": "closed"}),
        "list of a result": (sessions, {"result__exact": "Passed on", "rating__exact": "1"}),
        "list of an operator, a rare word": (sessions, operator | {"q": "rechnung 4711"}),
        "list, a rare word": (sessions, {"q": "serial 4711"}),
        "list, a common word": (sessions, {"q": "boiler"}),
        "list, a common beginning": (sessions, {"q": "b"}),
        "list, two words and filters": (sessions, arrived | {"q": "Nováková gauge", "state__exact": "closed"}),
        "list, nothing found": (sessions, {"q": "xylophone"}),
        "list, part of a phone": (sessions, {"q": "601 123"}),
    }
    return {name: _timed(lambda page=page, query=query: browser.get(page, query)) for name, (page, query) in asked.items()}


def _timed(ask: Callable[[], Any]) -> list[float]:
    times = []
    for _time in range(TIMES):
        begun = perf_counter()
        answer = ask()
        times.append(perf_counter() - begun)
        assert answer.status_code == 200, answer
    return times


def _export(browser: Any) -> dict[str, Any]:
    """Return how long the CSV of a month takes, its lines, and by how many MB the process grew meanwhile."""
    from django.utils import timezone

    today = timezone.localdate()
    first, last = today - timedelta(days=60), today - timedelta(days=30)
    days = {"created_at__gte": f"{first}T00:00:00+00:00", "created_at__lt": f"{last}T00:00:00+00:00"}
    chosen = {"action": "export_csv", "select_across": "1", "_selected_action": "1", "index": "0"}
    before, begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, perf_counter()
    answer = browser.post("/admin/sessions_app/session/", chosen, query_params=days)
    assert answer.status_code == 200, answer
    lines = sum(part.count(b"\n") for part in answer.streaming_content)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    return {"csv": perf_counter() - begun, "csv lines": lines, "csv memory": grown / MEGABYTE}


if __name__ == "__main__":
    main()
