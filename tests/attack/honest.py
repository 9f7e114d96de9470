"""Honest users during an attack: they act at fixed times, and each action is timed.

Chatting and ``/healthz`` keep their schedule however long the last action took, and are timed from the scheduled moment, so that a stall
shows in every sample it delayed. One person's actions, such as sending a picture, repeat only when done.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from math import inf
from time import monotonic

from tests.attack import probes
from tests.attack.model import Person
from tests.attack.pages import Reader

CHATTING = "chat and pages"
CHAT_SECONDS, HEALTH_SECONDS = 0.25, 0.2
OTHER_SECONDS = {"a picture": 0.5, "a PDF page": 0.5, "a console": 0.5, "a sign-in": 4.0}


@dataclass
class Sample:
    """An action of an honest user. ``took`` is infinite if it failed, None while it's pending."""

    probe: str
    due: float
    took: float | None = None
    refusal: str = ""
    page: bool = False
    """A request, which waits for its turn behind those of other addresses."""


class Honest:
    """``async with Honest(port, people, probes) as honest``: ``samples`` grows until ``stop``."""

    def __init__(self, port: int, people: list[Person], others: tuple[str, ...], health_seconds: float = HEALTH_SECONDS) -> None:
        self._port, self._people, self._others, self._health_seconds = port, people, others, health_seconds
        self._talks = [probes.Conversation(port, person, self._address(number)) for number, person in enumerate(people)]
        self._clocks: list[asyncio.Task[None]] = []
        self._running: set[asyncio.Task[None]] = set()
        self.samples: list[Sample] = []

    @staticmethod
    def _address(number: int) -> str:
        return f"127.1.0.{number + 1}"

    async def __aenter__(self) -> Honest:
        for talk in self._talks:
            await talk.open()
        reader = Reader(self._port, self._people[0], self._address(0))
        if "a PDF page" in self._others:
            await reader.prepare()
        person, address = self._people[0], self._address(0)
        others: dict[str, Callable[[int], Awaitable[None]]] = {
            "a picture": lambda _number: probes.picture(self._port, person, address),
            "a PDF page": reader.page,
            "a console": lambda _number: probes.console(self._port, person, address),
            "a sign-in": lambda number: probes.sign_in(self._port, address, number),
        }
        plan: list[tuple[str, float, bool, Callable[[int], Awaitable[None]]]] = [
            (CHATTING, CHAT_SECONDS, False, talk.say) for talk in self._talks
        ]
        plan.append((CHATTING, self._health_seconds, True, lambda _number: probes.health(self._port, address)))
        plan += [(name, OTHER_SECONDS[name], True, others[name]) for name in self._others]
        for number, (name, seconds, page, act) in enumerate(plan):
            self._clocks.append(asyncio.create_task(self._clock(name, seconds, act, number / len(plan), page=page)))
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.stop(0)
        for talk in self._talks:
            await talk.close()

    async def _clock(self, name: str, seconds: float, act: Callable[[int], Awaitable[None]], phase: float, *, page: bool) -> None:
        waits = name != CHATTING
        due, number = monotonic() + seconds * phase, 0
        while True:
            await asyncio.sleep(max(0, due - monotonic()))
            sample = Sample(name, due, page=page)
            self.samples.append(sample)
            task = asyncio.create_task(self._timed(sample, partial(act, number)))
            self._running.add(task)
            task.add_done_callback(self._running.discard)
            if waits:
                await asyncio.wait([task])
            due, number = max(due + seconds, monotonic()) if waits else due + seconds, number + 1

    async def _timed(self, sample: Sample, act: Callable[[], Awaitable[None]]) -> None:
        try:
            await act()
        except asyncio.CancelledError:
            sample.took = inf
            raise
        except (probes.RefusedError, OSError, TimeoutError, ValueError) as error:
            sample.took, sample.refusal = inf, str(error) or type(error).__name__
        else:
            sample.took = monotonic() - sample.due

    def slow(self, limit: float) -> bool:
        """Return whether somebody has waited longer than this, now or within the last second."""
        now = monotonic()
        recent = [sample for sample in self.samples if sample.took is None or sample.due + sample.took > now - 1]
        return any((now - sample.due if sample.took is None else sample.took) > limit for sample in recent)

    async def stop(self, seconds: float) -> None:
        """Begin nothing new; after these seconds pending actions count as failed."""
        for clock in self._clocks:
            clock.cancel()
        if self._running and seconds:
            await asyncio.wait(self._running, timeout=seconds)
        for task in list(self._running):
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
