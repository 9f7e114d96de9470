"""Plays a case against the server: one socket for each person, answers checked against what was sent."""

from __future__ import annotations

import asyncio
import re
from collections import deque
from time import time
from typing import Final

import jwt
import msgspec

from tests.attack.http import ask
from tests.attack.probes import photo
from tests.fuzz.cases import tidy
from tests.fuzz.messages import NUMBERS
from tests.fuzz.model import CANARY, Case, Counts, Finding, Send, Target
from tests.fuzz.phases import UPLOAD
from tests.fuzz.tab import LOST, Pools, Tab, remember
from tests.fuzz.words import CSRF
from tests.servers.form import multipart

WINDOW: Final = 48
"""Frames in flight of one case: fewer than a socket's queue holds."""
ANSWER_SECONDS: Final = 600.0
"""Everything waits for its answer this long, for a machine that others work on, too; how long people wait, a probe beside it watches."""
IDENTITY_SECONDS: Final = 500
RAW_SECONDS: Final = 0.05
EXPECTED: Final = {1000, 1002, 1003, 1007, 1009, 4400, 4401, 4403, 4408, 4409, 4429}
"""Close codes the protocol knows, and those of the WebSocket layer for what isn't a frame."""
WRONG: Final = {"server.error", "server.busy"}
"""Faults that say something went wrong on our side: nothing does in these runs."""
REFERENCE: Final = re.compile(r'"?@\{(\w+)\.(\d+)\}"?')
PATHS: Final = {"operator": "/ws/operator/", "colleague": "/ws/operator/", "supervisor": "/ws/supervisor/"}
STEP: Final = -2
"""In place of a frame's index: a command that brings the session into its phase."""
TRIES: Final = 4
LEGS: Final = {"client": 0, "twin": 2, "operator": 1}


