"""The client's socket between two steps: what it was about may have changed."""

from __future__ import annotations

from typing import Any

import pytest

from contactcenter.sockets import ClientSocket
from sessions_app.actor import Actor
from sessions_app.consumers import client
from sessions_app.services import transitions


@pytest.mark.parametrize(("session", "asked"), [("s1", [transitions.client_here]), ("", [])])
async def test_a_tab_without_a_session_any_more_is_registered_nowhere(
    session: str, asked: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """While its place was looked up, the client has left a message, and waits no longer."""
    called: list[Any] = []

    async def commit(service: Any, **_where: Any) -> Any:
        called.append(service)
        return type("Result", (), {"value": True})

    monkeypatch.setattr(client, "commit", commit)
    tab = ClientSocket()
    tab.setup()
    tab.session = session
    await tab._still_here()
    assert called == asked


async def test_a_tab_that_is_closed_while_it_arrives_is_gone_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its leaving was registered before its arriving, which would stand for good."""
    called: list[Any] = []

    async def commit(service: Any, **_where: Any) -> Any:
        called.append(service)
        if service is transitions.client_here:  # the client is shown as away, and closes this tab, too
            await tab.gone()
        return type("Result", (), {"value": False})

    monkeypatch.setattr(client, "commit", commit)
    tab = ClientSocket()
    tab.setup()
    tab.scope = {}
    tab.actor = Actor("client", 1, "Carla")
    tab.session = "s1"
    await tab._still_here()
    assert called == [transitions.client_here, transitions.client_left, transitions.client_arrive, transitions.client_left]
