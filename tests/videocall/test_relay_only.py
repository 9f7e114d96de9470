"""A widget with relay-only calls: both sides are told over the socket, and again after a reconnect."""

import pytest
from asgiref.sync import sync_to_async

from sessions_app.models import Widget


@pytest.mark.parametrize("relay", [True, False])
async def test_the_widgets_setting_applies_to_both_sides_of_its_calls(world, anna, carla, session, settings, relay):
    settings.TURN_URLS, settings.TURN_SECRET = ["turn:turn.example:3478"], "secret"
    await sync_to_async(Widget.objects.filter(pk=world.widget.pk).update)(relay_only=relay)
    await sync_to_async(Widget.objects.create)(name="Another", group=world.group, relay_only=not relay)
    await anna.do("call.request", session=session, leg="operator-tab")
    told = await anna.event("call.ice")
    call = told["call"]
    await carla.do("call.accept", call=call, leg="client-tab", video=False)
    assert [told["relay"], (await carla.event("call.ice"))["relay"]] == [relay, relay]
    for tab, leg in ((anna, "operator-again"), (carla, "client-again")):
        await tab.do("call.join", call=call, leg=leg)
        assert (await tab.event("call.ice", lambda frame, leg=leg: frame["leg"] == leg))["relay"] is relay
