"""A run of the HTTP fuzzer: everybody sends requests to every address, and every answer is judged."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cache
from random import Random
from typing import Any, Final
from urllib.parse import urlsplit

from tests.attack.http import Answer, ask
from tests.fuzz import frames, programs
from tests.fuzz.forms import Page
from tests.fuzz.model import Counts, Finding, Target
from tests.fuzz.requests import KEPT, Known, Request, make
from tests.fuzz.words import CSRF, EVIL, MARK

LEADS_OUT: Final = re.compile(r"/libraryitem/[^/]+/open/")
"""A link of the library leads to the address that its supervisor gave."""
ABSOLUTE: Final = re.compile(r"[\x00-\x20]*([a-z][a-z0-9+.-]*:|[/\\]\s*[/\\])", re.IGNORECASE)
"""What browsers take as another site's address (WHATWG, URL): a scheme, or two slashes of either kind. All else is a path of ours."""
REQUESTS: Final = 40
"""Of one case, one after the other."""
ROUND: Final = 10_000
"""Requests after which everybody is made anew: supervisors change passwords and delete people on the way."""
SECONDS: Final = 600.0
"""Without an answer by then it's a finding, also on a machine that others work on; how long people wait, a probe beside it watches."""
CUT_SECONDS: Final = 0.5
"""For requests that announce more than they send."""
ODD: Final = {"Content-Length", "Host", "Transfer-Encoding", "Expect"}
"""Headers whose odd values may end a connection without an answer."""
FORMS: Final = 120
THEIRS: Final = re.compile(r"^/admin/(?:sessions_app|api)/(user|operator|session|client|group|widget|apitoken)/(?:(\d+)/)?")
OPERATORS: Final = 3
"""Of each cast: many would only make the admin's pages long."""
SINGLE_SIGN_ON: Final = {
    "CONTACTCENTER_OIDC_ISSUER": "http://127.0.0.1:9",
    "CONTACTCENTER_OIDC_CLIENT_ID": "fuzz",
    "CONTACTCENTER_OIDC_CLIENT_SECRET": "fuzz",
}
PROVIDER: Final = "/account/oidc/oidc/"
"""Single sign-on by a provider that never answers: a page says so, with status 502."""


@cache
def known_of(cast: int, superuser: str) -> Known:
    """Return what the people of a cast have seen in this round."""
    return Known()


def known_to(people: dict[str, Any], known: Known) -> Known:
    """Add what a cast owns from the beginning."""
    if not known.rows:
        known.rows = people["rows"]
        known.ids |= {name: [*pool] for name, pool in people["ids"].items()}
        known.ids |= {name: [*people["rows"][name]] for name in ("operator", "group")}
    return known


async def play_http(target: Target, cast: int, seed: int, number: int) -> tuple[Counts, list[Finding]]:
    """Play one case."""
    player = Player(target, cast, number)
    rng = Random(f"{seed}.http.{number}")
    for _ in range(REQUESTS):
        await player.one(make(rng, player.known, player.talk["session"]))
    return player.counts, player.findings


class Player:
    """One case: sends its requests and judges the answers."""

    def __init__(self, target: Target, cast: int, number: int) -> None:
        self.target, self.number = target, number
        self.people = target.casts[cast]
        self.talk: dict[str, Any] = self.people["talk"]
        self.known = known_to(self.people, known_of(cast, target.superuser))
        self.counts = Counts()
        self.findings: list[Finding] = []
        self.address = f"127.{70 + number % 60}.{number // 60 % 250}.{1 + number // 15_000}"

    async def one(self, request: Request) -> None:
        """Send a request and judge the answer."""
        if harms(request, self.target.last) or spared(request, self.talk):
            return
        odd = bool(ODD & set(request.headers))
        answer = await ask(
            self.target.port, request.path, method=request.method, headers={**self._headers(request), **request.headers},
            body=request.body, address=self.address, seconds=CUT_SECONDS if odd else SECONDS,
        )  # fmt: skip
        self.counts.frames += 1
        self.counts.faults[str(answer.status)] += 1
        if answer.status < 400:
            self.counts.acks += 1
        wrong = judge(request, answer, self.target.port, odd=odd)
        self.findings += [Finding(f"{what} {answer.status}", request.story(), self.number) for what in wrong]
        self._learn(request, answer)

    def _headers(self, request: Request) -> dict[str, str]:
        if request.who == "client":
            return {"Authorization": f"Bearer {self.talk['token']}"}
        if request.who == "program":
            return {"Authorization": f"Bearer {self.people['program']}"}
        cookie = {"operator": self.talk["cookie"], "supervisor": self.people["supervisor"], "superuser": self.target.superuser}
        mine = cookie.get(request.who, "")
        return {"Cookie": f"{mine}; csrftoken={CSRF}" if mine else f"csrftoken={CSRF}", "X-CSRFToken": CSRF}

    def _learn(self, request: Request, answer: Answer) -> None:
        """Remember forms, links and ids of an answer."""
        kind = "".join(answer.headers.get("content-type", []))
        if answer.status not in (200, 201) or request.method not in ("GET", "POST"):
            return
        path = request.path.partition("?")[0]
        if kind.startswith("text/html"):
            page = Page(answer.body.decode(errors="replace"))
            forms, links = self.known.forms.setdefault(request.who, []), self.known.links.setdefault(request.who, [])
            forms += [(path, form) for form in page.forms if not _same(form.action, path)]
            links += [link for link in (_joined(path, link) for link in page.links) if link and link not in links]
            del forms[:-FORMS], links[:-KEPT]
        elif request.who == "program":
            programs.learn(self.known.ids, path, answer.body)
        elif kind.startswith("application/json"):
            for share in re.findall(rb'"id": ?"([A-Za-z0-9_-]{20,30})"', answer.body):
                self.known.ids.setdefault("public_id", []).append(share.decode())
            for signed in re.findall(rb"/share/file/([^/\"]+)/", answer.body):
                self.known.ids.setdefault("signed", []).append(signed.decode())
            for pool in self.known.ids.values():
                del pool[:-20]


