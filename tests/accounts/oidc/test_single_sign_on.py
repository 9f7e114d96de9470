"""Single sign-on against a real provider: whom it lets in, as what, and every answer that isn't accepted."""

from __future__ import annotations

import logging
import time
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount, SocialApp
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client as Browser

from accounts.models import AttemptCount
from accounts.oidc import discovery
from contactcenter.web.log_filters import Formatter
from sessions_app.models import Group, Operator, User
from supervision.models import AuditEntry
from tests.accounts.provider import CLIENT, Provider

pytestmark = pytest.mark.django_db
COMMITTED = pytest.mark.django_db(transaction=True)
START = "/account/oidc/company/"


class NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: Any) -> None:
        """Stay: the browser of the test goes on."""


def to_provider(browser: Browser, address: str = START) -> str:
    """Begin the sign-in; return where the provider sends the browser back to."""
    leads_to = browser.get(address)["Location"]
    try:
        urllib.request.build_opener(NoRedirects).open(leads_to, timeout=5)
    except urllib.error.HTTPError as answer:
        answer.close()
        return str(answer.headers["Location"])
    raise AssertionError("the provider didn't send the browser back")


def sign_in(browser: Browser | None = None, address: str = START) -> Any:
    browser = browser or Browser()
    back = urllib.parse.urlsplit(to_provider(browser, address))
    return browser.get(f"{back.path}?{back.query}")


def failures() -> list[str]:
    return list(AuditEntry.objects.filter(verb="sign_in_failed").order_by("pk").values_list("detail", flat=True))


def is_refused(answer: Any, words: str) -> bool:
    return answer.status_code == 403 and words in answer.content.decode() and "_auth_user_id" not in answer.client.session


def test_the_first_sign_in_makes_an_operator(provider: Provider) -> None:
    browser = Browser()
    answer = sign_in(browser, f"{START}?next=/console/")
    assert (answer.status_code, answer["Location"]) == (302, "/console/")
    user = User.objects.get()
    assert (user.username, user.email, user.is_staff, user.has_usable_password()) == ("olga", "olga@example.org", False, False)
    assert (user.operator.name, user.operator.active) == ("Olga Operator", True)
    assert browser.get("/console/").status_code == 200
    assert set(AuditEntry.objects.values_list("verb", flat=True)) == {"add", "rights", "link", "sign_in"}


def test_the_second_sign_in_finds_the_same_account_by_the_subject_alone(provider: Provider) -> None:
    sign_in()
    provider.claims |= {"email": "other@example.org", "email_verified": False, "preferred_username": "other"}
    assert sign_in().status_code == 302
    assert (User.objects.count(), SocialAccount.objects.get().uid) == (1, "person-1")


def test_nothing_of_the_claims_and_no_token_is_kept(provider: Provider) -> None:
    sign_in()
    assert SocialAccount.objects.get().extra_data == {}


def test_the_provider_is_asked_with_pkce_a_nonce_and_our_own_scopes(provider: Provider) -> None:
    sign_in(address=f"{START}?scope=admin&auth_params=prompt%3Dnone&process=connect")
    (asked,) = provider.seen
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["nonce"]) >= 32
    assert set(asked["scope"].split()) == {"openid", "email"}
    assert "prompt" not in asked


LIES: dict[str, dict[str, Any]] = {
    "another nonce": {"nonce": "of another sign-in"},
    "another issuer": {"iss": "https://evil.example"},
    "another audience": {"aud": "another client"},
    "several audiences": {"aud": [CLIENT, "another client"]},
    "expired": {"exp": int(time.time()) - 120},
    "not yet valid": {"nbf": int(time.time()) + 86_400},  # reckoned before the run, which takes a while
}


@pytest.mark.parametrize("lie", LIES)
def test_a_token_with_a_wrong_claim_lets_nobody_in(provider: Provider, lie: str) -> None:
    provider.token_claims = LIES[lie]
    assert is_refused(sign_in(), "couldn’t be accepted")
    assert failures() == ["sign_in.provider"]
    assert not User.objects.exists()


@pytest.mark.parametrize("missing", ["nonce", "exp", "iat", "aud", "sub"])
def test_a_token_without_a_claim_it_must_have_lets_nobody_in(provider: Provider, missing: str) -> None:
    provider.without = {missing}
    assert is_refused(sign_in(), "couldn’t be accepted")


