"""The whole story at a running server, on both databases: a client leaves words wherever a page, a socket or the API takes them, and is
erased. Nothing of it is left in the database, the files, the logs and the search; reports are as before, and others keep their words.
"""

from __future__ import annotations

import asyncio
import urllib.parse
from collections.abc import Iterator
from typing import Any

import pytest

from tests.contactcenter.erasure import places
from tests.contactcenter.erasure.people import (
    PHONES,
    Canaries,
    Person,
    Program,
    callback,
    conversation,
    invited,
    new_client,
    request,
    set_up,
)
from tests.contactcenter.live import Tab, sign_in
from tests.servers import Postgres, Site
from tests.servers.process import free_port, until
from tests.servers.receiver import Received, Receiver, answer

BY = ("entry", "widget", "group", "operator", "result", "hour", "day")
NEVER_KEPT = 16
"""Canaries that no place keeps: in the browser's headers, in the metadata of pictures, in signals, in a line that was never finished, in
a file that was deleted, in the address a transcript was mailed to, in ids of identity tokens and keys of requests.
"""


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, postgres_server: Postgres) -> Iterator[Site]:
    env = {"DATABASE_URL": postgres_server.url()} if request.param == "postgresql" else {}
    site = Site(tmp_path_factory.mktemp("erasure"), env=env)
    site.prepare()
    site.start()
    yield site
    site.stop()
    site.close()


def everything(site: Site, postgres: Postgres) -> dict[str, str]:
    return places.database(site, postgres) | places.files(site) | places.logs(site, postgres.log_file)


def reports(program: Program) -> list[Any]:
    found = [program.get("/reports", by=by) for by in BY]
    for report in found:
        for row in (*report["rows"], report["total"]):
            row.pop("occupancy", None)  # goes down with every second the operators stay online
            row.get("measures", row).pop("occupancy", None)
    return found


def supervisor_finds(site: Site, cookie: str, word: str) -> bool:
    query = urllib.parse.urlencode({"q": word})
    _status, page = request(f"{site.url}/admin/sessions_app/session/?{query}", None, {"Cookie": cookie})
    return b"/change/" in page.partition(b'id="result_list"')[2]


async def operator_finds(anna: Person, word: str) -> bool:
    await anna.ok("session.search", text=word)
    return bool((await anna.event("sessions.found"))["sessions"])


async def talk(site: Site, program: Program, canary: Canaries) -> tuple[str, list[str]]:
    """Have one client write wherever there is room; return the client's id and those of the sessions."""
    client = await Person.client(site, await asyncio.to_thread(new_client, site, canary))
    anna, boris = [await Person.operator(site, name) for name in ("anna", "boris")]
    sofia = await Tab.supervisor(site)
    sessions = [await conversation(client, anna, boris, sofia, canary)]
    await boris.ok("session.wrapup", session=sessions[0], note=canary(), result="Solved")
    ident = await asyncio.to_thread(client_of, program, sessions[0])
    sessions.append(await callback(client, boris, canary))
    await asyncio.to_thread(refused_while_a_session_runs, program, ident)
    ended = await asyncio.to_thread(
        program.send, "POST", f"/sessions/{sessions[1]}/end", {"reason": canary()}, key=canary(plain=True)
    )
    assert ended[0] == 200, ended
    await boris.ok("session.wrapup", session=sessions[1])
    sessions.append(await invited(client, anna, canary))
    body = {"operator": 1, "valid_seconds": 3600, "name": await asyncio.to_thread(name_of, program, ident)}
    made = await asyncio.to_thread(program.send, "POST", "/invitations", body, key=canary(plain=True))
    assert made[0] == 201, made
    await anna.ok("client.ban", session=sessions[2], reason=canary())
    await anna.ok("session.wrapup", session=sessions[2], note=canary())
    for person in (client, anna, boris):
        await person.tab.close()
    await sofia.close()
    return ident, sessions


def client_of(program: Program, session: str) -> str:
    return str(program.get(f"/sessions/{session}")["client"]["id"])


def name_of(program: Program, ident: str) -> str:
    return str(program.get(f"/clients/{ident}/export")["browsers"][0]["name"])


def refused_while_a_session_runs(program: Program, ident: str) -> None:
    status, problem = program.send("POST", f"/clients/{ident}/erase", {"reason": "Ticket 4711"})
    assert (status, problem["code"]) == (409, "erase.running")
    assert "End it first" in problem["detail"]


def about_a_client(received: Received, other: str) -> bool:
    return received.event["data"].get("session", other) != other


