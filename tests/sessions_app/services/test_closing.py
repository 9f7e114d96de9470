"""Rating and wrap-up: by whom and when."""

import pytest

from sessions_app import present
from sessions_app.actor import SYSTEM
from sessions_app.models import Result, Session, Tag
from sessions_app.services import closing
from tests.world import bodies, refused, row_of, run, steps


@pytest.fixture
def session(world):
    return world.active()


def test_the_last_rating_counts_and_both_sides_see_it(world, session):
    run(closing.session_rate, world.carla, session=session, value=2)
    run(closing.session_end, world.carla, session=session)
    run(closing.session_rate, world.carla, session=session, value=5, comment=" Thank you ")
    kept = row_of(session)
    for view in (present.session_view(kept), present.operator_session_view(kept)):
        assert (view.rating.value, view.rating.comment) == (5, "Thank you")
    assert [body["rating"]["value"] for body in bodies(session, "session.rated", shared=True)] == [2, 5]


def test_it_can_be_rated_after_the_wrap_up(world, session):
    run(closing.session_end, world.anna, session=session)
    run(closing.session_wrapup, world.anna, session=session)
    run(closing.session_rate, world.carla, session=session, value=4)
    assert (row_of(session).state, row_of(session).rating) == ("closed", 4)


def test_a_repeated_rating_is_logged_once(world, session):
    for _ in range(2):
        run(closing.session_rate, world.carla, session=session, value=3)
    assert len(bodies(session, "session.rated")) == 1


def test_unanswered_sessions_cannot_be_rated_and_strangers_cannot_rate(world):
    session = world.enter()
    assert refused(closing.session_rate, world.carla, session=session, value=1).code == "rating.early"
    world.accept(session)
    assert refused(closing.session_rate, world.david, session=session, value=1).code == "session.not_found"
    assert row_of(session).rating is None


def test_wrapping_up_keeps_result_tags_and_note(world, session):
    Result.objects.create(name="Solved")
    for name in ("boiler", "invoice"):
        Tag.objects.create(name=name)
    run(closing.session_end, world.anna, session=session)
    run(closing.session_wrapup, world.anna, session=session, result="Solved", note="Fine", tags=["invoice", "boiler", "invoice"])
    kept = row_of(session)
    assert (kept.state, kept.result, kept.tags) == ("closed", "Solved", ["invoice", "boiler"])
    assert bodies(session, "note.posted", shared=False) == [{"text": "Fine", "command": None}]
    assert bodies(session, "session.changed", shared=True)[-1] | {"operator": ""} == {
        "step": "closed", "state": "closed", "away": False, "operator": "", "result": "",
    }  # fmt: skip


@pytest.mark.parametrize(("what", "code"), [({"tags": ["nonsense"]}, "tag.unknown"), ({"result": "Emil paid"}, "result.unknown")])
def test_what_is_not_in_the_lists_is_refused_and_nothing_has_changed(world, session, what, code):
    run(closing.session_end, world.anna, session=session)
    assert refused(closing.session_wrapup, world.anna, session=session, note="x", **what).code == code
    assert row_of(session).state == "wrapup"
    assert bodies(session, "note.posted") == []


@pytest.mark.parametrize("who", ["boris", "david"])
def test_a_stranger_neither_ends_nor_wraps_up(world, session, who):
    by = getattr(world, who)
    assert refused(closing.session_end, by, session=session).code == "session.not_found"
    run(closing.session_end, world.anna, session=session)
    assert refused(closing.session_wrapup, by, session=session).code == "session.not_found"
    assert row_of(session).state == "wrapup"


def test_a_supervisor_ends_live_and_waiting_sessions(world, session):
    waiting = world.enter(world.david)
    for each in (session, waiting):
        run(closing.session_end, SYSTEM, session=each)
    assert (row_of(session).state, row_of(waiting).state) == ("wrapup", "missed")
    assert not Session.objects.filter(state__in=["waiting", "active"]).exists()
    assert steps(waiting) == ["queued", "missed"]
