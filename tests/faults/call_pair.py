"""The signalling of one call as our pages do it (`static/contactcenter/call/call.js`): request, accept, offers, reports, joining again.

There is no media: the two report what pages report when it flows.
"""

from __future__ import annotations

import asyncio
import itertools
from functools import partial
from typing import Any

from tests.faults.history import History
from tests.faults.person import Frame, Person

SIGNAL_SECONDS = 1.0
RUNNING = ("accepted", "connected", "reconnecting")


class CallPair:
    """An operator and a client in a call; ``connected`` as long as both were told so."""

    def __init__(self, session: str, operator: Person, client: Person, history: History) -> None:
        self.session, self.operator, self.client, self.history = session, operator, client, history
        self.call = ""
        self.states: dict[str, str] = {}
        self.ice: dict[str, Frame] = {}
        self.signals = itertools.count(1)
        self.passed = 0
        """Signals that came through."""
        self._both = asyncio.Event()
        self._tasks: set[asyncio.Task[Any]] = set()
        for person in (operator, client):
            person.listeners.append(partial(self._heard, person))

    @property
    def connected(self) -> bool:
        return self.states.get("operator") == self.states.get("client") == "connected"

    def leg(self, person: Person) -> str:
        return f"leg-{person.name}"

    async def start(self) -> None:
        """Ask as the operator, accept as the client, and wait until both have got through."""
        answer = await self.operator.do("call.request", session=self.session, leg=self.leg(self.operator))
        assert answer["type"] == "ack", answer
        await self._both.wait()
        self._spawn(self._signal())

    def credentials(self) -> tuple[str, str]:
        """Return user name and password for the relay as the operator's leg got them last."""
        server = next(server for server in self.ice["operator"]["servers"] if server.get("username"))
        return str(server["username"]), str(server["credential"])

    async def hang_up(self) -> None:
        """End the call as the client."""
        self.history.hung_up.add(self.call)
        await self.client.do("call.hangup", call=self.call)

    def stop(self) -> None:
        for task in self._tasks:
            task.cancel()

    def _spawn(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _heard(self, person: Person, frame: Frame) -> None:
        kind = frame["type"]
        if kind == "call.changed" and frame["session"] == self.session:
            self._changed(person, frame["call"])
        elif kind == "call.ice" and frame["call"] == self.call:
            self.ice[person.role] = frame
            if self.states.get(person.role) in RUNNING:
                self._report(person)
        elif kind == "call.signal" and frame["call"] == self.call:
            self.passed += 1
        for view in Person.views(frame):
            for call in view["calls"][-1:] if view["id"] == self.session else ():
                self._changed(person, call)
                if call["state"] in RUNNING:  # the socket is another one: this tab carries its side again
                    self._spawn(person.do("call.join", call=call["id"], leg=self.leg(person)))

    def _changed(self, person: Person, call: Frame) -> None:
        self.call = call["id"]
        before, self.states[person.role] = self.states.get(person.role), call["state"]
        if call["state"] == "requested" and person is self.client and before != "requested":
            self._spawn(person.do("call.accept", call=self.call, leg=self.leg(person), video=True))
        elif self.connected:
            self._both.set()
        elif call["state"] in RUNNING and before != call["state"]:
            # Media flows, or never stopped although the server took the other for gone: say so, as pages do.
            self._report(person)

    def _report(self, person: Person) -> None:
        self._spawn(person.do("call.connected", call=self.call, leg=self.leg(person)))

    async def _signal(self) -> None:
        """Send candidates to and fro: they may be lost, but must not be refused for good."""
        while True:
            await asyncio.sleep(SIGNAL_SECONDS)
            for person in (self.operator, self.client):
                data = f'{{"candidate":{next(self.signals)}}}'
                person.say("call.signal", call=self.call, leg=self.leg(person), data=data)
