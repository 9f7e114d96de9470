"""The log of a server through a conversation in which much goes wrong: JSON lines, and not one word of the people in it."""

from __future__ import annotations

import asyncio
import json
import urllib.error
import urllib.request

from tests.canaries import canaries
from tests.conftest import SiteMaker
from tests.contactcenter.live import Tab, conversation, new_token, sign_in
from tests.servers import Site
from tests.servers.form import multipart
from tests.servers.process import free_port

INVITATION = "a-valid-Invitation-token_0123456"


def refused(site: Site, path: str, body: bytes | None = None, **headers: str) -> int:
    """Return the status of a request that fails."""
    try:
        with urllib.request.urlopen(urllib.request.Request(f"{site.url}{path}", body, headers), timeout=20) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


async def test_what_goes_wrong_is_logged_without_words(make_site: SiteMaker) -> None:
    away = free_port()
    env = {"CONTACTCENTER_LOG": "json", "EMAIL_URL": f"smtp://127.0.0.1:{away}", "CONTACTCENTER_CLAMD": f"tcp://127.0.0.1:{away}"}
    site = await asyncio.to_thread(lambda: make_site(server="uvicorn", env=env))
    token, cookie = await asyncio.to_thread(new_token, site), await asyncio.to_thread(sign_in, site, "anna")
    operator, client = await Tab.operator(site, cookie=cookie), await Tab.client(site, token)
    session = await conversation(client, operator)
    await client.ok("message.post", session=session, text="My boiler shows F.22")
    await operator.ok("note.post", session=session, text="The pressure is low")
    await client.do("message.post", session=session, text="My boiler shows F.22\0")
    await client.socket.send('{"id":"x","type":"message.post","text":"Good day","Carla":')
    await client.socket.send(json.dumps({"id": "y", "type": "message.post", "boiler.png": "601123456"}))
    await client.do("transcript.send", session=session, email="carla@example.com")
    form, kind = multipart({"session": session, "name": "boiler.txt"}, "boiler.txt", b"My boiler shows F.22")
    bearer = {"Authorization": f"Bearer {token}", "Origin": site.url}
    for path, body, headers in (
        ("/share/upload/", form, bearer | {"Content-Type": kind}),
        ("/share/upload/", b"Carla", bearer | {"Content-Type": "multipart/form-data; boundary=Carla"}),
        (f"/i/{INVITATION}/?name=Carla", None, {}),
        (f"/share/file/{token}/boiler.png", None, bearer),
        ("/nowhere/?q=Carla&email=carla@example.com", None, {"Cookie": cookie}),
        ("/console/login/", b"username=Carla&password=601123456", {}),
        ("/widget/demo/message/", b'{"message": "Good day", "email": "carla@example.com"}', bearer),
    ):
        await asyncio.to_thread(lambda path=path, body=body, headers=headers: refused(site, path, body, **headers))
    for tab in (operator, client):
        await tab.close()
    await asyncio.to_thread(site.stop)
    ours = [json.loads(line) for line in site.log.splitlines() if line.startswith("{")]
    assert {"mail could not be sent: [Errno 111] Connection refused", "Not Found: /i/…/"} <= {line["message"] for line in ours}
    assert {line["logger"] for line in ours} >= {"sessions_app.mail", "sessions_app.files.virus_scan", "django.request"}
    assert all(line.keys() >= {"time", "level", "logger", "message"} for line in ours)
    assert canaries(site.log) == []
    assert [word for word in (token, cookie.partition("=")[2], INVITATION) if word in site.log] == []