class Player:
    """One case. ``play`` returns what was found; ``counts`` has the rest."""

    def __init__(self, target: Target, cast: int, case: Case, foreign: deque[str]) -> None:
        self.target, self.case, self.foreign = target, case, foreign
        self.people = target.casts[cast]
        self.tabs: dict[str, Tab] = {}
        self.pending: dict[Tab, deque[tuple[int, str]]] = {}
        self.pools: Pools = {"identity": [self._identity()], "group": [*self.people["rows"]["group"]]}
        self.counts = Counts()
        self.findings: list[Finding] = []
        self.fault = ""
        """Why the last step was refused."""
        self.address = f"127.{2 + case.number % 60}.{case.number // 60 % 250}.{1 + case.number // 15_000 % 250}"

    async def play(self) -> list[Finding]:
        """Play all of it."""
        try:
            for step in self.case.steps:
                if step.text == UPLOAD:
                    await self._upload(step.who)
                else:
                    await self._step(step)
                await self._settle()
            frames = list(enumerate(self.case.frames))
            for start in range(0, len(frames), WINDOW):
                if not await self._all(frames[start : start + WINDOW]):
                    break
            if self.case.tail:
                await self._raw(*self.case.tail)
            await self._all([(-1, send) for send in tidy(self.case.number)])
        finally:
            for tab in self.tabs.values():
                tab.drop()
        self.foreign.extend(self.pools.get("session", [])[-1:])
        return self.findings

    async def _step(self, step: Send) -> None:
        """Send a command of the way into the phase; again if it's refused, since the id it names may come after the answer before it."""
        for again in range(TRIES):
            self.fault = ""
            await self._all([(STEP, step._replace(text=step.text.replace('"id":"', f'"id":"{again}', 1)))])
            if not self.fault:
                return
            await self._settle()
        self.counts.refused[f"{self.case.phase}: {_kind(step.text)} {self.fault}"] += 1

    async def _upload(self, who: str) -> None:
        """Upload a picture to the session, as the person's page does."""
        session = (self.pools.get("session") or ["unknown"])[-1]
        body, kind = multipart({"session": session, "name": "photo.png", "send": "1"}, "photo.png", photo())
        headers = {"Content-Type": kind, "X-CSRFToken": CSRF, "Cookie": f"{self._cookie(who, 0)}; csrftoken={CSRF}"}
        if who not in PATHS:
            headers = {"Content-Type": kind, "Authorization": f"Bearer {self._token(who)}"}
        answer = await ask(self.target.port, "/share/upload/", method="POST", headers=headers, body=body, address=self.address)
        if answer.status == 201:
            remember(self.pools, "share", answer.json()["share"]["id"])
        else:
            self.counts.refused[f"{self.case.phase}: {UPLOAD} {answer.status}"] += 1

    async def _settle(self) -> None:
        """Let events arrive that follow an answer: the next step needs their ids."""
        for tab in list(self.tabs.values()):
            if not tab.gone:
                self._send(tab, [(-1, Send("", '{"id":"s","type":"heartbeat","beat":@{beat.0}}'))])
                await tab.answered(ANSWER_SECONDS)

    async def _all(self, frames: list[tuple[int, Send]]) -> bool:
        """Send these frames, each on its person's socket, and wait for the answers; False if some don't come."""
        by_person: dict[str, list[tuple[int, Send]]] = {}
        for at, send in frames:
            by_person.setdefault(send.who, []).append((at, send))
        used: list[Tab] = []
        for who, theirs in by_person.items():
            tab = await self._tab(who)
            if tab is not None:
                self._send(tab, theirs)
                used.append(tab)
        whole = True
        for tab in used:
            if not await tab.answered(ANSWER_SECONDS):
                at = self.pending[tab][0][0] if self.pending[tab] else -1
                self._found("no answer", f"{tab.sent - tab.got} frames without an answer in {ANSWER_SECONDS:.0f} s", at)
                whole = False
            if tab.gone:
                self._ended(tab)
        return whole

    def _send(self, tab: Tab, frames: list[tuple[int, Send]]) -> None:
        self.counts.frames += len(frames)
        waiting = self.pending.setdefault(tab, deque())
        made = []
        for at, send in frames:
            waiting.append((at, send.text))
            text = send.text if "@{" not in send.text else REFERENCE.sub(lambda found: self._value(tab, found), send.text)
            made.append((text.encode("utf-8", "surrogatepass"), send.binary))
        tab.send(made)

    def _value(self, tab: Tab, found: re.Match[str]) -> str:
        name, index = found[1], int(found[2])
        quote = '"' if found[0].startswith('"') else ""
        if name == "beat":
            return str(tab.beat)
        if name == "leg":
            who = next((who for who, one in self.tabs.items() if one is tab), "")
            return f"{quote}leg-{(LEGS.get(who, 2) + index) % 3}-{self.case.number}{quote}"
        pool = self.foreign if name == "foreign" else self.pools.get(name, ())
        value = pool[-1 - index % len(pool)] if pool else 1 if name in NUMBERS else "unknown"
        return str(value) if isinstance(value, int) else f"{quote}{value}{quote}"

    async def _tab(self, who: str) -> Tab | None:
        tab = self.tabs.get(who)
        if tab is not None and not tab.gone:
            return tab
        for again in range(4):
            tab = await Tab.open(
                self.target.port, PATHS.get(who, "/ws/client/"), self.address, self._cookie(who, again), self.pools, self._heard
            )
            if tab is None:
                if not self.target.limited:
                    self._found("handshake", f"a socket of {who} was refused")
                return None
            self.tabs[who], self.pending[tab] = tab, deque()
            if who == "nobody":
                return tab
            fields = "" if who in PATHS else f',"token":"{self._token(who)}"'
            self._send(tab, [(-1, Send(who, f'{{"id":"hello","type":"hello"{fields}}}'))])
            await tab.answered(ANSWER_SECONDS)
            if not tab.gone:
                return tab
        return None  # signed out by a supervisor of the case: the others go on

    def _cookie(self, who: str, again: int) -> str:
        if who == "supervisor":
            return str(self.people["supervisor"])
        if who not in PATHS:
            return ""
        operators = self.people["operators"]
        apart = len(operators) // 2 if who == "colleague" else 0
        return str(operators[(self.case.number + again + apart) % len(operators)])

    def _token(self, who: str) -> str:
        tokens = self.people["tokens"]
        return str(tokens[(2 * self.case.number + (who == "stranger")) % len(tokens)])

    def _identity(self) -> str:
        """Return a token of the website's server about the client."""
        number = self.case.number
        claims = {
            "sub": f"customer-{number}",
            "exp": int(time()) + IDENTITY_SECONDS,
            "jti": f"{number}.{time()}",
            "name": "Carla",
        }
        return jwt.encode({"aud": self.people["widget"], **claims}, self.people["secret"], "HS256")

    def _heard(self, tab: Tab, text: str) -> None:
        if text.startswith('{"type":"ack"'):
            self.counts.acks += 1
            at, sent = self._next(tab)
            if kind := _kind(sent):
                (self.counts.acked if at >= 0 else self.counts.reached)[kind] += 1
        elif text.startswith('{"type":"fault"'):
            at, sent = self._next(tab)
            code = str(msgspec.json.decode(text)["code"])
            self.counts.faults[code] += 1
            if at == STEP:
                self.fault = code
            if code in WRONG:
                self._found(code, f"{tab_name(self, tab)} sent {sent[:300]}", at)
        elif CANARY in text and tab_name(self, tab) in ("client", "twin", "stranger", "nobody"):
            self._found("leak", f"a client read what operators wrote among themselves: {text[:300]}")

    def _next(self, tab: Tab) -> tuple[int, str]:
        waiting = self.pending.get(tab)
        return waiting.popleft() if waiting else (-1, "")

    def _ended(self, tab: Tab) -> None:
        who = tab_name(self, tab)
        self.counts.closings[tab.code] += 1
        waiting = self.pending[tab]
        if tab.code not in EXPECTED and not (tab.code == LOST and self.target.limited):
            self._found(f"closed {tab.code}", f"the socket of {who}; unanswered: {waiting[0][1][:300] if waiting else ''}",
                        waiting[0][0] if waiting else -1)  # fmt: skip
        self.tabs.pop(who, None)

    async def _raw(self, who: str, data: bytes) -> None:
        tab = await self._tab(who)
        if tab is None or tab.transport is None:
            return
        self.counts.raw += 1
        tab.transport.write(data)
        await asyncio.sleep(RAW_SECONDS)
        if tab.gone and tab.code not in EXPECTED | {LOST, 1001, 1005}:
            self._found(f"closed {tab.code}", f"after raw bytes {data[:40]!r} of {who}", len(self.case.frames))
        tab.drop()
        self.tabs.pop(who, None)

    def _found(self, kind: str, detail: str, at: int = -1) -> None:
        self.findings.append(Finding(kind, f"{self.case.phase}: {detail}", self.case.number, at))


def tab_name(player: Player, tab: Tab) -> str:
    return next((who for who, one in player.tabs.items() if one is tab), "")


_TYPE: Final = re.compile(r'"type":"([a-z.]+)"')


def _kind(text: str) -> str:
    found = _TYPE.search(text)
    return found[1] if found else ""
