"""Calls through a real relay only, over UDP and TCP, and the page that tests the network path."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import hook, query
from tests.browser.talk import Talk, route
from tests.servers import Site
from tests.servers.process import until
from tests.servers.turn import SECRET, Turn


@pytest.fixture(scope="module")
def turn() -> Iterator[Turn]:
    with Turn() as running:
        yield running


@pytest.fixture
def site_env(request: pytest.FixtureRequest, turn: Turn) -> dict[str, str]:
    """``everywhere`` in addition to the transports: all calls of this installation use only the relay."""
    urls = ",".join(f"turn:127.0.0.1:{turn.port}?transport={name}" for name in request.param if name != "everywhere")
    everywhere = {"CONTACTCENTER_RELAY_ONLY": "1"} if "everywhere" in request.param else {}
    return {"CONTACTCENTER_TURN_URLS": urls, "CONTACTCENTER_TURN_SECRET": SECRET, **everywhere}


@pytest.mark.parametrize("site_env", [["udp", "everywhere"], ["tcp"]], indirect=True, ids=["udp", "tcp"])
def test_a_call_uses_only_the_relay_by_setting_or_widget(talk: Talk, site: Site, request: pytest.FixtureRequest) -> None:
    transport = request.node.callspec.id
    if "CONTACTCENTER_RELAY_ONLY" not in site.env:
        query(site, "UPDATE sessions_app_widget SET relay_only = 1")
    talk.call()
    for side in (talk.operator_side, talk.client_side):
        side.gets_frames()
    # The other's address may be met before it is told, and be of no known kind until then.
    ways = [["relay", transport, "relay"]] * 2
    found = lambda: [route(place) for place in (talk.console, talk.frame)]  # noqa: E731
    assert until(lambda: found() == ways), found()


@pytest.mark.parametrize("site_env", [["udp", "tcp"]], indirect=True)
def test_the_network_test_reports_every_path_in_words(operator_page: Page, site: Site) -> None:
    operator_page.goto(f"{site.url}/path/")
    for way, state in (("host", "ok"), ("stun", "unset"), ("udp", "ok"), ("tcp", "ok")):
        expect(hook(operator_page, f"path-{way}", state=state)).to_be_visible()
    expect(hook(operator_page, "path-verdict")).to_contain_text("also through the relay")