def test_a_token_signed_with_a_foreign_key_lets_nobody_in(provider: Provider) -> None:
    provider.key = rsa.generate_private_key(65537, 2048)
    assert is_refused(sign_in(), "couldn’t be accepted")


@pytest.mark.parametrize(("algorithm", "key"), [("none", None), ("HS256", "the client's secret of the tests, or any other")])
def test_a_token_without_a_signature_of_the_provider_lets_nobody_in(provider: Provider, algorithm: str, key: Any) -> None:
    provider.algorithm, provider.key = algorithm, key
    assert is_refused(sign_in(), "couldn’t be accepted")


def test_an_answer_to_another_browser_lets_nobody_in(provider: Provider) -> None:
    back = urllib.parse.urlsplit(to_provider(Browser()))
    assert is_refused(Browser().get(f"{back.path}?{back.query}"), "couldn’t be accepted")


def test_an_answer_works_once(provider: Provider) -> None:
    browser = Browser()
    back = urllib.parse.urlsplit(to_provider(browser))
    assert browser.get(f"{back.path}?{back.query}").status_code == 302
    browser.post("/console/logout/")
    assert browser.get(f"{back.path}?{back.query}").status_code == 403


def test_an_unverified_address_matches_and_makes_no_account(provider: Provider) -> None:
    User.objects.create_user("boris", "olga@example.org", "x")
    provider.claims["email_verified"] = False
    assert is_refused(sign_in(), "hasn’t confirmed your e-mail address")
    assert not SocialAccount.objects.exists()


def test_a_verified_address_finds_the_account_and_leaves_its_password(provider: Provider) -> None:
    User.objects.create_user("boris", "Olga@Example.org", "local password")
    assert sign_in().status_code == 302
    user = User.objects.get()
    assert (user.username, user.check_password("local password")) == ("boris", True)
    assert AuditEntry.objects.filter(verb="link", target_id=user.pk, detail="Company").count() == 1


@pytest.mark.parametrize("roles", [["operator"], []])
@pytest.mark.parametrize("email", ["olga@s\u0131te.example", "olga@\u017fite.example"])
def test_an_address_that_a_database_takes_for_the_same_is_somebody_elses(
    provider: Provider, email: str, roles: list[str]
) -> None:
    olga = User.objects.create_user("boris", "olga@site.example", "x", is_staff=True)
    Operator.objects.create(user=olga, name="Olga")
    provider.claims |= {"email": email, "roles": roles}
    sign_in()
    olga.refresh_from_db()
    assert (olga.is_staff, olga.operator.active) == (True, True)
    assert not SocialAccount.objects.filter(user=olga).exists()


def test_an_address_of_two_accounts_finds_neither(provider: Provider) -> None:
    for name in ("one", "two"):
        User.objects.create_user(name, "olga@example.org")
    assert is_refused(sign_in(), "Several accounts here")


def test_an_account_belongs_to_one_person_of_the_provider(provider: Provider) -> None:
    sign_in()
    provider.claims |= {"sub": "person-2", "roles": ["supervisor"]}  # a new colleague with the address of the old one
    assert is_refused(sign_in(), "belongs to another person")
    user = User.objects.get()
    assert (user.is_staff, user.operator.active) == (False, True), "the account keeps the roles of its own person"


def test_the_provider_makes_nobody_a_superuser(provider: Provider) -> None:
    User.objects.create_superuser("root", "olga@example.org", "Root")
    assert is_refused(sign_in(), "for administrators")


def test_somebody_without_a_role_gets_no_account(provider: Provider) -> None:
    provider.claims["roles"] = ["accounting"]
    assert is_refused(sign_in(), "no role here")
    assert not User.objects.exists()


@COMMITTED
def test_roles_follow_the_claims_at_each_sign_in(provider: Provider) -> None:
    provider.claims["roles"] = ["operator", "supervisor"]
    browser = Browser()
    assert sign_in(browser, f"{START}?next=/admin/").status_code == 302
    user = User.objects.get()
    assert user.is_staff
    assert list(user.groups.values_list("name", flat=True)) == ["Supervisors"]
    provider.claims["roles"] = ["operator"]
    sign_in()
    user.refresh_from_db()
    assert (user.is_staff, user.groups.count(), user.operator.active) == (False, 0, True)
    assert browser.get("/admin/").status_code == 302, "the session with the lost role is over"


