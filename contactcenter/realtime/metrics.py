"""Counts and times of this process's own work, for Prometheus (O3). No ids and no words of people: a label has a few values.

Gauges of rows are read when somebody asks (operation/metrics.py). Tracing adds itself to ``observers`` (operation/tracing.py).
"""

from __future__ import annotations

from collections import Counter as Count
from collections.abc import Sequence
from functools import cache
from time import perf_counter
from typing import Final, Protocol

from prometheus_client import GC_COLLECTOR, PLATFORM_COLLECTOR, REGISTRY, Counter, Histogram, Summary, disable_created_metrics

from contactcenter.realtime.pubsub import EntryAppended, Notification

disable_created_metrics()  # type: ignore[no-untyped-call]
for _unused in (GC_COLLECTOR, PLATFORM_COLLECTOR):
    REGISTRY.unregister(_unused)

SECONDS: Final = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5)

COMMANDS: Final = Counter(
    "contactcenter_commands", "Commands of sockets, by type and result (done, refused).", ["type", "result"]
)
COMMAND_FAILURES: Final = Counter("contactcenter_command_failures", "Commands that failed on our side, of any type.")
COMMAND_SECONDS: Final = Histogram("contactcenter_command_seconds", "From reading a command to its answer.", buckets=SECONDS)
COMMIT_SECONDS: Final = Histogram("contactcenter_commit_seconds", "Time of one transaction of services.", buckets=SECONDS)
LOG_ENTRIES: Final = Counter(
    "contactcenter_log_entries", "Entries committed to the logs of sessions, by type and step.", ["type", "step"]
)
SWEEP_SECONDS: Final = Summary("contactcenter_sweep_seconds", "Time of one round of a sweep.", ["sweep"])

NO_COMMAND: Final = "none"
"""The type of a frame that is no command."""


class Observer(Protocol):
    """Is told of each command and transaction when it is over. ``begun`` is what ``perf_counter`` said at its start."""

    def command(self, kind: str, role: str, result: str, begun: float) -> None: ...
    def commit(self, jobs: int, entries: int, begun: float) -> None: ...


observers: Final[list[Observer]] = []


@cache
def _commands(kind: str, result: str) -> Counter:
    return COMMANDS.labels(kind, result)


@cache
def _log_entries(kind: str, step: str) -> Counter:
    return LOG_ENTRIES.labels(kind, step)


def command_answered(kind: str, role: str, result: str, begun: float) -> None:
    """Count a command. ``result``: done, refused or failed; ``begun``: what ``perf_counter`` said when its frame was read."""
    (COMMAND_FAILURES if result == "failed" else _commands(kind, result)).inc()
    COMMAND_SECONDS.observe(perf_counter() - begun)
    for observer in observers:
        observer.command(kind, role, result, begun)


def committed(begun: float, jobs: int, notifications: Sequence[Notification]) -> None:
    """Count a transaction of services, and the log entries it has stored."""
    COMMIT_SECONDS.observe(perf_counter() - begun)
    messages = [notification.message for notification in notifications]
    entries = Count((message.kind, message.step) for message in messages if type(message) is EntryAppended)
    for (kind, step), count in entries.items():
        _log_entries(kind, step).inc(count)
    for observer in observers:
        observer.commit(jobs, len(notifications), begun)
