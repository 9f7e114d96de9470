"""A client with a canary for every place they can write to, and those who talk with them: through sockets, pages and the API of a site."""

from __future__ import annotations

import asyncio
import io
import json
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from typing import Any

from PIL import Image

from tests.contactcenter.erasure.places import rows
from tests.contactcenter.live import SECONDS, Tab, sign_in
from tests.servers import Site
from tests.servers.form import multipart
from tests.sessions_app.sample_files import pdf
from tests.sessions_app.tokens import signed

WIDGET = "demo"
PHONES = ("+420601234567", "+420602345678")
"""Of the form and of the CallBack: numbers are canaries, too."""


class Canaries:
    """Gives out one canary after the other; some have letters that are escaped in JSON and in addresses. ``names``: of tabs, commands
    and strokes, which browsers choose and nobody reads.
    """

    def __init__(self, mark: str) -> None:
        self.mark = mark
        self.given: list[str] = []
        self.names: list[str] = []

    def name(self) -> str:
        self.names.append(self(plain=True))
        return self.names[-1]

    def __call__(self, *, plain: bool = False) -> str:
        number = len(self.given)
        self.given.append(f"{self.mark}{number:02}x" + ("" if plain or number % 3 else "čř"))
        return self.given[-1]


SET_UP = """
from api.scopes import ANY
from api.services.tokens import token_create
from api.webhooks.events import EVENTS
from api.webhooks.services.webhooks import webhook_create
from contactcenter.realtime.group_commit import perform
from sessions_app.models import Group
elsewhere = Group.objects.create(name="Elsewhere")
for name, groups in (("CRM", None), ("Other", [elsewhere])):
    print(perform(token_create, name=name, scopes=list(ANY), groups=groups)[1])
for url in {urls}:
    perform(webhook_create, name=url, url=url, events=list(EVENTS))
"""
"""One program for all groups and one for another group, and webhooks: in one command, which is what takes the time."""


def set_up(site: Site, *urls: str) -> tuple[Program, Program]:
    """Return a program that sees everything, and one that supervises another group only; events go to these addresses."""
    lines = site.manage("shell", "-v", "0", "-c", SET_UP.format(urls=repr(urls))).split()
    first, other = (line for line in lines if line.startswith("cc_"))
    return Program(site, first), Program(site, other)


class Program:
    """Uses the API with a token. ``send`` returns the status and the body, whatever the status."""

    def __init__(self, site: Site, secret: str) -> None:
        self.site, self.secret = site, secret

    def send(self, method: str, path: str, body: Any = None, *, key: str = "") -> tuple[int, Any]:
        headers = {"Authorization": f"Bearer {self.secret}", "Content-Type": "application/json"}
        if key:
            headers["Idempotency-Key"] = key
        data = None if body is None else json.dumps(body).encode()
        status, answer = request(f"{self.site.url}/api/v1{path}", data, headers, method=method)
        return status, json.loads(answer) if answer else None

    def get(self, path: str, **query: str) -> Any:
        status, body = self.send("GET", f"{path}?{urllib.parse.urlencode(query)}")
        assert status == 200, (path, status, body)
        return body


def request(url: str, data: bytes | None, headers: Mapping[str, str], *, method: str = "") -> tuple[int, bytes]:
    asked = urllib.request.Request(url, data, dict(headers), method=method or ("GET" if data is None else "POST"))
    try:
        with urllib.request.urlopen(asked, timeout=4 * SECONDS) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def new_client(site: Site, canary: Canaries) -> str:
    """Return the token of a browser whose headers have canaries, too."""
    agent = f"Mozilla/5.0 (X11; Linux) Firefox/140.0 {canary(plain=True)}"
    headers = {"Origin": site.url, "User-Agent": agent, "Accept-Language": f"cs,en-{canary(plain=True)}"}
    status, body = request(f"{site.url}/widget/{WIDGET}/client/", b"", headers)
    assert status == 201, body
    return str(json.loads(body)["token"])


def identity(site: Site, canary: Canaries) -> str:
    """Return a token by which the website vouches for the client."""
    ((secret, key),) = rows(site, f"SELECT identity_secret, key FROM sessions_app_widget WHERE key = '{WIDGET}'")
    claims = {"aud": key, "sub": canary(), "exp": int(time.time()) + 300, "jti": canary(), "name": f"Emil {canary()}"}
    return signed({"alg": "HS256", "typ": "JWT"}, claims | {"email": f"{canary(plain=True)}@example.com"}, str(secret))


