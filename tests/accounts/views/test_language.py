"""Choosing the language of one's own pages."""

from __future__ import annotations

import pytest
from django.test import Client as Browser

from sessions_app.models import User

pytestmark = pytest.mark.django_db
ADDRESS = "/account/language/"


@pytest.fixture
def boris() -> User:
    return User.objects.create_user("boris", password="correct horse battery", is_staff=True)


@pytest.fixture
def browser(boris: User) -> Browser:
    opened = Browser()
    opened.force_login(boris)
    return opened


def kept(user: User) -> str:
    return User.objects.values_list("language", flat=True).get(pk=user.pk)


def test_the_choice_is_kept_and_the_page_comes_back(browser: Browser, boris: User) -> None:
    answer = browser.post(ADDRESS, {"language": "cs", "next": "/console/"})
    assert (answer.status_code, answer.headers["Location"], kept(boris)) == (302, "/console/", "cs")
    browser.post(ADDRESS, {"language": ""})
    assert kept(boris) == ""


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
def test_it_never_leads_to_another_site(browser: Browser, elsewhere: str) -> None:
    assert browser.post(ADDRESS, {"language": "cs", "next": elsewhere}).headers["Location"] == "/account/security/"


@pytest.mark.parametrize("language", ["tlh", "ar", "../../etc", "cs\x00", "x" * 500])
def test_a_language_that_staff_cannot_have_is_refused_in_words(browser: Browser, boris: User, language: str) -> None:
    answer = browser.post(ADDRESS, {"language": language})
    assert answer.status_code == 400
    assert "Choose another" in answer.content.decode()
    assert kept(boris) == ""


def test_nobody_chooses_for_others(browser: Browser) -> None:
    other = User.objects.create_user("anna")
    browser.post(ADDRESS, {"language": "cs", "user": other.pk, "pk": other.pk})
    assert kept(other) == ""


def test_strangers_are_sent_to_the_sign_in_page() -> None:
    assert Browser().post(ADDRESS, {"language": "cs"}).headers["Location"].startswith("/console/login/")
    assert Browser().get(ADDRESS).status_code == 405
