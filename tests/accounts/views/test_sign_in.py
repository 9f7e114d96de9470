"""Limits on signing in, on both pages: per name in any spelling, per network, per account over all networks."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone

from accounts import known_browser, limits
from accounts.models import AttemptCount
from accounts.services.attempts import attempts_clear
from contactcenter.realtime import token_bucket
from contactcenter.realtime.wire import Fault
from sessions_app.models import Group, Operator, User

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
PAGES = ["/console/login/", "/admin/login/"]
TRIES = limits.WRONG


@pytest.fixture(autouse=True)
def boris() -> Operator:
    """Boris is operator and supervisor, so both pages are open to him."""
    user = User.objects.create_user("boris", password=PASSWORD, is_staff=True)
    operator = Operator.objects.create(user=user, name="Boris")
    operator.groups.add(Group.objects.create(name="Service desk"))
    return operator


def sign_in(
    browser: Browser, name: str = "boris", password: str = "wrong", *, page: str = PAGES[0], address: str = "192.0.2.1"
) -> Any:
    return browser.post(page, {"username": name, "password": password}, REMOTE_ADDR=address)


def refused(answer: Any) -> bool:
    return answer.status_code == 429 and "Too many attempts" in answer.content.decode() and int(answer["Retry-After"]) > 0


@pytest.mark.parametrize("page", PAGES)
def test_guessing_a_password_is_rate_limited(page: str) -> None:
    answers = [sign_in(Browser(), page=page) for _ in range(TRIES)]
    assert not any(map(refused, answers))
    assert refused(sign_in(Browser(), password=PASSWORD, page=page))


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("name", ["boris", "nobody"])
def test_a_wrong_password_and_an_unknown_name_get_the_same_message(page: str, name: str) -> None:
    answer = sign_in(Browser(), name, page=page).content.decode()
    assert "Wrong name or password" in answer
    assert "lease" not in answer


def test_both_login_pages_share_the_limits() -> None:
    for number in range(TRIES):
        sign_in(Browser(), page=PAGES[number % 2])
    assert all(refused(sign_in(Browser(), password=PASSWORD, page=page)) for page in PAGES)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("name", [" boris", "boris ", "boris\t", "ｂｏｒｉｓ", "BORIS", "\u3000boris", "Ｂoris\n"])
def test_a_user_name_has_one_limit_in_any_spelling(name: str, page: str) -> None:
    for _ in range(TRIES):
        sign_in(Browser(), name, page=page)
    assert refused(sign_in(Browser(), password=PASSWORD, page=page))


def test_many_names_from_one_network_block_only_that_network() -> None:
    for number in range(TRIES):
        sign_in(Browser(), f"name{number}", address=f"2001:db8::{number:x}")
    assert refused(sign_in(Browser(), password=PASSWORD, address="2001:db8::ffff"))
    assert sign_in(Browser(), password=PASSWORD, address="2001:db8:0:1::1").status_code == 302


def try_from_everywhere() -> None:
    """Try one account from many addresses until the limit is reached."""
    for number in range(TRIES):
        sign_in(Browser(), address=f"192.0.{number}.1")


def test_an_account_tried_from_many_networks_is_closed_to_unknown_browsers() -> None:
    try_from_everywhere()
    answer = sign_in(Browser(), password=PASSWORD, address="198.51.100.1")
    assert "Too many attempts on this account" in answer.content.decode()


def test_an_operators_known_browser_is_not_locked_out_by_strangers() -> None:
    mine = Browser()
    assert sign_in(mine, password=PASSWORD, address="198.51.100.1").status_code == 302
    mine.post("/console/logout/")
    try_from_everywhere()
    assert sign_in(mine, password=PASSWORD, address="198.51.100.2", page="/admin/login/").status_code == 302


def test_a_known_browser_has_a_limit_too() -> None:
    mine = Browser()
    sign_in(mine, password=PASSWORD)
    for _ in range(TRIES):
        sign_in(mine)
    assert refused(sign_in(mine, password=PASSWORD))


def test_a_browser_is_known_only_for_accounts_that_signed_in_there(rf: Any) -> None:
    User.objects.create_user("sofia", password=PASSWORD, is_staff=True)
    browser = Browser()
    sign_in(browser, password=PASSWORD)
    sign_in(browser, "SOFIA")
    request = rf.get("/")
    request.COOKIES = {name: cookie.value for name, cookie in browser.cookies.items()}
    assert known_browser.known(request, "boris")
    assert not known_browser.known(request, "sofia")
    sign_in(browser, "sofia", PASSWORD, page="/admin/login/")
    request.COOKIES = {name: cookie.value for name, cookie in browser.cookies.items()}
    assert known_browser.known(request, "sofia") == known_browser.known(request, "boris") != ""


@pytest.mark.parametrize("forged", ["", "x", "1.2:3:4", "boris"])
def test_a_forged_cookie_makes_no_browser_known(rf: Any, forged: str) -> None:
    request = rf.get("/")
    request.COOKIES = {known_browser.COOKIE: forged}
    assert known_browser.known(request, "boris") == ""


def test_the_cookie_is_for_our_pages_only_and_contains_no_names() -> None:
    browser = Browser()
    cookie = sign_in(browser, password=PASSWORD).cookies[known_browser.COOKIE]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert "boris" not in cookie.value


def test_a_failed_sign_in_makes_no_browser_known() -> None:
    assert known_browser.COOKIE not in sign_in(Browser()).cookies


@pytest.mark.parametrize("page", PAGES)
def test_the_page_says_when_too_many_sign_in_at_once(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_args: Any, **_kwargs: Any) -> None:
        raise Fault("sign-in.busy", "Many people are signing in right now.", retry=True)

    monkeypatch.setattr("contactcenter.web.password_hashing.PasswordBackend.authenticate", busy)
    answer = sign_in(Browser(), page=page)
    assert answer.status_code == 200
    assert "Many people are signing in" in answer.content.decode()


def test_a_refused_sign_in_checks_no_password(monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(TRIES):
        sign_in(Browser())
    monkeypatch.setattr("contactcenter.web.password_hashing.PasswordBackend.authenticate", None)
    assert refused(sign_in(Browser()))


def test_an_operator_without_staff_status_cannot_enter_the_admin() -> None:
    User.objects.update(is_staff=False)
    assert sign_in(Browser(), password=PASSWORD, page="/admin/login/").status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_signing_in_doesnt_count(page: str) -> None:
    """A whole office comes from one address in the morning."""
    for _ in range(3 * TRIES):
        assert sign_in(Browser(), password=PASSWORD, page=page).status_code == 302


def test_the_own_password_gives_no_attempts_at_others_back() -> None:
    """Somebody with an account can't reset the count of their address."""
    for _ in range(TRIES):
        sign_in(Browser(), "sofia")
        sign_in(Browser(), password=PASSWORD)
    assert refused(sign_in(Browser(), "sofia"))


def test_a_limit_reopens_when_its_window_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(TRIES):
        sign_in(Browser())
    assert refused(sign_in(Browser(), password=PASSWORD))
    now = timezone.now() + limits.WINDOW
    monkeypatch.setattr(timezone, "now", lambda: now)
    assert sign_in(Browser(), password=PASSWORD).status_code == 302


def test_a_restarted_process_still_knows_the_attempts() -> None:
    for _ in range(TRIES):
        sign_in(Browser())
    token_bucket.forget()
    assert refused(sign_in(Browser(), password=PASSWORD))


def test_counters_are_deleted_when_their_window_is_over() -> None:
    sign_in(Browser())
    assert attempts_clear(now=timezone.now()) == 0
    assert attempts_clear(now=timezone.now() + limits.WINDOW) == 2
    assert not AttemptCount.objects.exists()