def photo(canary: str) -> bytes:
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x010F] = canary
    Image.new("RGB", (1500, 900), "#2a66bd").save(out, "JPEG", exif=exif)
    return out.getvalue()


class Person:
    """Somebody at a tab who can upload."""

    def __init__(self, site: Site, tab: Tab, headers: Mapping[str, str]) -> None:
        self.site, self.tab, self.headers = site, tab, headers

    @classmethod
    async def client(cls, site: Site, token: str) -> Person:
        return cls(site, await Tab.client(site, token), {"Authorization": f"Bearer {token}", "Origin": site.url})

    @classmethod
    async def operator(cls, site: Site, name: str) -> Person:
        cookie = await asyncio.to_thread(sign_in, site, name)
        csrf = "x" * 32
        headers = {"Cookie": f"{cookie}; csrftoken={csrf}", "X-CSRFToken": csrf, "Origin": site.url}
        return cls(site, await Tab.operator(site, cookie=cookie), headers)

    async def upload(self, session: str, name: str, content: bytes, **fields: str) -> dict[str, Any]:
        form = {"session": session, "name": name, "kind": "upload", "send": "1"} | fields
        body, kind = multipart(form, "file", content)
        headers = {**self.headers, "Content-Type": kind}
        status, answer = await asyncio.to_thread(request, f"{self.site.url}/share/upload/", body, headers)
        assert status == 201, answer
        return dict(json.loads(answer)["share"])

    async def ok(self, kind: str, **fields: Any) -> Any:
        return await self.tab.ok(kind, **fields)

    async def event(self, kind: str, where: Any = lambda _: True) -> Any:
        return await self.tab.event(kind, where)


async def conversation(client: Person, anna: Person, boris: Person, sofia: Tab, canary: Canaries) -> str:
    """Chat, notes, files, a whiteboard, a call with real-time text, a call for help, a redirect, a supervisor's end, rating, mail."""
    page = {
        "url": f"https://shop.example/{canary()}",
        "title": canary(),
        "referrer": f"https://search.example/?q={canary()}",
    }
    details = {"name": f"Emil {canary()}", "email": f"{canary(plain=True)}@example.com", "phone": PHONES[0]}
    words = {"topic": canary(), "message": canary(), "parameters": {canary(): canary()}}
    await client.ok("entry.start", entry="chat", page=page, consent=True, **details, **words)
    session = str((await client.event("session.snapshot"))["session"]["id"])
    await anna.event("desk.changed", lambda frame: any(item["id"] == session for item in frame["queue"]))
    await anna.ok("session.accept", session=session)
    await anna.event("session.snapshot", lambda frame: frame["session"]["id"] == session)
    await client.ok("client.identify", token=await asyncio.to_thread(identity, client.site, canary))
    visited = {"url": f"https://shop.example/{canary()}", "title": canary(), "referrer": ""}
    await client.ok("page.visit", session=session, page=visited)
    await client.ok("parameters.set", parameters={canary(): canary()})
    for person in (client, anna):
        await person.ok("message.post", session=session, text=canary(), id=canary.name())
    await anna.ok("note.post", session=session, text=canary())
    await anna.ok("client.edit", session=session, name=f"Emil {canary()}", email=f"{canary(plain=True)}@example.com")
    await files(client, anna, session, canary)
    await call(client, anna, session, canary)
    await anna.ok("help.ask", session=session, reason=canary())
    asked = await sofia.until(lambda: _asked(sofia, session))
    await sofia.ok("help.answer", session=session, request=asked, text=canary())
    ((key,),) = await asyncio.to_thread(rows, client.site, "SELECT id FROM sessions_app_operator WHERE name LIKE 'Boris%'")
    await anna.ok("session.redirect", session=session, operator=key, note=canary())
    await boris.event("session.snapshot", lambda frame: frame["session"]["id"] == session)
    await client.ok("transcript.send", session=session, email=f"{canary(plain=True)}@example.com")
    await sofia.ok("act.end", session=session, reason=canary())
    await client.ok("session.rate", session=session, value=4, comment=canary())
    return session