async def others(site: Site, canary: Canaries) -> str:
    """Another client, who stays; return the session's id."""
    client = await Person.client(site, await asyncio.to_thread(new_client, site, canary))
    anna = await Person.operator(site, "anna")
    await client.ok("entry.start", entry="chat", name=f"Ida {canary()}", message=canary(), consent=True)
    session = (await client.event("session.snapshot"))["session"]["id"]
    await anna.event("desk.changed", lambda frame: any(item["id"] == session for item in frame["queue"]))
    await anna.ok("session.accept", session=session)
    await anna.event("session.snapshot", lambda frame: frame["session"]["id"] == session)
    await anna.ok("note.post", session=session, text=canary())
    await client.ok("session.end", session=session)
    await anna.ok("session.wrapup", session=session)
    await client.tab.close()
    await anna.tab.close()
    return str(session)


@pytest.mark.timeout(900)
async def test_a_client_is_erased_everywhere(site: Site, postgres_server: Postgres) -> None:
    canary, theirs = Canaries("zebrafinch"), Canaries("goldcrest")
    cookie = await asyncio.to_thread(sign_in, site, "sofia", "/admin/login/")
    gone = f"http://127.0.0.1:{free_port()}/"
    with Receiver() as receiver:
        said = canary.name()
        program, elsewhere = await asyncio.to_thread(set_up, site, receiver.url, gone)
        other = await others(site, theirs)
        receiver.behave = lambda received: answer(200, f"thank you, {said}".encode() if about_a_client(received, other) else b"")
        ident, sessions = await talk(site, program, canary)
        words = [*canary.given, PHONES[0][4:], PHONES[1][4:]]
        assert until(lambda: said in places.database(site, postgres_server)["dump"])

        before = await asyncio.to_thread(everything, site, postgres_server)
        never = set(words) - set(places.found(words, before))
        assert len(never) <= NEVER_KEPT, never
        assert places.found(words, places.logs(site, postgres_server.log_file)) == {}
        await asyncio.to_thread(the_export_is_complete, program, ident, set(words) - set(canary.names), before, theirs.given)
        searched = [word for word in words if supervisor_finds(site, cookie, word)]
        assert len(searched) > 10
        counted = await asyncio.to_thread(reports, program)

        await asyncio.to_thread(nobody_else_may, site, elsewhere, ident)
        key = canary(plain=True)
        done = await asyncio.to_thread(program.send, "POST", f"/clients/{ident}/erase", {"reason": "Ticket 4711"}, key=key)
        assert done[0] == 200, done
        await asyncio.to_thread(site.manage, "retention")  # what else the cleanup does within a minute, or an hour
        words.append(key)
        assert until(lambda: "client.erased" in receiver.events)
        left = await asyncio.to_thread(everything, site, postgres_server)
        hits = places.found(words, left)
        assert not hits, "\n".join(f"{word}: {where}" for word, there in hits.items() for where in there)
        kept = places.found(theirs.given, left)
        assert set(kept) == set(theirs.given) & set(places.found(theirs.given, before))
    assert not [word for word in searched if supervisor_finds(site, cookie, word)]
    anna = await Person.operator(site, "anna")
    assert not [word for word in searched if await operator_finds(anna, word)]
    read = [program.get(f"/sessions/{session}/transcript") for session in sessions]
    assert places.found(words, {"the API": repr([*read, program.get(f"/clients/{ident}/export")])}) == {}
    assert await asyncio.to_thread(reports, program) == counted


def nobody_else_may(site: Site, elsewhere: Program, ident: str) -> None:
    assert elsewhere.send("POST", f"/clients/{ident}/erase", {"reason": "x"})[0] == 404
    assert elsewhere.send("GET", f"/clients/{ident}/export")[0] == 404
    cookie = sign_in(site, "anna")
    ((key,),) = places.rows(site, f"SELECT id FROM sessions_app_client WHERE public_id = '{ident}'")
    for part in ("erase", "export"):
        headers = {"Cookie": f"{cookie}; csrftoken={'x' * 32}", "X-CSRFToken": "x" * 32, "Origin": site.url}
        _status, page = request(f"{site.url}/admin/sessions_app/client/{key}/{part}/", b"reason=x", headers)
        assert b'name="password"' in page, "an operator gets no further than the sign-in of the admin"
    assert places.rows(site, f"SELECT count(*) FROM sessions_app_client WHERE id = {key} AND erased_at IS NULL") == [(1,)]


def the_export_is_complete(program: Program, ident: str, words: set[str], before: dict[str, str], theirs: list[str]) -> None:
    """The export has each word that stands in rows about the client, and none of another client."""
    export = {"the export": repr(program.get(f"/clients/{ident}/export"))}
    assert places.found(theirs, export) == {}
    assert set(places.found(words, {"dump": before["dump"]})) - set(places.found(words, export)) == set()
