"""A client with Firefox and an operator with Chromium: chat, a call from each side, its end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.firefox import Firefox, Place
from tests.browser.pages import hook
from tests.browser.talk import STATISTICS, STEADY_SECONDS, Side
from tests.servers import Site
from tests.servers.process import until


@pytest.fixture
def firefox(tmp_path: Path) -> Iterator[Firefox]:
    with Firefox(tmp_path / "firefox") as running:
        yield running


def receives(client: Place) -> None:
    """Wait until Firefox has decoded pictures and heard something."""

    def enough() -> bool:
        found = client.run(f"return await ({STATISTICS})();")
        return bool(found["frames"] > 5 and found["energy"] > 0)

    assert until(enough, seconds=25), client.run(f"return await ({STATISTICS})();")


def connected(console: Page, client: Place) -> None:
    """Check that both show a connected call with pictures and sound both ways."""
    expect(hook(console, "call", state="connected")).to_be_visible(timeout=STEADY_SECONDS)
    client.sees("call", '[data-state="connected"]')
    Side(console).gets_sound()
    receives(client)


def test_firefox_and_chromium_chat_and_call_each_other(site: Site, operator_page: Page, firefox: Firefox) -> None:
    page = firefox.open(f"{site.other_url}/demo/")
    page.press("launcher")
    client = page.frame()
    client.press("entry-chat")
    client.write("field-name", "Emily Carter")
    client.write("field-message", "My boiler shows F.22")
    client.press("entry-submit")
    hook(operator_page, "accept").first.click()
    client.sees("composer")
    hook(operator_page, "composer").fill("Good morning, Emily")
    hook(operator_page, "composer").press("Enter")
    client.sees("message", '[data-author="operator"]')
    client.write("composer", "Good morning")
    client.press("send")
    expect(hook(operator_page, "message", author="client").last).to_contain_text("Good morning")

    hook(operator_page, "tab-call").click()
    hook(operator_page, "call-start").click()
    client.press("prompt-accept")
    connected(operator_page, client)
    Side(operator_page).gets_frames()
    client.press("call-devices")
    client.press("blur-background")
    client.sees("blur-background", '[data-state="on"]')
    client.press("settings-close")
    Side(operator_page).gets_frames()
    client.press("hangup")
    expect(hook(operator_page, "call", state="connected")).to_have_count(0)

    client.press("ask-call")
    expect(hook(operator_page, "call-asked")).to_be_visible()
    hook(operator_page, "call-start").click()
    connected(operator_page, client)
    hook(hook(operator_page, "call"), "hangup").click()
    assert until(lambda: bool(client.run("return hook('call')?.dataset.state !== 'connected'"))), "Firefox still shows the call"