def _same(action: str, path: str) -> bool:
    """Whether it's the form for signing out, which would end everything."""
    return "logout" in action or "logout" in path or "/account/leave/" in action


def _joined(path: str, link: str) -> str:
    """Return a link as an address of our own; empty if it leads elsewhere."""
    if link.startswith("?"):
        return path + link
    return link if link.startswith("/") and not link.startswith("//") and "logout" not in link else ""


def harms(request: Request, last: dict[str, int]) -> bool:
    """Whether a request would take away the people whom the run needs, with every right to do so."""
    if request.method != "POST" or request.who in ("nobody", "client", "program"):
        return False
    path = request.path.partition("?")[0]
    if "logout" in path or "password_change" in path or path == "/account/leave/":
        return True
    if request.who != "superuser":
        return False
    if path.startswith("/admin/auth/group/") and "add" not in path:
        return True
    found = THEIRS.match(path)
    if not found:
        return False
    return b"action" in request.body if not found[2] else int(found[2]) <= last.get(found[1], 0)


def spared(request: Request, talk: dict[str, Any]) -> bool:
    """Whether a program would end what the cast's client and operator need for the rest of the round."""
    if request.who != "program" or request.method == "GET":
        return False
    theirs = {talk["session"], talk["client"], str(talk["rows"]["operator"])}
    return bool(theirs & set(request.path.partition("?")[0].split("/")))


def judge(request: Request, answer: Answer, port: int, *, odd: bool) -> list[str]:
    """Return what is wrong with an answer, in a word each."""
    if answer.status == 0:
        return [] if odd else ["no answer"]
    wrong = []
    path = request.path.partition("?")[0]
    if answer.status >= 500 and not _told_to_wait(answer) and not (answer.status == 502 and path == PROVIDER):
        wrong.append("error")
    kind = "".join(answer.headers.get("content-type", []))
    if kind.startswith("text/html") and MARK.encode() in answer.body:
        wrong.append("mark in a page")
    if "x-fuzz-injected" in answer.headers:
        wrong.append("header injected")
    place = "".join(answer.headers.get("location", []))
    away = _elsewhere(place, port)
    if away and "Host" not in request.headers and not LEADS_OUT.search(request.path):
        wrong.append("sent elsewhere")
    if EVIL in place.partition("?")[0] and ABSOLUTE.match(place):
        wrong.append("sent elsewhere")
    if (
        answer.status == 200
        and path.startswith("/admin/")
        and path != "/admin/login/"
        and request.who in ("nobody", "client", "operator", "program")
    ):
        wrong.append("admin without a right")
    return wrong


def _elsewhere(place: str, port: int) -> bool:
    """Whether a redirect leads to another host, or to what can't be read."""
    try:
        return urlsplit(place).netloc not in ("", f"localhost:{port}")
    except ValueError:
        return True


def _told_to_wait(answer: Answer) -> bool:
    """Whether it's a refusal in words because much is in progress."""
    try:
        return answer.status == 503 and bool(answer.json().get("retry"))
    except (json.JSONDecodeError, UnicodeDecodeError, AttributeError):
        return False


async def run(plan: frames.Plan) -> frames.Result:
    """Send ``plan.count`` requests."""
    plan = replace(plan, env=SINGLE_SIGN_ON | plan.env)
    return await frames.run(plan, play_http, REQUESTS, per_round=ROUND // REQUESTS, operators=OPERATORS)