def _asked(sofia: Tab, session: str) -> int | None:
    calls = [one for frame in sofia.frames for one in frame.get("help", ()) if one["session"] == session]
    return int(calls[-1]["id"]) if calls else None


async def files(client: Person, anna: Person, session: str, canary: Canaries) -> None:
    await client.upload(session, f"{canary()}.txt", canary().encode())
    await client.upload(session, f"{canary()}.jpg", photo(canary(plain=True)))
    await anna.upload(session, f"{canary()}.jpg", photo(canary(plain=True)), kind="snapshot")
    gone = await client.upload(session, f"{canary()}.txt", canary().encode())
    await anna.ok("share.delete", share=gone["id"])
    shown = await client.upload(session, f"{canary()}.pdf", pdf() + b"\n%" + canary().encode())
    await anna.ok("share.rename", share=shown["id"], name=f"{canary()}.pdf")
    await anna.ok("share.link", session=session, url=f"https://pay.example/{canary(plain=True)}", name=canary(), send=True)
    await anna.ok("board.open", session=session, share=shown["id"])
    board = (await client.event("board.opened"))["board"]["id"]
    line = {"page": 1, "ink": "blue", "width": 40, "points": [10, 20, 30, 40]}
    await client.ok("board.stroke", session=session, board=board, stroke=canary.name(), **line)
    await anna.upload(session, f"{canary()}-marked.png", photo(canary(plain=True)), source="whiteboard")


async def call(client: Person, anna: Person, session: str, canary: Canaries) -> None:
    """A call with real-time text, of which the last line is never finished."""
    legs = {"operator": canary.name(), "client": canary.name()}
    await anna.ok("call.request", session=session, leg=legs["operator"])
    ringing = await client.event("call.changed", lambda frame: frame["call"]["state"] == "requested")
    call = ringing["call"]["id"]
    await client.ok("call.accept", call=call, leg=legs["client"], video=True)
    for person, side in ((client, "client"), (anna, "operator")):
        await person.ok("text.set", call=call, leg=legs[side], on=True)
    await anna.ok("call.signal", call=call, leg=legs["operator"], data=json.dumps({"sdp": canary()}))
    line, text = canary.name(), canary()
    await client.event("call.changed", lambda frame: frame["call"]["text"]["state"] == "on")
    await client.ok("text.edit", call=call, leg=legs["client"], rev=1, line=line, at=0, cut=0, add=text)
    assert (await anna.event("text.edited"))["add"] == text
    await client.ok("message.post", session=session, text=text, id=line)
    await client.ok("text.edit", call=call, leg=legs["client"], rev=2, line=canary.name(), at=0, cut=0, add=canary())
    sample = {"loss": 0, "delay": 50, "jitter": 1, "frozen": 0, "kbit": 900, "height": 720, "level": 0}
    await client.ok("call.quality", call=call, leg=legs["client"], every=5, relayed=False, samples=[sample])
    await client.ok("call.hangup", call=call)


async def callback(client: Person, boris: Person, canary: Canaries) -> str:
    """A CallBack to a second number."""
    await client.ok("entry.start", entry="callback", phone=PHONES[1], topic=canary(), consent=True, zone="Europe/Prague")
    return await accepted(client, boris)


async def accepted(client: Person, operator: Person) -> str:
    session = str((await client.event("session.snapshot", lambda frame: frame["session"]["state"] == "waiting"))["session"]["id"])
    await operator.event("desk.changed", lambda frame: any(item["id"] == session for item in frame["queue"]))
    await operator.ok("session.accept", session=session)
    await operator.event("session.snapshot", lambda frame: frame["session"]["id"] == session)
    return session


async def invited(client: Person, anna: Person, canary: Canaries) -> str:
    """Come by an invitation that names the client."""
    await anna.ok("invitation.create", seconds=3600, name=f"Emil {canary()}")
    made = await anna.event("invitation.created")
    status, _page = await asyncio.to_thread(request, client.site.url + urllib.parse.urlsplit(made["link"]).path, None, {})
    assert status == 200
    await client.ok("entry.start", entry="invitation", code=made["code"], message=canary(), consent=True)
    return await accepted(client, anna)
