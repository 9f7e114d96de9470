"""The language a client is served in: told by the page on entering, kept on the session by the names of our catalogues."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from sessions_app.models import Session
from sessions_app.services import entry
from tests.world import World, row_of, run


@pytest.fixture(autouse=True)
def languages(settings: Any) -> None:
    settings.LANGUAGES = [("en", "English"), ("cs", "Czech"), ("de", "German"), ("pt-br", "Brazilian Portuguese")]


@pytest.mark.parametrize(
    ("page", "kept"),
    [("de", "de"), ("de-AT", "de"), ("pt-BR", "pt-br"), ("cs", "cs"), ("tlh", "en"), ("", "en"), ("../../etc", "en")],
)
def test_a_session_keeps_the_catalogue_its_page_was_served_in(world: World, page: str, kept: str) -> None:
    assert row_of(world.enter(language=page)).language == kept


def test_a_page_that_says_nothing_is_in_the_language_of_its_request(world: World) -> None:
    with translation.override("cs"):
        assert row_of(world.enter()).language == "cs"


def test_a_left_message_keeps_it_too(world: World) -> None:
    run(entry.message_leave, world.carla, message="Zavolejte mi", language="cs")
    assert Session.objects.get().language == "cs"


def test_a_waiting_session_that_becomes_a_message_keeps_its_own(world: World) -> None:
    session = world.enter(language="cs")
    run(entry.message_leave, world.carla, message="Zavolejte mi", session=session, language="de")
    assert row_of(session).language == "cs"
