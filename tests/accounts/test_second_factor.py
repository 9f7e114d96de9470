"""Second factors: signing in with one, codes that work once, who must have one, and what is closed until then."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.contrib.auth.models import Group as Role
from django.core.cache import cache
from django.test import Client as Browser

from accounts import limits
from contactcenter.realtime import token_bucket
from sessions_app.models import Group, Operator, User
from supervision.models import AuditEntry

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
SECRET = "JBSWY3DPEHPK3PXP"
CODE_PAGE = "/account/second-factor/"
PAGES = ["/console/login/", "/admin/login/"]


def code(step: int = 0, secret: str = SECRET) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


@pytest.fixture
def boris() -> User:
    """Boris is operator and supervisor, so both pages are open to him."""
    user = User.objects.create_user("boris", password=PASSWORD, is_staff=True)
    operator = Operator.objects.create(user=user, name="Boris")
    operator.groups.add(Group.objects.create(name="Service desk"))
    user.groups.add(Role.objects.get(name="Supervisors"))
    return user


@pytest.fixture
def with_app(boris: User, rf: Any) -> User:
    TOTP.activate(boris, SECRET)
    return boris


def password(browser: Browser, page: str = PAGES[0], **more: str) -> Any:
    return browser.post(page, {"username": "boris", "password": PASSWORD, **more})


def signed_in(browser: Browser) -> bool:
    return "_auth_user_id" in browser.session


@pytest.mark.parametrize(("page", "leads_to"), [(PAGES[0], "/console/"), (PAGES[1], "/admin/")])
def test_the_password_alone_signs_nobody_in(with_app: User, page: str, leads_to: str) -> None:
    browser = Browser()
    answer = password(browser, page)
    assert (answer["Location"], signed_in(browser)) == (CODE_PAGE, False)
    assert browser.get("/console/").status_code == 302
    answer = browser.post(CODE_PAGE, {"code": code()})
    assert (answer["Location"], signed_in(browser)) == (leads_to, True)


@pytest.mark.parametrize("page", PAGES)
def test_giving_up_halfway_leads_back_to_the_page(with_app: User, page: str) -> None:
    browser = Browser()
    password(browser, page)
    assert browser.post("/account/leave/")["Location"] == page
    assert browser.get(CODE_PAGE).status_code == 302


def test_a_code_works_once(with_app: User) -> None:
    right = code()
    for works in (True, False):
        browser = Browser()
        password(browser)
        browser.post(CODE_PAGE, {"code": right})
        assert signed_in(browser) is works


@pytest.mark.parametrize("mark", ["", " ", "-", ".", "\t"])
def test_a_code_works_once_in_all_processes(with_app: User, mark: str) -> None:
    """Another process has an empty cache."""
    right = code()
    for works, typed in ((True, right), (False, f"{right[:3]}{mark}{right[3:]}{mark}")):
        cache.clear()
        browser = Browser()
        password(browser)
        browser.post(CODE_PAGE, {"code": typed})
        assert signed_in(browser) is works


def test_a_passkey_is_asked_for_with_a_finger_or_a_pin_wherever_it_is(with_app: User) -> None:
    """One challenge serves all pages: the one after the password must be no weaker than the one that replaces it."""
    browser = Browser()
    password(browser)
    browser.get(CODE_PAGE)
    assert browser.session["mfa.webauthn.state"]["user_verification"] == "required"


def test_a_recovery_code_works_once(with_app: User) -> None:
    (first, *_others) = RecoveryCodes.activate(with_app).get_unused_codes()
    for works in (True, False):
        browser = Browser()
        password(browser)
        browser.post(CODE_PAGE, {"code": first})
        assert signed_in(browser) is works


def test_the_sixth_wrong_code_is_429_and_the_right_one_then_too(with_app: User) -> None:
    browser = Browser()
    password(browser)
    answers = [browser.post(CODE_PAGE, {"code": "000000"}).status_code for _ in range(limits.WRONG)]
    last = browser.post(CODE_PAGE, {"code": code()})
    assert (answers, last.status_code) == ([200] * limits.WRONG, 429)
    assert int(last["Retry-After"]) > 0
    assert re.search("try again in (?:10|9) minutes", last.content.decode(), re.IGNORECASE)
    assert AuditEntry.objects.filter(verb="sign_in_failed", detail="rate.exceeded").exists()


def test_wrong_codes_and_wrong_passwords_count_together(with_app: User) -> None:
    browser = Browser()
    password(browser)
    for _ in range(limits.WRONG - 1):
        browser.post(CODE_PAGE, {"code": "000000"})
    assert browser.post(PAGES[1], {"username": "boris", "password": "wrong"}).status_code == 200
    token_bucket.forget()
    assert password(Browser()).status_code == 429


def test_a_passkey_nobody_knows_is_refused_and_counted(db: None) -> None:
    browser = Browser()
    options = browser.get("/account/passkey/", headers={"accept": "application/json"}).json()["request_options"]
    assert options["publicKey"]["userVerification"] == "required"
    forged = {"credential": '{"id": "x", "response": {"userHandle": "MQ"}}', "next": "/admin/"}
    for _ in range(limits.WRONG):
        assert browser.post("/account/passkey/", forged)["Location"] == "/admin/login/"
    assert browser.post("/account/passkey/", forged).status_code == 429


@pytest.mark.parametrize(
    "answer",
    [
        "0",
        "false",
        "0.0",
        "{}",
        "[]",
        '"x"',
        "1",
        '{"response": 1}',
        '{"id": "x", "rawId": "x", "response": {}}',
        "[[[[]]]]",
        "null",
    ],
)
def test_an_answer_no_browser_would_give_is_refused(boris: User, answer: str) -> None:
    browser = Browser()
    browser.get("/account/passkey/", headers={"accept": "application/json"})
    assert browser.post("/account/passkey/", {"credential": answer})["Location"] == "/console/login/"
    password(browser)
    assert browser.post("/account/passkeys/add/", {"credential": answer, "name": ""}).status_code == 200
    assert not Authenticator.objects.exists()


def test_the_secrets_are_not_readable_in_the_database(with_app: User) -> None:
    RecoveryCodes.activate(with_app)
    assert SECRET not in str(list(Authenticator.objects.values_list("data", flat=True)))


def test_a_changed_key_lets_no_code_pass_and_breaks_nothing(with_app: User, settings: Any) -> None:
    browser = Browser()
    settings.SECRET_KEY = "another key for tests, of which nothing is a fallback"
    password(browser)
    assert browser.post(CODE_PAGE, {"code": code()}).status_code == 200
    assert not signed_in(browser)


def set_up_app(browser: Browser) -> list[str]:
    """Set an authenticator app up as a person does, and return the recovery codes shown."""
    page = browser.get("/account/app/").content.decode()
    secret = re.search(r'data-test="app-secret">(\w+)<', page)
    assert secret
    done = browser.post("/account/app/", {"code": code(secret=secret[1])})
    assert done["Location"] == "/account/recovery-codes/"
    return re.findall(r"<li><code>(\d+)</code>", browser.get("/account/recovery-codes/").content.decode())


def test_an_app_is_set_up_right_after_signing_in(boris: User, django_capture_on_commit_callbacks: Any) -> None:
    browser = Browser()
    password(browser)
    with django_capture_on_commit_callbacks(execute=True):
        codes = set_up_app(browser)
    assert len(codes) == 10
    assert "shown again" in browser.get("/account/recovery-codes/").content.decode()
    told = AuditEntry.objects.filter(verb="factor_added", target_id=boris.pk).values_list("detail", flat=True)
    assert set(told) == {"Recovery codes", "TOTP Authenticator"}
    assert not [each for each in codes if each in str(list(AuditEntry.objects.values()))]


def test_changing_a_factor_later_asks_for_the_password_again(boris: User, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = Browser()
    password(browser)
    now = time.time() + 3600
    monkeypatch.setattr(time, "time", lambda: now)
    assert browser.get("/account/app/")["Location"].startswith("/account/confirm/")
    assert browser.post("/account/confirm/?next=/account/app/", {"password": "wrong"}).status_code == 200
    assert browser.post("/account/confirm/?next=/account/app/", {"password": PASSWORD})["Location"] == "/account/app/"
    assert browser.get("/account/app/").status_code == 200


# Required for some


@pytest.mark.parametrize(
    ("setting", "staff", "led"), [("off", True, False), ("staff", True, True), ("staff", False, False), ("all", False, True)]
)
def test_whoever_lacks_a_required_factor_is_led_to_setting_it_up(
    boris: User, settings: Any, setting: str, staff: bool, led: bool
) -> None:
    settings.REQUIRE_SECOND_FACTOR = setting
    User.objects.update(is_staff=staff)
    browser = Browser()
    password(browser)
    for page in ("/console/", "/admin/", "/admin/board/") if staff else ("/console/",):
        answer = browser.get(page)
        assert (answer.status_code == 302 and answer["Location"] == "/account/security/") is led, page
    assert ("A second factor is required here" in browser.get("/account/security/").content.decode()) is led


def test_after_setting_it_up_everything_is_open(boris: User, settings: Any) -> None:
    settings.REQUIRE_SECOND_FACTOR = "staff"
    browser = Browser()
    password(browser)
    set_up_app(browser)
    assert browser.get("/console/").status_code == 200


def test_files_are_closed_until_then(boris: User, settings: Any) -> None:
    settings.REQUIRE_SECOND_FACTOR = "all"
    browser = Browser()
    password(browser)
    assert browser.get("/library/x/address/").status_code == 401


def test_the_last_required_factor_cannot_be_removed(with_app: User, settings: Any) -> None:
    settings.REQUIRE_SECOND_FACTOR = "staff"
    browser = Browser()
    password(browser)
    browser.post(CODE_PAGE, {"code": code()})
    answer = browser.post("/account/app/remove/")
    assert "Set up another one before" in answer.content.decode()
    assert Authenticator.objects.exists()


def test_nobody_removes_the_passkey_of_another(boris: User) -> None:
    other = User.objects.create_user("eva")
    key = Authenticator.objects.create(user=other, type=Authenticator.Type.WEBAUTHN, data={"name": "Eva's"})
    browser = Browser()
    password(browser)
    assert browser.post(f"/account/passkeys/{key.pk}/remove/").status_code == 404
    assert Authenticator.objects.filter(pk=key.pk).exists()


@pytest.mark.parametrize(
    "address", ["/account/signup/", "/account/email/", "/account/password/reset/", "/account/social/connections/", "/account/"]
)
def test_pages_of_allauth_that_are_not_used_do_not_exist(db: None, address: str) -> None:
    assert Browser().get(address).status_code == 404
