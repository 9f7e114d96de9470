"""Concurrent password checks: few run, few wait, others are refused in words; for every account and both login pages."""

from __future__ import annotations

import os
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.contrib.auth import aauthenticate, authenticate
from django.contrib.auth.hashers import Argon2PasswordHasher, check_password, make_password

from contactcenter.realtime.wire import Fault
from contactcenter.web import password_hashing
from contactcenter.web.password_hashing import AT_ONCE, NICE, WAITING
from sessions_app.models import User

ARGON2 = ["contactcenter.web.password_hashing.Argon2Hasher"]


class Meter:
    """Replaces Argon2: counts concurrent checks, and holds them until all that can come are there."""

    def __init__(self) -> None:
        self.now = self.most = 0
        self.lock = threading.Lock()
        self.go = threading.Event()
        self.full = threading.Event()

    def hash(self, *_args: Any, **_kwargs: Any) -> Any:
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)
            if self.now >= AT_ONCE:
                self.full.set()
        self.go.wait(20)
        with self.lock:
            self.now -= 1
        return False


@pytest.fixture
def meter(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Meter:
    settings.PASSWORD_HASHERS = ARGON2
    meter = Meter()
    monkeypatch.setattr(Argon2PasswordHasher, "verify", meter.hash)
    monkeypatch.setattr(Argon2PasswordHasher, "encode", lambda *_args: f"argon2$x{meter.hash() or ''}")
    monkeypatch.setattr(Argon2PasswordHasher, "must_update", lambda *_args: False)
    return meter


def outcomes(meter: Meter, count: int, ask: Callable[[], Any]) -> Counter[str]:
    """Run so many calls at once; return their results. Hashing begins only after all refusals."""
    refused = threading.Semaphore(0)

    def one() -> str:
        try:
            ask()
        except Fault as fault:
            refused.release()
            return fault.code
        return "answered"

    with ThreadPoolExecutor(count) as threads:
        asked = [threads.submit(one) for _ in range(count)]
        for _ in range(count - AT_ONCE - WAITING):
            assert refused.acquire(timeout=20)
        assert meter.full.wait(20)
        meter.go.set()
        return Counter(call.result() for call in asked)


def test_of_sixty_simultaneous_sign_ins_two_hash_and_ten_wait(meter: Meter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(User._default_manager, "get_by_natural_key", lambda _name: User(username="anna", password="argon2$x"))
    found = outcomes(meter, 60, lambda: authenticate(None, username="anna", password="wrong"))
    assert meter.most == AT_ONCE == 2
    assert found == {"answered": 12, "sign-in.busy": 48}


def test_unknown_names_wait_in_the_same_queue(meter: Meter, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(_name: str) -> User:
        raise User.DoesNotExist

    monkeypatch.setattr(User._default_manager, "get_by_natural_key", nobody)
    found = outcomes(meter, 60, lambda: authenticate(None, username="nobody", password="wrong"))
    assert meter.most == AT_ONCE
    assert found == {"answered": 12, "sign-in.busy": 48}


def test_waiting_holds_no_database_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    happened = []

    class Line:
        def acquire(self, timeout: float | None = None) -> bool:
            happened.append("permitted")
            return True

        def release(self) -> None:
            happened.append("released")

    def nobody(_name: str) -> User:
        happened.append("looked up")
        raise User.DoesNotExist

    monkeypatch.setattr(password_hashing, "_running", Line())
    monkeypatch.setattr(User._default_manager, "get_by_natural_key", nobody)
    assert authenticate(None, username="anna", password="wrong") is None
    assert happened == ["permitted", "looked up", "released"]


def test_hashing_a_new_password_needs_a_permit_too(meter: Meter) -> None:
    with ThreadPoolExecutor(6) as threads:
        made = [threads.submit(make_password, "secret") for _ in range(3)]
        checked = [threads.submit(check_password, "secret", "argon2$x") for _ in range(3)]
        meter.go.set()
        assert len([call.result() for call in [*made, *checked]]) == 6
    assert meter.most <= AT_ONCE


def test_the_refusal_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(password_hashing, "_asked", threading.BoundedSemaphore(1))
    with password_hashing._asked, pytest.raises(Fault, match="Try again in a few seconds"):
        authenticate(None, username="anna", password="wrong")


def test_waiting_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(password_hashing, "_running", threading.BoundedSemaphore(1))
    monkeypatch.setattr(password_hashing, "PATIENCE_SECONDS", 0.01)
    with password_hashing._running, pytest.raises(Fault, match="Many people"):
        authenticate(None, username="anna", password="wrong")


def test_a_password_is_hashed_with_argon2_and_checked_from_the_event_loop_too(settings: Any, db: None) -> None:
    settings.PASSWORD_HASHERS = ARGON2
    User.objects.create_user("anna", password="correct horse")
    assert User.objects.get().password.startswith("argon2$argon2id$")
    assert authenticate(None, username="anna", password="correct horse") == User.objects.get()
    assert async_to_sync(aauthenticate)(None, username="anna", password="wrong") is None


def test_hashing_runs_in_one_thread_of_low_priority(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.PASSWORD_HASHERS = ARGON2
    priorities: list[int] = []

    def encode(*_args: Any) -> str:
        priorities.append(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))
        return original(*_args)

    original = Argon2PasswordHasher.encode
    monkeypatch.setattr(Argon2PasswordHasher, "encode", encode)
    before = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
    assert ",p=1$" in make_password("correct horse")
    assert priorities == [max(NICE, before)]
    assert os.getpriority(os.PRIO_PROCESS, threading.get_native_id()) == before
