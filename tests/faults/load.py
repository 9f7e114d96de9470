"""The load: clients and operators who write to each other at a steady rate, and pairs in a call. Their history grows meanwhile."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable

from tests.faults.call_pair import CallPair
from tests.faults.history import History, Message, Readers
from tests.faults.person import Person
from tests.faults.topology import Topology
from tests.faults.uploads import Uploader

NOTE_EVERY = 20
"""One of so many messages is an operator's note, which clients may not see."""
LATE = 1.0
"""Seconds after which a message on its way counts as late."""
OPENING = 40
"""Tabs that open at once in the beginning."""
CONNECTED = 240.0
"""Seconds until all must be open, on a machine that does much else besides."""
WORDS = "The boiler shows F.22 and the gauge is at zero. "


class Load:
    """``async with Load(topology) as load``: everybody is connected. ``begin`` starts the writing."""

    def __init__(self, topology: Topology) -> None:
        self.topology = topology
        self.size = topology.size
        self.history = History()
        self.people: dict[str, Person] = {}
        self.readers: Readers = {}
        self.calls: list[CallPair] = []
        self.uploaders: list[Uploader] = []
        self.written = 0
        self._tasks: list[asyncio.Task[None]] = []
        self._uploads: list[asyncio.Task[None]] = []
        self._writer: asyncio.Task[None] | None = None
        self._authors: list[tuple[Person, str]] = []
        self._counts: dict[tuple[str, str], itertools.count[int]] = {}

    @property
    def clock(self) -> Callable[[], float]:
        return asyncio.get_running_loop().time

    async def __aenter__(self) -> Load:
        self._make_people()
        for number, person in enumerate(self.people.values()):
            person.port = self.topology.front.port
            self._tasks.append(asyncio.create_task(person.live()))
            if number % OPENING == OPENING - 1:
                await self.until(lambda: all(each.open for each in list(self.people.values())[: len(self._tasks)]), 60)
        connected = await self.until(lambda: all(person.open for person in self.people.values()), CONNECTED)
        assert connected, f"not everybody could connect: {self.history.closed[-3:]}"
        await asyncio.wait_for(asyncio.gather(*(pair.start() for pair in self.calls)), 60)
        if self.calls:
            self.topology.credentials = self.calls[0].credentials
        for uploader in self.uploaders:
            uploader.port = self.topology.front.port
            self._uploads.append(asyncio.create_task(uploader.live()))
        return self

    async def __aexit__(self, *error: object) -> None:
        self.stop_writing()
        for pair in self.calls:
            pair.stop()
        for person in self.people.values():
            person.leave()
        tasks = self._tasks + self._uploads
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _make_people(self) -> None:
        operators: dict[str, Person] = {}
        pairs = self.topology.people
        for number, pair in enumerate(pairs):
            session, cookie = pair["session"], pair["cookie"]
            client = Person(f"client-{number}", "client", self.history, self.clock, token=pair["token"])
            operator = operators.get(cookie) or Person(
                f"operator-{len(operators)}", "operator", self.history, self.clock, cookie=cookie
            )
            operators[cookie] = operator
            self.people |= {client.name: client, operator.name: operator}
            self.readers[session] = {client.name: "client", operator.name: "operator"}
            for person in (client, operator):
                person.follow(session)
                self._authors.append((person, session))
            if number < self.size.uploads:
                self.uploaders.append(Uploader(f"uploader-{number}", session, pair["token"], self.clock))
            if number >= len(pairs) - self.size.calls:
                self.calls.append(CallPair(session, operator, client, self.history))

    def begin(self) -> None:
        self._writer = asyncio.create_task(self._write())

    def stop_writing(self) -> None:
        if self._writer:
            self._writer.cancel()

    async def _write(self) -> None:
        """Write at the rate, whoever can be reached: what can't be sent waits in its author's tab."""
        began, turns = self.clock(), itertools.cycle(self._authors)
        for number in itertools.count(1):
            await asyncio.sleep(max(0.0, began + number / self.size.rate - self.clock()))
            self.write(*next(turns))

    def write(self, person: Person, session: str) -> None:
        count = self._counts.setdefault((person.name, session), itertools.count())
        number = next(count)
        id = f"{person.name}.{session[:8]}.{number}"
        note = person.role == "operator" and number % NOTE_EVERY == NOTE_EVERY - 1
        message = Message(id, session, person.name, number, self.clock(), f"{WORDS}{id}", note=note)
        self.written += 1
        person.write(message)

    def stable(self) -> None:
        """Forget past interruptions as a tab does after a minute: faults come faster here than in life."""
        for person in self.people.values():
            person.attempts = 0

    @property
    def behind(self) -> dict[str, str]:
        """Return who isn't served as before, and what they lack."""
        since = self.clock() - LATE
        found = {person.name: why for person in self.people.values() if (why := person.late(since))}
        for message in self.history.pending.values():
            if message.due > since:
                break
            for name in self.readers[message.session].keys() - message.shown.keys() or {message.author}:
                found.setdefault(name, "a message")
        found |= {uploader.name: "a picture" for uploader in self.uploaders if uploader.late()}
        return found | {pair.client.name: "the call" for pair in self.calls if not pair.connected}

    async def until(self, condition: Callable[[], bool], seconds: float) -> bool:
        """Poll until the condition holds; return False after the time."""
        until = self.clock() + seconds
        while not condition():
            if self.clock() > until:
                return False
            await asyncio.sleep(0.05)
        return True

    async def settle(self, seconds: float) -> bool:
        """Stop writing, and wait until everything is answered and every entry has come."""
        self.stop_writing()
        for task in self._uploads:
            task.cancel()
        return await self.until(lambda: not self.history.pending and not any(map(Person.busy, self.people.values())), seconds)
