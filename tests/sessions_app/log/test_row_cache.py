"""What this process remembers of sessions: a bounded number of them, and nothing of one that is unknown."""

from __future__ import annotations

import pytest

from sessions_app.log import row_cache, statements
from tests.world import World, row_of


def test_rows_are_remembered_until_they_are_forgotten(world: World) -> None:
    one, two = world.active(), world.active(world.david)
    row_cache.remember([row_of(one), row_of(two)])
    assert row_cache.recall([one, two]) == {key: statements.known(row_of(key)) for key in (one, two)}
    row_cache.forget(one, "unknown")
    assert row_cache.recall([one, two]) is None
    assert row_cache.recall([two]) is not None


def test_the_row_that_was_written_longest_ago_is_dropped(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    one, two, three = (world.active(world.client(name)) for name in ("Emil", "Fred", "Gina"))
    monkeypatch.setattr(row_cache, "KEPT", 2)
    for key in (one, two, one, three):
        row_cache.remember([row_of(key)])
    assert row_cache.recall([one, three]) is not None
    assert row_cache.recall([two]) is None
