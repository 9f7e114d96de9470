"""The tests' own tabs: one that fails affects no other."""

from __future__ import annotations

import pytest

from tests.world import World
from tests.world import tabs as module


async def test_a_tab_after_a_timeout_is_closed_with_the_others(
    committed_world: World, tabs: module.Tabs, monkeypatch: pytest.MonkeyPatch
) -> None:
    late, other = await tabs.operator(committed_world.anna), await tabs.client(committed_world.carla)
    with monkeypatch.context() as patched:
        patched.setattr(module, "SECONDS", 0)
        with pytest.raises(TimeoutError):
            await late.event("never")
    await tabs.close()
    assert other.communicator.future.done()
