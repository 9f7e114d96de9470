"""Signing in with second factors in a real browser: an authenticator app, recovery codes, and passkeys of a virtual authenticator."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page, expect

from tests.browser.access import LOOKS, SETTLE, TURN
from tests.browser.axe import findings
from tests.browser.pages import Pages, hook
from tests.servers import Site

PICTURES = os.environ.get("SIGN_IN_PICTURES", "")
"""A folder for pictures of every page, if somebody wants to look at them."""
SIZES = {"desktop": (1280, 720), "large": (1920, 1080), "phone": (390, 844)}


def good(page: Page, name: str) -> None:
    """Check a page with axe in light, and in dark right-to-left, and that a phone needn't scroll sideways."""
    for scheme, direction in LOOKS:
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.evaluate(TURN, direction)
        page.evaluate(SETTLE)
        assert findings(page) == [], f"{name}, {scheme}"
        for size, (width, height) in SIZES.items() if PICTURES else [("phone", SIZES["phone"])]:
            page.set_viewport_size({"width": width, "height": height})
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} on a {size}"
            if PICTURES:
                page.screenshot(path=Path(PICTURES) / f"{name}-{scheme}-{size}.png", full_page=True)
        page.set_viewport_size({"width": 1280, "height": 720})
    page.evaluate(TURN, "")


def password(page: Page, site: Site, name: str, path: str = "/console/") -> None:
    page.goto(f"{site.url}{path}")
    page.locator('input[name="username"]').fill(name)
    page.locator('input[name="password"]').fill(f"demo-{name}")
    page.locator('input[name="password"]').press("Enter")


def code(secret: str, step: int) -> str:
    """Return the code of this step: each works once, so a test that needs a second one takes the next."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


def authenticator(page: Page) -> None:
    """Give the browser a built-in authenticator that answers without asking."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
               "isUserVerified": True, "automaticPresenceSimulation": True}  # fmt: skip
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def sign_out(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/account/security/")
    hook(page, "sign-out").click()
    expect(page.locator('input[name="password"]')).to_be_visible()


@pytest.mark.parametrize("site_env", [{"CONTACTCENTER_REQUIRE_SECOND_FACTOR": "all"}], indirect=True)
def test_an_operator_sets_up_the_required_app_and_signs_in_with_it(site: Site, pages: Pages) -> None:
    page = pages.open(f"{site.url}/console/")
    good(page, "console-login")
    password(page, site, "anna")
    expect(hook(page, "factor-missing")).to_be_visible()
    page.goto(f"{site.url}/console/")
    expect(hook(page, "factor-missing")).to_be_visible()
    good(page, "security-missing")
    hook(page, "add-app").click()
    page.locator("summary").click()
    secret = hook(page, "app-secret").inner_text()
    good(page, "app")
    hook(page, "app-code").fill("000000")
    hook(page, "app-code").press("Enter")
    expect(hook(page, "error")).to_contain_text("isn’t right")
    page.locator("summary").click()
    assert hook(page, "app-secret").inner_text() == secret, "a wrong code keeps the secret that was scanned"
    hook(page, "app-code").fill(code(secret, 0))
    hook(page, "app-code").press("Enter")
    shown = hook(page, "recovery-codes").locator("code")
    expect(shown).to_have_count(10)
    codes = shown.all_inner_texts()
    assert len(set(codes)) == 10
    good(page, "recovery-codes")
    hook(page, "codes-done").click()
    good(page, "security")
    for address in ("app/remove/", "recovery-codes/new/", "confirm/", "confirm/code/"):
        page.goto(f"{site.url}/account/{address}")
        good(page, address.strip("/").replace("/", "-"))
    page.goto(f"{site.url}/account/security/")
    hook(page, "security-back").click()
    expect(hook(page, "presence")).to_be_visible()
    hook(page, "presence").click()
    expect(hook(page, "security")).to_have_attribute("href", "/account/security/")
    for answer in (code(secret, 1), codes[0]):
        sign_out(page, site)
        password(page, site, "anna")
        expect(hook(page, "factor-code")).to_be_focused()
        good(page, "second-factor")
        hook(page, "factor-code").fill(answer)
        hook(page, "factor-code").press("Enter")
        expect(hook(page, "presence")).to_be_visible()


@pytest.mark.parametrize(("name", "path", "there"), [("anna", "/console/", "presence"), ("sofia", "/admin/", "security")])
def test_a_passkey_signs_in_on_both_pages_and_is_a_second_factor(
    site: Site, pages: Pages, name: str, path: str, there: str
) -> None:
    page = pages.open()
    authenticator(page)
    password(page, site, name, path)
    expect(hook(page, there)).to_be_visible()
    page.goto(f"{site.url}/account/security/")
    hook(page, "add-passkey").click()
    hook(page, "passkey-name").fill("Work laptop")
    good(page, "add-passkey")
    hook(page, "passkey-add").click()
    expect(hook(page, "recovery-codes")).to_be_visible()
    hook(page, "codes-done").click()
    expect(hook(page, "passkey")).to_contain_text("Work laptop")
    if path == "/admin/":
        for address in ("passkeys/1/remove/", "confirm/passkey/"):
            page.goto(f"{site.url}/account/{address}")
            good(page, address.strip("/").replace("/", "-"))

    sign_out(page, site)
    page.goto(f"{site.url}{path}")
    if path == "/admin/":
        good(page, "admin-login")
    hook(page, "sign-in-passkey").focus()
    page.keyboard.press("Enter")
    expect(hook(page, there)).to_be_visible()

    sign_out(page, site)
    password(page, site, name, path)
    hook(page, "factor-passkey").click()
    expect(hook(page, there)).to_be_visible()


def test_a_browser_without_the_passkey_says_so_and_lets_nobody_in(site: Site, pages: Pages) -> None:
    page = pages.open(f"{site.url}/console/login/")
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")  # no authenticator at all
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new DOMException('closed', 'NotAllowedError')); }")
    hook(page, "sign-in-passkey").click()
    expect(hook(page, "passkey-refused")).to_be_visible()
    expect(page.locator('input[name="password"]')).to_be_visible()


@pytest.mark.parametrize("site_env", [{"CONTACTCENTER_RATE_SCALE": "1"}], indirect=True)
@pytest.mark.parametrize("path", ["/console/login/", "/admin/login/"])
def test_the_sixth_wrong_password_is_refused_in_words(site: Site, pages: Pages, path: str) -> None:
    pages.allow("429")
    page = pages.open(f"{site.url}{path}")
    answers = []
    for _ in range(6):
        page.locator('input[name="username"]').fill("nobody")
        page.locator('input[name="password"]').fill("wrong")
        with page.expect_response(lambda response: response.request.method == "POST") as answer:
            page.locator('input[name="password"]').press("Enter")
        answers.append(answer.value.status)
        page.wait_for_load_state()
    assert answers == [200] * 5 + [429]
    expect(page.locator(".errornote, .login__error").first).to_contain_text("try again in 10 minutes", ignore_case=True)
    good(page, f"refused{path.replace('/', '-')}")


def test_the_other_pages_of_an_account_are_good(site: Site, pages: Pages) -> None:
    page = pages.open()
    password(page, site, "anna")
    expect(hook(page, "presence")).to_be_visible()
    for name in ("password", "security"):
        page.goto(f"{site.url}/account/{name}/")
        good(page, f"plain-{name}")
    pages.allow("403")
    for name in ("switched-off", "oidc-cancelled"):
        page.goto(f"{site.url}/account/{name}/")
        good(page, name)
