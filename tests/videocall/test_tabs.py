"""The tabs of the tests themselves: one that fails takes nothing else with it."""

import pytest

from tests.videocall import tabs as module
from tests.videocall.tabs import Tabs


async def test_a_tab_that_waited_in_vain_is_closed_with_the_others_and_hides_no_failure(place, monkeypatch):
    tabs = Tabs()
    late, other = await tabs.operator(place.anna), await tabs.client(place.carla)
    with monkeypatch.context() as patched:
        patched.setattr(module, "SECONDS", 0)
        with pytest.raises(TimeoutError):
            await late.event("never")
    await tabs.close()
    assert other.communicator.future.done()
