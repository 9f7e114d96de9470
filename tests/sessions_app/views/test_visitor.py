"""Reading a visitor's browser, system and language from the request's headers."""

import time

import pytest
from django.test import RequestFactory

from sessions_app.auth import request_info

WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
AGENTS = {
    f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/126.0.0.0 Safari/537.36": ("Chrome 126", "Windows"),
    f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {WEBKIT} Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0": ("Edge 126", "macOS"),
    f"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {WEBKIT} Chrome/126.0.0.0 Safari/537.36": ("Chrome 126", "ChromeOS"),
    f"Mozilla/5.0 (Linux; Android 14; Pixel 8) {WEBKIT} Chrome/126.0.0.0 Mobile Safari/537.36": ("Chrome Mobile 126", "Android"),
    "Mozilla/5.0 (X11; Linux x86_64; rv:126.0) Gecko/20100101 Firefox/126.0": ("Firefox 126", "Linux"),
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile/15E148 "
    "Safari/604.1": ("Mobile Safari 17", "iOS"),
    "": ("", ""),
    "nobody knows": ("", ""),
}  # fmt: skip


@pytest.mark.parametrize("agent", AGENTS)
def test_browsers_and_systems_get_their_common_names(agent):
    assert request_info.browser(agent) == AGENTS[agent]


def test_an_endless_user_agent_costs_nothing():
    request_info.browser("")
    begun = time.thread_time()
    request_info.browser("Mozilla/5.0 (Linux; Android 4; " * 100_000)
    assert time.thread_time() - begun < 0.1


@pytest.mark.parametrize(("header", "language"), [("de-AT,de;q=0.9,en", "de-AT"), ("cs", "cs"), ("", ""), ("x" * 99, "x" * 35)])
def test_the_first_language_counts(header, language):
    assert request_info.language(RequestFactory().get("/", headers={"Accept-Language": header})) == language
