"""Full text search (A10): the same on both databases, kept with what changes, gone with the session, never failing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from sessions_app.models import SearchDocument, Session
from sessions_app.rules.text import storable, visible
from sessions_app.selectors.search import found
from sessions_app.services import clients, closing, entry, messages, redirect, search
from tests.world import World, run

HOSTILE = [
    '"', "'", "''", "\\", "*", "a*", '"a', "NEAR", "NEAR(a b)", "a AND", "OR", "NOT a", "a:*", "a & b", "a | !", "(", "words:", "-", "%",
    "_", "\0", "a\0b", "\ud800", "\u202e", "😀", "x" * 10_000, "a " * 5_000, "☎", "#", "#99999999999999999999", "²", "٣",
]  # fmt: skip


def numbers(text: str, **columns: Any) -> set[str]:
    return set(found(Session.objects.filter(**columns), text).values_list("public_id", flat=True))


@pytest.fixture
def past(world: World) -> str:
    """Return a closed session in which much was said."""
    session = world.active(
        world.carla, topic="Kotel hlásí závadu", message="Der Brenner geht nicht", name="Zdeňka Müller", phone="601 123 456"
    )
    run(messages.message_post, world.anna, session=session, text="Otevřete prosím černý ventil")
    run(messages.note_post, world.anna, session=session, text="Wants a discount")
    run(closing.session_end, world.anna, session=session)
    run(closing.session_wrapup, world.anna, session=session, note="Technician ordered")
    return session


@pytest.mark.parametrize(
    "text",
    ["zdenka", "MULLER", "Müll", "601 123 456", "123456", "kotel", "zavad", "brenner nicht", "cerny ventil", "Ventil Müller kotel",
     "discount", "technician"],
)  # fmt: skip
def test_a_past_session_is_found_by_the_words_of_client_topic_and_transcript(world: World, past: str, text: str) -> None:
    assert numbers(text) == {past}


@pytest.mark.parametrize("text", ["entil", "ventil Brandt", "message", "posted", "text", "null", "999"])
def test_only_beginnings_of_words_are_found_and_every_word_is_needed(world: World, past: str, text: str) -> None:
    assert numbers(text) == set()


def test_an_open_session_is_found_by_what_was_just_written(world: World, past: str) -> None:
    session = world.active(world.david)
    run(messages.message_post, world.david, session=session, text="My ventilator is loud")
    assert numbers("ventil") == {past, session}
    assert numbers("ventilator") == {session}
    assert numbers("ventil", state="closed") == {past}
    assert not SearchDocument.objects.filter(session__public_id=session).exists()


def test_a_number_finds_its_session(world: World, past: str) -> None:
    number = Session.objects.get(public_id=past).number
    assert past in numbers(f"#{number}") & numbers(str(number))


def test_a_rating_after_the_end_is_found(world: World, past: str) -> None:
    run(closing.session_rate, world.carla, session=past, value=5, comment="Splendid")
    assert numbers("splendid") == {past}


def test_past_sessions_are_found_by_the_clients_new_name(world: World, past: str) -> None:
    again = world.active(world.carla, name="Zdeňka Nová")
    assert numbers("nova") == {past, again}
    assert numbers("muller") == set()
    run(clients.client_edit, world.anna, session=again, name="Eva", email="", phone="")
    assert numbers("eva") == {past, again}
    assert numbers("601123456") == set()


def test_of_a_client_with_very_many_the_oldest_are_found_after_the_next_cleanup(
    world: World, past: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "NEWEST", 1)
    monkeypatch.setattr(search, "AT_ONCE", 1)
    second = world.closed(world.carla)
    third = world.active(world.carla, name="Eva")
    assert numbers("eva") == {second, third}
    search.index_missing(timezone.now())
    assert numbers("eva") == {past, second, third}


def test_redirects_notes_are_found(world: World) -> None:
    session = world.active(world.carla)
    run(redirect.session_redirect, world.anna, session=session, operator=world.boris.pk, note="Speaks Basque")
    run(closing.session_leave, world.carla, session=session)
    assert numbers("basque") == {session}


def test_a_left_message_is_found(world: World) -> None:
    run(entry.message_leave, world.carla, message="Please call about the chimney", email="c@example.com")
    assert len(numbers("chimney")) == 1


def test_what_is_erased_is_not_found(world: World, past: str) -> None:
    Session.objects.filter(public_id=past).delete()
    assert numbers("ventil") == set()
    assert not SearchDocument.objects.exists()


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_question_finds_nothing_or_something_but_never_fails(world: World, past: str, text: str) -> None:
    assert numbers(text) <= {past}


def test_what_hostile_clients_write_can_be_indexed(world: World) -> None:
    session = world.active(world.carla, topic="'a':1 \\ \"b\" & | !")
    for text in HOSTILE:
        if storable(text) and visible(text):
            run(messages.message_post, world.carla, session=session, text=text[:4000])
    run(closing.session_end, world.anna, session=session)
    assert numbers("near") == {session}


def test_a_session_so_talkative_that_not_all_fits_is_closed_and_found(world: World) -> None:
    session = world.active(world.carla, message="chimney")
    for line in range(60):
        words = " ".join(f"{'𝔘' * 36}{line * 100 + word}" for word in range(100))
        run(messages.message_post, world.carla, session=session, text=words[:4000])
    run(closing.session_end, world.anna, session=session)
    assert numbers("chimney") == {session}


def test_a_failure_of_the_index_does_not_keep_a_conversation_from_ending(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    session = world.active(world.carla)
    monkeypatch.setattr(search, "words_of_session", lambda *_: 1 / 0)
    run(closing.session_end, world.anna, session=session)
    assert Session.objects.get(public_id=session).state == "wrapup"


def test_old_sessions_are_indexed_by_the_cleanup(world: World) -> None:
    old = world.session(state="closed", topic="Ancient", closed_at=timezone.now() - timedelta(days=900))
    assert numbers("ancient") == set()
    search.index_missing(timezone.now())
    assert numbers("ancient") == {old}
