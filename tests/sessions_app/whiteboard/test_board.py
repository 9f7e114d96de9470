"""The whiteboard: rights, what is stored, what is sent after a gap, and that nothing outlives the conversation."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from unittest.mock import patch

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from contactcenter.realtime.wire import Fault, Reader, encode
from sessions_app import present
from sessions_app.models import Board, BoardMark
from sessions_app.services import closing, redirect
from sessions_app.share.services.session_files import share_delete
from sessions_app.whiteboard import present as present_board
from sessions_app.whiteboard.protocol import STROKE_NUMBERS, BoardInk, BoardStroke, BoardView
from sessions_app.whiteboard.services import board, drawing
from tests.sessions_app.sample_files import pdf, use_folder
from tests.sessions_app.whiteboard.boards import broadcasts, draw, file_of, in_a_call, marks, opened, strokes, visible
from tests.world import World, bodies, log_of, refused, row_of, run

STROKE: dict[str, Any] = {"stroke": "s9", "page": 1, "ink": "blue", "width": 40, "points": [1, 2]}
EVERYTHING: dict[Callable[..., None], dict[str, Any]] = {
    drawing.board_stroke: STROKE,
    drawing.board_erase: {"erasure": "e1", "strokes": ["s1"]},
    drawing.board_undo: {"stroke": "s1"},
    drawing.board_clear: {"upto": 9},
    board.board_page: {"page": 1},
    board.board_view: {"page": 1, "zoom": 200, "turn": 90, "x": 1, "y": 2},
}
OPERATORS: dict[Callable[..., None], dict[str, Any]] = {board.board_close: {}, board.board_freeze: {"share": "nothing"}}


@pytest.fixture(autouse=True)
def storage(tmp_path: Path, settings: Any) -> Path:
    return use_folder(settings, tmp_path)


def test_both_see_what_the_operator_opens_and_the_log_says_so(world: World) -> None:
    session, key = opened(world)
    for view in (present.session_view(row_of(session)), present.operator_session_view(row_of(session))):
        assert view.board is not None
        shown = msgspec.json.decode(view.board, type=BoardView)
        assert (shown.id, shown.live, shown.name, shown.pages) == (key, False, "boiler.png", 1)
    assert [body["board"]["id"] for body in bodies(session, "board.opened")] == [key]
    assert log_of(session)[-1].shared is not None


def test_opening_the_same_file_again_changes_nothing_and_another_replaces_it(world: World) -> None:
    session, key = opened(world)
    share = Board.objects.get().share
    assert share is not None
    run(board.board_open, world.anna, session=session, share=share.public_id)
    assert Board.objects.get().key == key
    draw(world.anna, (session, key))
    run(board.board_open, world.anna, session=session, share=file_of(world.carla, session, "a.pdf", pdf()).public_id, pages=3)
    assert Board.objects.get().key != key
    assert not BoardMark.objects.exists()
    assert refused(drawing.board_undo, world.anna, session=session, board=key, stroke="s1").code == "board.closed"


@pytest.mark.parametrize("who", ["boris", "oskar", "david"])
def test_nobody_else_can_see_draw_turn_or_close(world: World, who: str) -> None:
    where = opened(world)
    draw(world.carla, where)
    world.active(world.david, world.boris)
    other = getattr(world, who)
    for service, fields in {**EVERYTHING, **OPERATORS}.items():
        assert refused(service, other, session=where[0], board=where[1], **fields).code == "session.not_found"
    with pytest.raises(Fault) as caught:
        present_board.board_marks(other, *where, 0)
    assert caught.value.code == "session.not_found"
    assert strokes(world.anna, where) == ["s1"]


def test_a_client_neither_opens_nor_freezes_nor_closes(world: World) -> None:
    session, key = opened(world)
    for service, fields in OPERATORS.items():
        assert refused(service, world.carla, session=session, board=key, **fields).code == "session.not_found"
    assert refused(board.board_open, world.carla, session=session).code == "session.not_found"


def test_a_file_of_another_session_cannot_be_opened(world: World) -> None:
    session = world.active()
    foreign = file_of(world.david, world.active(world.david, world.boris))
    assert refused(board.board_open, world.anna, session=session, share=foreign.public_id).code == "share.not_found"
    assert refused(board.board_open, world.anna, session=session, share="nobody").code == "share.not_found"


def test_a_file_of_the_operators_other_session_cannot_be_opened_either(world: World) -> None:
    session = world.active()
    other = world.active(world.david)
    theirs = file_of(world.david, other)
    assert refused(board.board_open, world.anna, session=session, share=theirs.public_id).code == "share.not_found"


def test_only_pictures_and_pdfs_can_be_opened(world: World) -> None:
    session = world.active()
    text = file_of(world.carla, session, "a.txt", b"words")
    assert refused(board.board_open, world.anna, session=session, share=text.public_id).code == "board.type"


def test_a_repeated_stroke_is_stored_and_sent_once(world: World) -> None:
    where = opened(world)
    fields = {"session": where[0], "board": where[1], **STROKE}
    (frame,) = broadcasts(drawing.board_stroke, world.carla, **fields)
    mark = msgspec.json.decode(frame)["mark"]
    assert (mark["seq"], mark["role"], mark["points"], mark["ink"]) == (1, "client", [1, 2], "blue")
    assert broadcasts(drawing.board_stroke, world.carla, **fields) == []
    assert strokes(world.anna, where) == strokes(world.carla, where) == ["s9"]


def test_undo_takes_back_only_own_strokes(world: World) -> None:
    where = opened(world)
    draw(world.carla, where, "hers")
    draw(world.anna, where, "mine")
    for by in (world.anna, world.anna):
        run(drawing.board_undo, by, session=where[0], board=where[1], stroke="hers")
    assert strokes(world.carla, where) == ["hers", "mine"]
    run(drawing.board_undo, world.carla, session=where[0], board=where[1], stroke="hers")
    run(drawing.board_undo, world.carla, session=where[0], board=where[1], stroke="hers")
    assert strokes(world.carla, where) == ["mine"]
    assert Board.objects.get().head == 3


def test_a_client_clears_own_strokes_an_operator_all_and_newer_ones_stay(world: World) -> None:
    where = opened(world)
    for number, by in enumerate([world.carla, world.anna, world.carla, world.anna], 1):
        draw(by, where, f"s{number}")
    run(drawing.board_clear, world.carla, session=where[0], board=where[1], upto=2)
    assert strokes(world.anna, where) == ["s2", "s3", "s4"]
    run(drawing.board_clear, world.anna, session=where[0], board=where[1], upto=3)
    assert strokes(world.anna, where) == ["s4"]
    run(drawing.board_clear, world.anna, session=where[0], board=where[1], upto=99)
    assert strokes(world.carla, where) == []


def test_the_eraser_removes_anybodys_strokes_and_only_its_user_restores_them(world: World) -> None:
    where = opened(world)
    erase = {"session": where[0], "board": where[1], "erasure": "sweep"}
    for number, by in enumerate([world.carla, world.anna, world.anna], 1):
        draw(by, where, f"s{number}")
    run(drawing.board_erase, world.carla, **erase, strokes=["s1", "s2", "unknown"])
    run(drawing.board_erase, world.carla, **erase, strokes=["s2", "s3"])
    assert strokes(world.anna, where) == []
    assert [mark["strokes"] for mark in marks(world.anna, where) if mark["kind"] == "erase"] == [["s1", "s2"], ["s3"]]
    run(drawing.board_undo, world.anna, session=where[0], board=where[1], stroke="sweep")
    assert strokes(world.anna, where) == []
    for _again in range(2):
        run(drawing.board_undo, world.carla, session=where[0], board=where[1], stroke="sweep")
    assert strokes(world.anna, where) == ["s1", "s2", "s3"]
    assert Board.objects.get().head == 6


def test_erasing_an_erased_stroke_adds_no_mark(world: World) -> None:
    where = opened(world)
    erase = {"session": where[0], "board": where[1], "erasure": "sweep", "strokes": ["s1"]}
    draw(world.anna, where)
    assert len(broadcasts(drawing.board_erase, world.carla, **erase)) == 1
    assert broadcasts(drawing.board_erase, world.carla, **erase) == []
    assert broadcasts(drawing.board_clear, world.anna, session=where[0], board=where[1], upto=9) == []


def test_undoing_a_clear_restores_exactly_what_it_removed(world: World) -> None:
    where = opened(world)
    at = {"session": where[0], "board": where[1]}
    for number, by in enumerate([world.carla, world.anna, world.carla], 1):
        draw(by, where, f"s{number}")
    run(drawing.board_erase, world.anna, **at, erasure="sweep", strokes=["s3"])
    run(drawing.board_clear, world.anna, **at, upto=4, erasure="all")
    draw(world.carla, where, "s4")
    run(drawing.board_undo, world.carla, **at, stroke="all")
    assert strokes(world.carla, where) == ["s4"]
    run(drawing.board_undo, world.anna, **at, stroke="all")
    assert strokes(world.carla, where) == ["s1", "s2", "s4"]


def test_a_clear_without_an_id_gets_one_to_be_undoable(world: World) -> None:
    where = opened(world)
    draw(world.anna, where)
    (frame,) = broadcasts(drawing.board_clear, world.anna, session=where[0], board=where[1], upto=1)
    run(drawing.board_undo, world.anna, session=where[0], board=where[1], stroke=msgspec.json.decode(frame)["mark"]["erasure"])
    assert strokes(world.anna, where) == ["s1"]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=some.lists(
        some.tuples(some.sampled_from(["stroke", "undo", "erase", "clear"]), some.booleans(), some.integers(0, 9)), max_size=20
    ),
    most=some.sampled_from([3, 6, 3_000]),
)
def test_a_reconnect_at_any_moment_gives_the_same_strokes(world: World, steps: list[tuple[str, bool, int]], most: int) -> None:
    """Also on a board that fills up repeatedly and deletes erased strokes."""
    Board.objects.all().delete()
    session = getattr(world, "same", None) or world.active()
    world.same = session  # type: ignore[attr-defined]
    where = opened(world, session)
    kept: list[list[dict[str, Any]]] = []
    for number, (what, operator, which) in enumerate(steps):
        by = world.anna if operator else world.carla
        at = {"session": where[0], "board": where[1]}
        with suppress(Fault), patch.object(drawing, "MARKS", most):
            if what == "stroke":
                draw(by, where, f"s{number}")
            elif what == "undo":
                run(drawing.board_undo, by, **at, stroke=f"s{which}")
                run(drawing.board_undo, by, **at, stroke=f"e{which}")
            elif what == "erase":
                run(drawing.board_erase, by, **at, erasure=f"e{which}", strokes=[f"s{which}", f"s{number - 1}"])
            else:
                run(drawing.board_clear, by, **at, upto=which, erasure=f"e{which}")
        kept.append(marks(world.carla, where))
    fresh = marks(world.carla, where)
    for seen in kept:
        head = max((mark["seq"] for mark in seen), default=0)
        assert visible(seen + marks(world.carla, where, head)) == visible(fresh)


def test_a_full_board_is_sent_in_frames_of_allowed_size(world: World) -> None:
    where = opened(world)
    for number in range(60):
        draw(world.anna, where, f"s{number}", points=[9_999] * 512)
    answers = present_board.board_marks(world.carla, *where, 0)
    assert len(answers) > 5
    assert max(len(encode(answer)) for answer in answers) < 32_000
    assert [answer.after for answer in answers[1:]] == [answer.head for answer in answers[:-1]]
    assert answers[-1].head == 60
    assert strokes(world.carla, where) == [f"s{number}" for number in range(60)]


def test_a_board_has_a_limit(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    where = opened(world)
    monkeypatch.setattr(drawing, "MARKS", 2)
    draw(world.anna, where, "s1")
    draw(world.carla, where, "s2")
    full = {"session": where[0], "board": where[1], **STROKE}
    assert refused(drawing.board_stroke, world.carla, **full).code == "board.full"
    monkeypatch.setattr(drawing, "MARKS", 100)
    monkeypatch.setattr(drawing, "BYTES", 300)
    assert refused(drawing.board_stroke, world.carla, **{**full, "points": [10_000] * 512}).code == "board.full"
    run(drawing.board_clear, world.anna, session=where[0], board=where[1], upto=2)
    draw(world.carla, where, "s3")


def test_erased_strokes_are_deleted_when_the_board_is_full(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    where = opened(world)
    at = {"session": where[0], "board": where[1]}
    monkeypatch.setattr(drawing, "MARKS", 4)
    for number in range(3):
        draw(world.carla, where, f"s{number}")
    run(drawing.board_erase, world.carla, **at, erasure="sweep", strokes=["s0", "s1"])
    draw(world.anna, where, "s3")
    assert strokes(world.anna, where) == ["s2", "s3"]
    assert BoardMark.objects.count() == 3
    assert broadcasts(drawing.board_undo, world.carla, **at, stroke="sweep") == []
    run(drawing.board_erase, world.carla, **at, erasure="sweep", strokes=["s2"])
    assert broadcasts(drawing.board_undo, world.carla, **at, stroke="sweep") == [], "the rest of the sweep stays"
    assert Board.objects.get().size == sum(len(mark.body) for mark in BoardMark.objects.all())


def test_an_operators_clear_makes_room_on_a_board_of_undone_strokes(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    where = opened(world)
    at = {"session": where[0], "board": where[1]}
    monkeypatch.setattr(drawing, "MARKS", 3)
    for number in range(3):
        draw(world.carla, where, f"s{number}")
        run(drawing.board_undo, world.carla, **at, stroke=f"s{number}")
    assert refused(drawing.board_stroke, world.carla, **at, **STROKE).code == "board.full"
    run(drawing.board_clear, world.carla, **at, upto=6)
    assert refused(drawing.board_stroke, world.carla, **at, **STROKE).code == "board.full"
    run(drawing.board_clear, world.anna, **at, upto=6)
    draw(world.carla, where, "s9")
    assert BoardMark.objects.count() == 2


@pytest.mark.parametrize(
    "wrong",
    [{"points": []}, {"points": [1] * (STROKE_NUMBERS + 1)}, {"points": [-1, 0]}, {"points": [0, 10_001]}, {"points": [1.5, 2]},
     {"points": ["1", "2"]}, {"ink": "green"}, {"width": 0}, {"width": 201}, {"page": 0}, {"page": 501}, {"stroke": ""},
     {"stroke": "x" * 17}, {"stroke": "a b"}],
)  # fmt: skip
@pytest.mark.parametrize("kind", [BoardStroke, BoardInk])
def test_a_stroke_out_of_bounds_is_refused_by_the_parser(kind: type[Any], wrong: dict[str, Any]) -> None:
    tag = str(kind.__struct_config__.tag)
    good = {
        "id": "1",
        "type": tag,
        "session": "s",
        "board": "b",
        "stroke": "s",
        "page": 1,
        "ink": "blue",
        "width": 40,
        "points": [1, 2],
    }
    good |= {"at": 0} if kind is BoardInk else {}
    reader = Reader([kind])
    reader.read(msgspec.json.encode(good).decode())
    with pytest.raises(Fault):
        reader.read(msgspec.json.encode(good | wrong).decode())


def test_half_a_point_and_a_missing_page_are_refused(world: World) -> None:
    where = opened(world)
    fields = {"session": where[0], "board": where[1], **STROKE}
    assert refused(drawing.board_stroke, world.carla, **{**fields, "points": [1, 2, 3]}).code == "board.stroke"
    assert refused(drawing.board_stroke, world.carla, **{**fields, "page": 2}).code == "board.stroke"
    assert refused(board.board_page, world.carla, session=where[0], board=where[1], page=2).code == "board.page"


def test_both_sides_share_one_view_and_a_page_starts_whole(world: World) -> None:
    session = world.active()
    share = file_of(world.carla, session, "a.pdf", pdf())
    run(board.board_open, world.anna, session=session, share=share.public_id, pages=3)
    where = {"session": session, "board": Board.objects.get().key}
    run(board.board_view, world.carla, **where, page=1, zoom=300, turn=90, x=1000, y=2000)
    seen = present_board.board_marks(world.anna, *where.values(), 0)[0].look
    assert (seen.zoom, seen.turn, seen.x, seen.y, seen.rev) == (300, 90, 1000, 2000, 1)
    run(board.board_page, world.anna, **where, page=2)
    seen = present_board.board_marks(world.carla, *where.values(), 0)[0].look
    assert (seen.page, seen.zoom, seen.turn, seen.rev) == (2, 100, 0, 2)
    run(board.board_view, world.carla, **where, page=1, zoom=300, turn=0, x=1, y=1)
    assert Board.objects.get().page == 2


def test_a_live_board_needs_a_call_and_keeps_strokes_when_frozen(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    session = world.active()
    assert refused(board.board_open, world.anna, session=session).code == "board.no_picture"
    in_a_call(monkeypatch)
    run(board.board_open, world.anna, session=session)
    where = (session, Board.objects.get().key)
    draw(world.anna, where)
    still = file_of(world.anna, session, "still.png")
    for _again in range(2):
        run(board.board_freeze, world.anna, session=session, board=where[1], share=still.public_id)
    assert strokes(world.carla, where) == ["s1"]
    assert [body["board"]["name"] for body in bodies(session, "board.frozen")] == ["still.png"]
    board.live_over(row_of(session))
    assert Board.objects.exists()
    other = file_of(world.anna, session, "other.png")
    assert refused(board.board_freeze, world.anna, session=session, board=where[1], share=other.public_id).code == "board.still"


def test_the_end_of_the_session_closes_the_board_and_keeps_the_files(world: World) -> None:
    session, key = opened(world)
    draw(world.carla, (session, key))
    run(closing.session_end, world.carla, session=session)
    assert not Board.objects.exists()
    assert [line.kind for line in log_of(session)][-2:] == ["board.closed", "session.changed"]
    assert row_of(session).files.filter(state="ready").count() == 1
    for service, fields in EVERYTHING.items():
        assert refused(service, world.carla, session=session, board=key, **fields).code == "board.closed"
    assert refused(board.board_open, world.anna, session=session).code == "session.closed"


def test_redirecting_the_session_and_deleting_the_file_close_it_too(world: World) -> None:
    session, _key = opened(world)
    share = Board.objects.get().share
    assert share is not None
    run(share_delete, world.anna, share=share.public_id)
    assert not Board.objects.exists()
    run(board.board_open, world.anna, session=session, share=file_of(world.carla, session).public_id)
    run(redirect.session_redirect, world.anna, session=session, operator=world.boris.pk)
    assert not Board.objects.exists()
    assert len(bodies(session, "board.closed")) == 2


def test_closing_twice_changes_nothing(world: World) -> None:
    session, key = opened(world)
    for _again in range(2):
        run(board.board_close, world.anna, session=session, board=key)
    assert len(bodies(session, "board.closed")) == 1
