"""Refusals and what the server says by itself come in the language of each socket's person."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from contactcenter.realtime.db_reads import read
from sessions_app.models import Operator
from tests.world import World


@pytest.fixture
def world(transactional_db: None) -> World:
    return World()


def told(text: str, language: str) -> str:
    with translation.override(language):
        return translation.gettext(text)


async def greeted(tabs: Any, actor: Any, language: str) -> Any:
    tab = await tabs.silent(actor)
    answer = await tab.do("hello", language=language, **({"token": actor.name} if actor.role == "client" else {}))
    assert answer["type"] == "ack"
    return tab


async def refusal(tab: Any, kind: str, **fields: Any) -> str:
    answer = await tab.do(kind, **fields)
    assert answer["type"] == "fault", answer
    return str(answer["text"])


async def test_a_refusal_is_in_the_language_of_whoever_asked(world: World, tabs: Any) -> None:
    carla, david = await greeted(tabs, world.carla, "cs"), await greeted(tabs, world.david, "de-AT")
    text = "This doesn’t exist, or isn’t yours."
    assert await refusal(carla, "message.post", session="nobody", text="x") == told(text, "cs") != text
    assert await refusal(david, "message.post", session="nobody", text="x") == told(text, "de") != text
    assert await refusal(await greeted(tabs, world.anna, ""), "session.preview", session="nobody") == text


async def test_refusals_of_reads_and_of_writes_are_alike(world: World, tabs: Any) -> None:
    anna = await greeted(tabs, world.anna, "cs")
    text = told("This doesn’t exist, or isn’t yours.", "cs")
    assert await refusal(anna, "session.read", session="nobody") == text
    assert await refusal(anna, "session.end", session="nobody") == text


async def test_two_visitors_of_one_widget_hear_why_it_is_closed_each_in_their_language(world: World, tabs: Any) -> None:
    carla, david = await greeted(tabs, world.carla, "cs"), await greeted(tabs, world.david, "de")
    anna = await greeted(tabs, world.anna, "en")
    await read(lambda: Operator.objects.exclude(pk=world.anna.pk).update(chosen="away"))
    assert (await anna.do("presence.set", state="away"))["type"] == "ack"
    for tab, language in ((carla, "cs"), (david, "de")):
        shown = await tab.event("availability.changed", lambda frame: frame["state"] != "online")
        words = {told(text, language) for text in ("We’re away for a moment.", "Nobody is here right now.")}
        assert shown["reason"] in words
