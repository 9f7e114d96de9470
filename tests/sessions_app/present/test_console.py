"""The console's snapshot is read for all conversations at once: hundreds of consoles come back together after an outage."""

from __future__ import annotations

from typing import Any

from sessions_app.models import Operator
from sessions_app.present.console import desk_snapshot
from sessions_app.services import messages
from tests.world import World, run


def test_more_conversations_ask_the_database_hardly_more(world: World, django_assert_max_num_queries: Any) -> None:
    Operator.objects.filter(pk=world.anna.pk).update(chat_limit=20)
    operator = Operator.objects.get(pk=world.anna.pk)
    for number in range(8):
        session = world.active(world.client(f"Client {number}"))
        run(messages.note_post, world.anna, session=session, text="Asks again")
    with django_assert_max_num_queries(28):  # one for each log, twenty for everything else
        snapshot, rows = desk_snapshot(operator)
    assert [view.notes for view in snapshot.sessions] == [1] * 8
    assert [view.id for view in snapshot.sessions] == [row.public_id for row in rows]


def test_each_conversation_has_what_is_its_own(world: World) -> None:
    Operator.objects.filter(pk=world.anna.pk).update(chat_limit=20)
    first, second = world.active(world.carla), world.active(world.david)
    run(messages.note_post, world.anna, session=second, text="Wants a discount")
    run(messages.message_post, world.carla, session=first, text="Good day")
    snapshot, _rows = desk_snapshot(Operator.objects.get(pk=world.anna.pk))
    views = {view.id: view for view in snapshot.sessions}
    assert (views[first].notes, views[second].notes) == (0, 1)
    assert b"Good day" in bytes(views[first].events[-1])
    assert b"Wants a discount" in bytes(views[second].events[-1])
    assert [views[first].client.name, views[second].client.name] == ["Carla", "David"]
