"""The threads of this process that commit the commands of its sockets, in batches.

They take turns: while one waits for the disk, another begins. Messages don't wait for services that take longer.
"""

from __future__ import annotations

import asyncio
import logging
import queue
import threading
from collections import deque
from collections.abc import Iterator
from typing import Any, Final

from django.db import connection

from contactcenter.languages.speaking import spoken
from contactcenter.realtime import pubsub
from contactcenter.realtime.group_commit import CommandResult, Job, Outcome, Service, is_log_only, is_single_statement, run

BATCH: Final = 256
HEAVY: Final = 1
"""Maximum number of services in one batch that do more than write to the log."""
WRITERS: Final = {"postgresql": 4}
"""Threads by database, so that a message rarely waits for one to come back from the disk; one elsewhere, as SQLite lets only one write."""
log = logging.getLogger(__name__)


class Backlog:
    """Jobs waiting for the writers of this process."""

    def __init__(self) -> None:
        self.jobs: queue.SimpleQueue[Job] = queue.SimpleQueue()
        self.heavy: deque[Job] = deque()
        """Services waiting for their turn."""
        self.turn = threading.Lock()
        """Held by the writer that commits them: the others have time for messages."""


class Writer(threading.Thread):
    """One of them."""

    def __init__(self, backlog: Backlog) -> None:
        super().__init__(name="writer", daemon=True)
        self.jobs, self.heavy, self.turn = backlog.jobs, backlog.heavy, backlog.turn

    def run(self) -> None:
        while True:
            for batch in self._batches():
                self._commit(batch)

    def _batches(self) -> Iterator[list[Job]]:
        """Yield what to commit next: all queued messages, then a few of the rest, unless another writer is at them."""
        quick: list[Job] = []
        if not self.heavy or self.turn.locked():
            self._sort(self.jobs.get(), quick)
        while len(quick) < BATCH:
            try:
                self._sort(self.jobs.get_nowait(), quick)
            except queue.Empty:
                break
        if quick:
            yield quick
        # Whoever has the turn looks for more after giving it up, so nothing is left behind by a writer that does not get it.
        if self.heavy and self.turn.acquire(blocking=False):
            try:
                if heavy := self._next_heavy():
                    yield heavy
            finally:
                self.turn.release()

    def _next_heavy(self) -> list[Job]:
        """Return the next HEAVY services, or all next ones that are a single statement: a crowd that comes back is one transaction."""
        few: list[Job] = []
        while self.heavy and len(few) < BATCH:
            if len(few) >= HEAVY and not (is_single_statement(self.heavy[0]) and is_single_statement(few[-1])):
                break
            few.append(self.heavy.popleft())
        return few

    def _sort(self, job: Job, quick: list[Job]) -> None:
        (quick if is_log_only(job) else self.heavy).append(job)

    def _commit(self, batch: list[Job]) -> None:
        # One order for all processes: row locks are taken session by session, so batches can't deadlock.
        batch.sort(key=lambda job: job.key)
        try:
            outcomes, notifications = run(batch)
        except Exception as error:
            log.exception("a batch was lost")
            connection.close()
            outcomes, notifications = [error] * len(batch), []
        self._answer(batch, outcomes, notifications)

    @staticmethod
    def _answer(batch: list[Job], outcomes: list[Outcome], notifications: list[pubsub.Notification]) -> None:
        loops: dict[asyncio.AbstractEventLoop, list[tuple[Job, Outcome]]] = {}
        for job, outcome in zip(batch, outcomes, strict=True):
            if job.loop is not None:
                loops.setdefault(job.loop, []).append((job, outcome))
        published = False
        for loop, answers in loops.items():
            try:
                loop.call_soon_threadsafe(_settle, answers, [] if published else notifications)
                published = True
            except RuntimeError:  # the loop has ended: nobody waits for the answer
                continue


def _settle(answers: list[tuple[Job, Outcome]], notifications: list[pubsub.Notification]) -> None:
    for job, outcome in answers:
        if job.future is None or job.future.done():
            continue
        if isinstance(outcome, Exception):
            job.future.set_exception(outcome)
        else:
            job.future.set_result(outcome)
        job.future = None  # its thread knows the job until the next one
    pubsub.publish(notifications)


_backlog = Backlog()
_writers: list[Writer] = []
_starting = threading.Lock()


def _put(job: Job) -> None:
    """Queue a job for the writers, and start them if they don't run in this process."""
    global _backlog
    if not _writers or not _writers[0].is_alive():
        with _starting:
            if not _writers or not _writers[0].is_alive():
                _backlog = Backlog()
                _writers[:] = [Writer(_backlog) for _ in range(WRITERS.get(connection.vendor, 1))]
                for writer in _writers:
                    writer.start()
    _backlog.jobs.put(job)


async def commit(
    service: Service, *, key: str = "", sender: str = "", command: str | None = None, digest: str = "", **kwargs: Any
) -> CommandResult:
    """Run a service in the next batch and return after the commit. Raises :class:`Fault` if the service refused."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[CommandResult] = loop.create_future()
    _put(Job(service, kwargs, key, sender, command, digest, spoken(), loop, future))
    try:
        return await future
    finally:
        del future  # it holds a refusal, whose traceback holds this frame and those of the socket
