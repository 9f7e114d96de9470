"""Every address in the URL configuration, new ones included: headers, methods, and access."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import URLPattern, get_resolver

from sessions_app.models import User
from tests.world import World

VALUES = {"key": "shop", "public_id": "nobody", "signed": "x", "name": "a.txt", "token": "nobody"}
NOT_PAGES = {
    "loader",
    "healthz",
    "invitation-state",
    "share-address",
    "share-file",
    "share-upload",
    "widget-availability",
    "widget-client",
    "widget-message",
    "widget-return",
    "widget-slots",
    "widget-ticket",
}
PATTERNS = [pattern for pattern in get_resolver().url_patterns if isinstance(pattern, URLPattern)]
ADMIN = [
    "/admin/",
    "/admin/login/",
    "/admin/sessions_app/session/",
    "/admin/sessions_app/widget/",
    "/admin/sessions_app/operator/",
]


def path_of(pattern: URLPattern) -> str:
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: VALUES[found[1]], str(pattern.pattern))


PAGES = [path_of(pattern) for pattern in PATTERNS if pattern.name not in NOT_PAGES] + ADMIN


@pytest.fixture
def browser(world: World) -> Browser:
    """Anna as a superuser, who sees every page."""
    User.objects.filter(username="anna").update(is_staff=True, is_superuser=True)
    browser = Browser()
    browser.force_login(User.objects.get(username="anna"))
    return browser


def policy_of(answer: Any) -> dict[str, list[str]]:
    parts = answer.headers["Content-Security-Policy"].split("; ")
    return {name: values.split() for name, _space, values in (part.partition(" ") for part in parts)}


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_a_strict_policy_and_nosniff(browser: Browser, path: str) -> None:
    answer = browser.get(path)
    assert answer.status_code in (200, 302, 404, 405), path
    policy = policy_of(answer)
    assert policy["default-src"] == ["'none'"]
    assert policy["base-uri"] == ["'none'"]
    for name in ("script-src", "style-src"):
        assert not {"'unsafe-inline'", "'unsafe-eval'", "*", "data:", "http:", "https:"} & set(policy[name])
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] in ("same-origin", "no-referrer")


CALLS = ["/console/", "/path/", "/widget/shop/frame/", "/i/nobody/", "/demo/"]


@pytest.mark.parametrize("path", PAGES)
def test_only_pages_with_calls_may_use_devices(browser: Browser, path: str) -> None:
    answer = browser.get(path)
    denied = "camera=()" in answer.headers["Permissions-Policy"]
    assert denied is not (path in CALLS and answer.status_code != 302), path
    assert "geolocation=()" in answer.headers["Permissions-Policy"]


@pytest.mark.parametrize("path", PAGES)
def test_no_page_has_a_script_or_style_that_its_policy_blocks(browser: Browser, path: str) -> None:
    answer = browser.get(path, follow=True)
    text = answer.content.decode()
    hashes = [value[8:-1] for value in policy_of(answer)["script-src"] if value.startswith("'sha256-")]
    for tag, script in re.findall(r"(<script\b[^>]*>)(.*?)</script>", text, re.DOTALL):
        inline = "src=" not in tag and 'type="application/json"' not in tag
        assert not inline or base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() in hashes, tag
    assert not re.search(r"<[^>]+\son\w+=", text)
    assert not re.search(r'<[^>]+\sstyle="', text)
    assert "<style" not in text


@pytest.mark.parametrize("path", [page for page in PAGES if not page.startswith("/widget/")])
def test_nothing_but_the_widget_can_be_framed(browser: Browser, path: str) -> None:
    answer = browser.get(path)
    assert policy_of(answer)["frame-ancestors"] == ["'none'"]
    assert answer.headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("origins", [[], ["https://shop.example"], ["https://shop.example", "http://localhost:3000"]])
def test_only_its_origins_can_frame_the_widget(world: World, origins: list[str]) -> None:
    world.widget.origins = origins
    world.widget.save()
    assert policy_of(Browser().get("/widget/shop/frame/"))["frame-ancestors"] == (origins or ["'none'"])


@pytest.mark.parametrize("path", [path_of(pattern) for pattern in PATTERNS])
@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_no_url_accepts_an_unused_method(browser: Browser, path: str, method: str) -> None:
    assert getattr(browser, method)(path).status_code in (302, 403, 404, 405) or path in (
        "/healthz",
        "/console/login/",
        "/admin/login/",
        "/admin/password_change/",
    )


@pytest.mark.parametrize("path", ["/widget/%00/frame/", "/widget/nobody/frame/",
    "/widget/..%2f..%2fetc/frame/", "/console/%00", "/nobody"])  # fmt: skip
def test_an_invalid_url_is_not_found_without_details(world: World, path: str) -> None:
    answer = Browser(raise_request_exception=True).get(path)
    assert answer.status_code == 404
    assert "Traceback" not in answer.content.decode()


def test_strangers_cannot_tell_missing_files_from_existing_ones(world: World) -> None:
    answers = {Browser().get(f"/share/{name}/address/").content for name in ("%00", "nobody")}
    assert len(answers) == 1


@pytest.mark.parametrize("path", ["/console/", "/admin/", "/admin/sessions_app/session/"])
def test_strangers_are_sent_to_the_login_page(world: World, path: str) -> None:
    answer = Browser().get(path)
    assert answer.status_code == 302
    assert "/login/?next=" in answer.headers["Location"]


@pytest.mark.parametrize(
    "next_page", ["//evil.example", "https://evil.example", "javascript:alert(1)", "/\\evil.example", "http:evil.example"]
)
def test_signing_in_redirects_to_no_other_site(world: World, next_page: str) -> None:
    answer = Browser().post(f"/console/login/?next={next_page}", {"username": "anna", "password": "Anna", "next": next_page})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/console/")


@pytest.mark.parametrize("path", ["/widget/shop/frame/", "/widget.js?key=shop", "/demo/"])
def test_the_widgets_side_sets_no_cookie(world: World, path: str) -> None:
    assert not Browser().get(path).cookies


def test_the_session_cookie_is_http_only_and_same_site(world: World) -> None:
    cookie = Browser().post("/console/login/", {"username": "anna", "password": "Anna"}).cookies["http-session"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_the_health_check_reveals_no_secrets(world: World) -> None:
    assert set(Browser().get("/healthz").json()) == {"status", "database", "bridge"}
