"""The whiteboard over sockets: relayed messages reach the other side and nobody else, and only while both have access."""

from __future__ import annotations

import pytest

from contactcenter.realtime.db_reads import read
from sessions_app.models import Board
from sessions_app.services import closing, queue
from sessions_app.whiteboard.services import board
from tests.sessions_app.sample_files import use_folder
from tests.sessions_app.whiteboard.boards import file_of
from tests.world import World, run

PIECE = {"stroke": "s1", "page": 1, "ink": "blue", "width": 40, "at": 0, "points": [1, 2, 3, 4]}
VIEW = {"page": 1, "zoom": 200, "turn": 90, "x": 10, "y": 20, "settled": False}
WHOLE = {name: value for name, value in PIECE.items() if name != "at"}


@pytest.fixture
def world(transactional_db, tmp_path, settings):
    use_folder(settings, tmp_path)
    return World()


async def opened(world, tabs):
    """Anna and Carla have a picture of Carla's open; David is in a session with Boris."""
    sessions = {}
    for client, operator in ((world.carla, world.anna), (world.david, world.boris)):
        session = await read(world.enter, client)
        await read(run, queue.session_accept, operator, session=session)
        sessions[client.name] = session
    session = sessions["Carla"]
    share = await read(file_of, world.carla, session)
    who = {actor.name: await tabs.operator(actor) for actor in (world.anna, world.boris)}
    who |= {actor.name: await tabs.client(actor) for actor in (world.carla, world.david)}
    assert (await who["Anna"].do("board.open", session=session, share=share.public_id))["type"] == "ack"
    key = (await who["Carla"].event("board.opened"))["board"]["id"]
    return who, {"session": session, "board": key}


async def test_ink_pointer_and_view_reach_the_other_side_before_anything_is_stored(world, tabs):
    who, where = await opened(world, tabs)
    for giver, taker in (("Anna", "Carla"), ("Carla", "Anna")):
        assert (await who[giver].do("board.ink", **where, **PIECE))["type"] == "ack"
        inked = await who[taker].event("board.inked")
        assert (inked["points"], inked["role"]) == ([1, 2, 3, 4], "operator" if giver == "Anna" else "client")
        await who[giver].do("board.point", **where, x=5, y=6)
        assert (await who[taker].event("board.pointed"))["on"] is True
        await who[giver].do("board.view", **where, **VIEW)
        assert (await who[taker].event("board.viewed"))["look"]["rev"] == 0
    assert (await read(Board.objects.get)).head == 0


@pytest.mark.parametrize("stranger", ["Boris", "David"])
async def test_strangers_neither_send_nor_receive(world, tabs, stranger):
    who, where = await opened(world, tabs)
    for command, fields in (
        ("board.ink", PIECE),
        ("board.point", {"x": 1, "y": 2}),
        ("board.view", VIEW),
        ("board.erase", {"erasure": "e1", "strokes": ["s1"]}),
        ("board.resume", {"after": 0}),
    ):
        assert (await who[stranger].do(command, **where, **fields))["code"] == "session.not_found"
    await who["Anna"].do("board.ink", **where, **PIECE)
    await who["Anna"].do("board.stroke", **where, **WHOLE)
    await who["Carla"].event("board.marked")
    await who[stranger].do("board.resume", **where, after=0)
    assert not [event for event in who[stranger].events if event["type"].startswith("board.")]


async def test_a_client_has_no_command_to_open_freeze_or_close(world, tabs):
    who, where = await opened(world, tabs)
    for command, fields in (
        ("board.open", {"session": where["session"]}),
        ("board.close", where),
        ("board.freeze", {**where, "share": "x"}),
    ):
        assert (await who["Carla"].do(command, **fields))["code"] == "command.unknown"


@pytest.mark.parametrize("end", ["closed", "ended"])
async def test_nothing_is_relayed_after_the_board_or_the_session_ends(world, tabs, end):
    who, where = await opened(world, tabs)
    assert (await who["Carla"].do("board.ink", **where, **PIECE))["type"] == "ack"
    if end == "closed":
        await read(run, board.board_close, world.anna, **where)
    else:
        await read(run, closing.session_end, world.anna, session=where["session"])
    await who["Carla"].event("board.closed")
    assert (await who["Carla"].do("board.ink", **where, **PIECE))["code"] == "board.closed"
    assert (await who["Anna"].do("board.stroke", **where, **WHOLE))["code"] == "board.closed"


async def test_missed_marks_and_the_view_are_sent_on_return(world, tabs):
    who, where = await opened(world, tabs)
    for number in range(3):
        await who["Anna"].do("board.stroke", **where, **{**WHOLE, "stroke": f"s{number}"})
    await who["Anna"].do("board.view", **where, **{**VIEW, "settled": True})
    again = await tabs.client(world.carla)
    shown = (await again.event("client.snapshot"))["session"]["board"]
    await again.do("board.resume", session=where["session"], board=shown["id"], after=1)
    answer = await again.event("board.marks")
    assert [mark["stroke"] for mark in answer["marks"]] == ["s1", "s2"]
    assert (answer["head"], answer["look"]["zoom"], answer["look"]["rev"]) == (3, 200, 1)


async def test_constant_drawing_is_allowed_and_a_flood_is_not(world, tabs):
    who, where = await opened(world, tabs)
    answers = [await who["Carla"].do("board.ink", **where, **PIECE) for _piece in range(301)]
    assert [answer["type"] for answer in answers[:290]] == ["ack"] * 290
    while answers[-1]["type"] == "ack":
        answers.append(await who["Carla"].do("board.ink", **where, **PIECE))
        assert len(answers) < 2000
    assert answers[-1]["code"] == "rate.exceeded"
    assert (await who["Carla"].do("message.post", session=where["session"], text="still here"))["type"] == "ack"
