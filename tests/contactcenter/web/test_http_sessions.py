"""The lifetime of a sign-in: idle timeout, absolute end, and key rotation."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session as HttpSession
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sessions_app.models import User

pytestmark = pytest.mark.django_db
IDLE = timedelta(seconds=settings.SESSION_COOKIE_AGE)


class Clock:
    def __init__(self) -> None:
        self.time = timezone.now()

    def now(self) -> datetime:
        return self.time


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(timezone, "now", clock.now)
    return clock


@pytest.fixture
def browser(clock: Clock) -> Browser:
    browser = Browser()
    browser.force_login(User.objects.create_user("sofia", is_staff=True, is_superuser=True))
    return browser


def signed_in(browser: Browser) -> bool:
    return browser.get("/admin/").status_code == 200


def test_it_ends_after_days_without_use(browser: Browser, clock: Clock) -> None:
    assert HttpSession.objects.get().expire_date == clock.time + IDLE
    clock.time += IDLE + timedelta(seconds=1)
    assert not signed_in(browser)


def test_use_extends_it_but_not_beyond_the_absolute_end(browser: Browser, clock: Clock) -> None:
    begun = clock.time
    while clock.time < begun + timedelta(days=settings.SIGNED_IN_DAYS) - IDLE:
        clock.time += IDLE - timedelta(hours=1)
        assert signed_in(browser)
    assert HttpSession.objects.get().expire_date <= begun + timedelta(days=settings.SIGNED_IN_DAYS)
    clock.time = begun + timedelta(days=settings.SIGNED_IN_DAYS, seconds=1)
    assert not signed_in(browser)


def test_the_cookie_lasts_until_the_absolute_end(browser: Browser, clock: Clock) -> None:
    clock.time += timedelta(days=1)
    cookie = browser.get("/admin/").cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["max-age"] == (settings.SIGNED_IN_DAYS - 1) * 86_400


def test_it_is_saved_at_most_once_a_day(browser: Browser, clock: Clock) -> None:
    clock.time += timedelta(days=1)
    signed_in(browser)
    with CaptureQueriesContext(connection) as queries:
        assert signed_in(browser)
    assert not [query for query in queries if "UPDATE" in query["sql"]]


def test_anonymous_pages_create_no_session(client: Browser) -> None:
    client.get("/console/login/")
    assert not HttpSession.objects.exists()


def test_a_new_key_signs_nobody_out_while_the_old_one_is_a_fallback(browser: Browser, settings: Any) -> None:
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key for tests, where nothing is secret"
    assert signed_in(browser)


def test_a_new_key_without_fallback_ends_every_session(browser: Browser, settings: Any) -> None:
    settings.SECRET_KEY = "another key for tests, where nothing is secret"
    assert not signed_in(browser)
