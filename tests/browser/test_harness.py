"""The test harness: software devices, and a watch that notices errors."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.pages import Pages

OPEN = """async () => {
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: true });
    return stream.getTracks().map((track) => track.kind).sort().join();
  } catch (error) { return error.name; }
}"""


class _Blank(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><link rel='icon' href='data:,'><title>blank</title>")

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def blank_page() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Blank) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


def test_a_page_gets_a_camera_and_a_microphone(pages: Pages, blank_page: str) -> None:
    assert pages.open(blank_page).evaluate(OPEN) == "audio,video"


def test_an_asking_browser_refuses_until_granted(pages: Pages, asking_browser: Browser, blank_page: str) -> None:
    page = pages.open(blank_page, browser=asking_browser)
    assert page.evaluate(OPEN) == "NotAllowedError"
    page.context.grant_permissions(["camera", "microphone"])
    assert page.evaluate(OPEN) == "audio,video"


def test_a_bare_browser_has_no_devices(pages: Pages, bare_browser: Browser, blank_page: str) -> None:
    assert pages.open(blank_page, browser=bare_browser).evaluate(OPEN) == "NotFoundError"


def test_a_console_error_is_noticed_unless_allowed(pages: Pages, blank_page: str) -> None:
    page = pages.open(blank_page)
    with page.expect_console_message():
        page.evaluate("() => console.error('something is wrong')")
    assert len(pages.complaints) == 1
    pages.allow("something is wrong")
    assert pages.complaints == []


def test_an_uncaught_error_is_noticed(pages: Pages, blank_page: str) -> None:
    page = pages.open(blank_page)
    with page.expect_event("pageerror"):
        page.evaluate("() => { setTimeout(() => { throw new Error('not caught'); }); }")
    assert "not caught" in pages.complaints[0]
    pages.allow("not caught")