@COMMITTED
def test_lines_of_the_audit_are_in_the_language_of_the_house(provider: Provider, settings: Any) -> None:
    settings.HOUSE_LANGUAGE = "cs"
    sign_in()
    told = dict(AuditEntry.objects.filter(verb__in=["add", "rights"]).values_list("verb", "detail"))
    assert told == {"add": "přes Company", "rights": "přes Company: operátor"}


def test_somebody_who_lost_every_role_is_out_everywhere_and_comes_back_with_one(provider: Provider) -> None:
    browser = Browser()
    sign_in(browser)
    provider.claims["roles"] = []
    assert is_refused(sign_in(), "no role here any more")
    assert not Operator.objects.get().active
    assert browser.get("/console/").status_code == 302
    provider.claims["roles"] = ["operator"]
    assert sign_in().status_code == 302
    assert Operator.objects.get().active


@pytest.mark.parametrize("model", [User, Operator])
def test_whoever_is_switched_off_here_stays_out(provider: Provider, model: Any) -> None:
    sign_in()
    model.objects.update(**{"is_active" if model is User else "active": False})
    assert is_refused(sign_in(), "switched off here")


def test_groups_follow_the_claims_and_unknown_ones_are_ignored(provider: Provider, by_groups: None) -> None:
    support, sales = Group.objects.create(name="Support"), Group.objects.create(name="Sales")
    provider.claims["teams"] = ["helpdesk", "everybody"]
    sign_in()
    operator = Operator.objects.get()
    assert list(operator.groups.all()) == [support]
    provider.claims["teams"] = ["Sales"]
    sign_in()
    assert list(operator.groups.all()) == [sales]


def test_without_a_known_group_nobody_comes_in(provider: Provider, by_groups: None) -> None:
    provider.claims["teams"] = ["everybody"]
    assert is_refused(sign_in(), "None of your groups is known here (everybody)")
    assert not User.objects.exists()


def test_a_supervisor_leads_the_groups_of_the_claim(provider: Provider, by_groups: None) -> None:
    support = Group.objects.create(name="Support")
    provider.claims |= {"roles": ["supervisor"], "teams": ["helpdesk"]}
    sign_in()
    user = User.objects.get()
    assert (user.all_groups, list(user.supervised_groups.all())) == (False, [support])
    provider.claims["teams"] = ["*"]
    sign_in()
    user.refresh_from_db()
    assert user.all_groups


def test_no_row_of_the_database_adds_a_provider(provider: Provider) -> None:
    SocialApp.objects.create(provider="single_sign_on", provider_id="evil", name="Evil", settings={"server_url": provider.issuer})
    assert Browser().get("/account/oidc/evil/").status_code == 404


def test_a_provider_that_does_not_answer_is_told_in_words(provider: Provider, settings: Any) -> None:
    settings.OIDC_PROVIDERS = [settings.OIDC_PROVIDERS[0]._replace(issuer="http://127.0.0.1:9")]
    answer = Browser().get(START)
    assert answer.status_code == 502
    assert "doesn’t answer" in answer.content.decode()


def test_the_sixth_answer_that_is_not_accepted_is_429(provider: Provider) -> None:
    provider.token_claims = LIES["another nonce"]
    assert [sign_in().status_code for _ in range(6)] == [403] * 5 + [429]


def test_a_sign_in_leads_to_no_other_site(provider: Provider) -> None:
    assert sign_in(address=f"{START}?next=https://evil.example/")["Location"] == "/console/"


def test_nothing_secret_is_logged(provider: Provider, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    provider.token_claims = LIES["expired"]
    sign_in()
    provider.honest()
    sign_in()
    lines = "\n".join(Formatter("%(message)s").format(record) for record in caplog.records)
    for secret in ("the client's secret", "eyJ", provider.seen[-1]["nonce"], "olga@example.org"):
        assert secret not in lines


def test_a_provider_that_is_away_costs_nobody_an_attempt(provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_args: Any, **_more: Any) -> Any:
        raise discovery.ProviderAwayError("the provider does not answer (ConnectionError)")

    monkeypatch.setattr(discovery, "keys", away)
    assert [sign_in().status_code for _ in range(6)] == [502] * 6
    assert not AttemptCount.objects.exists()


@pytest.mark.parametrize("page", ["/console/login/", "/admin/login/"])
def test_both_pages_offer_it(provider: Provider, page: str) -> None:
    shown = Browser().get(page).content.decode()
    assert f'href="{START}?next=' in shown
    assert "Sign in with Company" in shown
