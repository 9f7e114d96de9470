"""Bad frames over a socket: one fault each, closing only after five in a row, and no traceback."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidMessage, InvalidStatus

from contactcenter.protocol import CLIENT_COMMANDS, OPERATOR_COMMANDS, SUPERVISOR_COMMANDS
from contactcenter.realtime.wire import FRAME_BYTES
from tests.contactcenter.bad_frames import Bad, bad_frames
from tests.contactcenter.conftest import SiteCopier
from tests.contactcenter.live import Tab, conversation, new_token
from tests.servers import Site

CLIENT = list(bad_frames(CLIENT_COMMANDS, OPERATOR_COMMANDS))
OPERATOR = list(bad_frames(OPERATOR_COMMANDS, [*CLIENT_COMMANDS, *SUPERVISOR_COMMANDS]))
SUPERVISOR = list(bad_frames(SUPERVISOR_COMMANDS, [*CLIENT_COMMANDS, *OPERATOR_COMMANDS]))


@pytest.fixture(scope="module")
def site(copy_site: SiteCopier) -> Site:
    return copy_site()


def faults(tab: Tab) -> list[dict[str, object]]:
    return [frame for frame in tab.frames if frame["type"] == "fault"]


async def refused_once_each(tab: Tab, frames: list[Bad]) -> None:
    """Send all frames, with a good command after every four, which must be answered."""
    for start in range(0, len(frames), 4):
        four = frames[start : start + 4]
        before = len(faults(tab))
        for bad in four:
            await tab.socket.send(bad.frame)
        await tab.ok("heartbeat", beat=0)
        answers = faults(tab)[before:]
        assert len(answers) == len(four), (four, answers)
        for bad, answer in zip(four, answers, strict=True):
            assert str(answer["code"]).startswith(("frame.", "command.")), (bad, answer)
            assert answer["id"] == bad.id, (bad, answer)
            assert answer["text"], (bad, answer)


def test_the_catalogue_has_over_six_hundred_frames_and_covers_all_commands() -> None:
    assert len(CLIENT) + len(OPERATOR) > 600
    for commands, frames in ((CLIENT_COMMANDS, CLIENT), (OPERATOR_COMMANDS, OPERATOR), (SUPERVISOR_COMMANDS, SUPERVISOR)):
        for command in commands:
            assert any(bad.name.startswith(f"{command.__struct_config__.tag} ") for bad in frames)


async def test_every_bad_frame_of_a_client_gets_one_fault_and_closes_nothing(site: Site) -> None:
    tab = await Tab.client(site)
    await refused_once_each(tab, CLIENT)
    await tab.close()


async def test_every_bad_frame_of_an_operator_gets_one_fault_and_closes_nothing(site: Site) -> None:
    tab = await Tab.operator(site)
    await refused_once_each(tab, OPERATOR)
    await tab.close()


async def test_every_bad_frame_of_a_supervisor_gets_one_fault_and_closes_nothing(site: Site) -> None:
    tab = await Tab.supervisor(site)
    await refused_once_each(tab, SUPERVISOR)
    await tab.close()


async def test_the_fifth_bad_frame_in_a_row_closes_with_4400_after_five_faults(site: Site) -> None:
    tab = await Tab.client(site)
    for _ in range(5):
        await tab.socket.send("nonsense")
    assert await tab.closed() == 4400
    assert [fault["code"] for fault in faults(tab)] == ["frame.malformed"] * 5


async def test_ordinary_refusals_do_not_count_as_bad_frames(site: Site) -> None:
    tab = await Tab.client(site)
    for _ in range(12):
        assert (await tab.do("session.end", session="nobody"))["code"] == "session.not_found"
    await tab.close()


async def test_commands_before_hello_are_refused_and_hello_still_works(site: Site) -> None:
    tab = await Tab.open(site, "/ws/client/")
    for _ in range(6):
        assert (await tab.do("message.post", session="x", text="y"))["code"] == "hello.first"
    await tab.ok("hello", token=await asyncio.to_thread(new_token, site))
    assert (await tab.do("hello", token=await asyncio.to_thread(new_token, site)))["code"] == "hello.again"
    await tab.close()


@pytest.fixture(scope="module")
def uvicorn_site(copy_site: SiteCopier) -> Site:
    return copy_site(server="uvicorn")


@pytest.mark.parametrize("server", ["site", "uvicorn_site"])
async def test_a_frame_of_64_kib_is_read(request: pytest.FixtureRequest, server: str) -> None:
    tab = await Tab.client(request.getfixturevalue(server))
    frame = json.dumps({"id": "long", "type": "message.post", "session": "x", "text": ""})
    padding = "x" * (FRAME_BYTES - len(frame))
    await tab.socket.send(frame.replace('"text": ""', f'"text": "{padding}"'))
    assert (await tab.until(lambda: tab.answer("long")))["code"] == "command.invalid"
    await tab.close()


@pytest.mark.parametrize("server", ["site", "uvicorn_site"])
async def test_a_longer_frame_is_refused_without_closing_the_socket(request: pytest.FixtureRequest, server: str) -> None:
    tab = await Tab.client(request.getfixturevalue(server))
    await tab.socket.send("x" * (FRAME_BYTES + 1))
    assert (await tab.until(lambda: faults(tab)))[0]["code"] == "frame.too_large"
    await tab.ok("heartbeat", beat=0)
    await tab.close()


async def test_uvicorn_closes_the_connection_for_a_frame_twice_as_long(uvicorn_site: Site) -> None:
    tab = await Tab.client(uvicorn_site)
    await tab.socket.send("x" * (2 * FRAME_BYTES + 1))
    assert await tab.closed() == 1009


# Messages that aren't WebSocket frames never reach us: the servers refuse them, Daphne by dropping the connection.


async def test_text_that_is_not_utf_8_ends_the_connection(site: Site) -> None:
    tab = await Tab.client(site)
    await tab.socket.send(b"\xff\xfe\xc0", text=True)
    assert await tab.closed() == 1006


async def test_uvicorn_says_so_and_writes_no_traceback_into_the_log(uvicorn_site: Site) -> None:
    tab = await Tab.client(uvicorn_site)
    await tab.socket.send([b"\xff\xfe", b"\xc0"], text=True)
    assert await tab.closed() == 1007
    assert "Invalid UTF-8" not in uvicorn_site.log
    half = await Tab.client(uvicorn_site)
    await half.socket.send(['{"id":"1","type":"heartbeat",', '"beat":0}'])
    await half.ok("heartbeat", beat=0)


async def test_a_constant_flood_is_cut_off_and_others_are_served(site: Site) -> None:
    other, flooder = await Tab.client(site), await Tab.client(site)
    with suppress(ConnectionClosed):  # cut off while it's still sending
        for number in range(3000):
            await flooder.send("message.post", session="nobody", text="x" * 1000, id=f"f{number}")
    await other.ok("heartbeat", beat=0)
    await flooder.close()
    await other.close()


@pytest.mark.parametrize("session", ["10000", "1", "-1", "None", "0" * 24, "a" * 64, "_", "session"])
async def test_forged_ids_and_ids_of_others_get_the_same_answer(site: Site, session: str) -> None:
    owner, stranger, operator = await Tab.client(site), await Tab.client(site), await Tab.operator(site, "boris")
    theirs = await conversation(owner, operator)
    answers = [await stranger.do("message.post", session=id, text="hello") for id in (session, theirs)]
    assert [(answer["code"], answer["text"]) for answer in answers] == [("session.not_found", answers[0]["text"])] * 2
    for tab in (owner, stranger, operator):
        await tab.ok("heartbeat", beat=0)
    await operator.ok("session.end", session=theirs)
    await operator.ok("session.wrapup", session=theirs)
    for tab in (owner, stranger, operator):
        await tab.close()


def change_token(site: Site, token: str, sql: str, *values: object) -> None:
    with sqlite3.connect(site.folder / "data" / "contactcenter.sqlite3") as database:
        done = database.execute(
            f"UPDATE sessions_app_client SET {sql} WHERE token_hash = ?", [*values, sha256(token.encode()).hexdigest()]
        )
        assert done.rowcount == 1


@pytest.mark.parametrize("token", ["", "x", "\u0430" * 40, "x" * 200, "' OR 1=1 --", "eyJhbGciOiJub25lIn0.e30."])
async def test_an_unknown_token_is_refused_in_words_and_closes_with_4401(site: Site, token: str) -> None:
    tab = await Tab.open(site, "/ws/client/")
    id = await tab.send("hello", token=token)
    assert await tab.closed() == 4401
    assert [(frame["type"], frame["id"], frame["code"]) for frame in tab.frames] == [("fault", id, "token.invalid")]


async def test_an_expired_or_truncated_token_closes_with_4401(site: Site) -> None:
    token = await asyncio.to_thread(new_token, site)
    change_token(site, token, "token_until = ?", (datetime.now(UTC) - timedelta(seconds=1)).isoformat(" ")[:26])
    for tried in (token, token[:-1]):
        tab = await Tab.open(site, "/ws/client/")
        await tab.send("hello", token=tried)
        assert await tab.closed() == 4401
        assert [frame["code"] for frame in tab.frames] == ["token.invalid"]


@pytest.mark.parametrize(
    "cookie", ["", "http-session=", "http-session=nobody", "http-session=../../etc/passwd", "http-session=%00"]
)
async def test_an_operator_who_is_not_signed_in_is_closed_with_4401(site: Site, cookie: str) -> None:
    tab = await Tab.open(site, "/ws/operator/", cookie)
    await tab.send("hello")
    assert await tab.closed() == 4401
    assert [frame["code"] for frame in tab.frames] == ["operator.unknown"]


@pytest.mark.parametrize("path", ["/", "/ws/", "/ws/client", "/ws/nobody/", "/ws/client/x", "/admin/"])
async def test_other_addresses_have_no_socket(site: Site, path: str) -> None:
    with pytest.raises((InvalidStatus, InvalidMessage)):
        await connect(site.socket_url(path), origin=site.url, open_timeout=10)  # type: ignore[arg-type]


FOREIGN = ["https://evil.example", "http://localhost", "http://localhost:1", "http://localhost.evil.example:{port}", "http://evil.example:{port}",
    "null", "", "file://", "http://localhost:{port}/", "http://localhost:{port}@evil.example",
    "HTTP://LOCALHOST:{port}", "localhost:{port}",
    "http://localhost:{port} http://evil.example", "chrome-extension://abcdef"]  # fmt: skip


@pytest.mark.parametrize("path", ["/ws/client/", "/ws/operator/"])
@pytest.mark.parametrize("origin", FOREIGN)
async def test_a_foreign_origin_opens_no_socket(site: Site, path: str, origin: str) -> None:
    with pytest.raises((InvalidStatus, InvalidMessage)):
        await connect(site.socket_url(path), additional_headers={"Origin": origin.format(port=site.port)}, open_timeout=10)


@pytest.mark.parametrize("origins", [[], ["{own}", "https://evil.example"], ["{own}", "{own}"]])
async def test_a_missing_or_repeated_origin_opens_no_socket(site: Site, origins: list[str]) -> None:
    headers = [("Origin", origin.format(own=site.url)) for origin in origins]
    with pytest.raises((InvalidStatus, InvalidMessage)):
        await connect(site.socket_url("/ws/client/"), additional_headers=headers, open_timeout=10)
