"""Threads that take turns."""

from __future__ import annotations

import threading
from time import monotonic
from types import SimpleNamespace

import pytest

from contactcenter.realtime import turns as turns_module
from contactcenter.realtime.turns import Turns, TurnTimeout
from tests.servers.process import until


def test_whoever_asks_again_at_once_stands_behind_those_who_wait() -> None:
    turns, order = Turns(), list[str]()

    def wait(name: str) -> None:
        with turns.turn():
            order.append(name)

    threads = [threading.Thread(target=wait, args=(name,)) for name in ("second", "third")]
    with turns.turn():
        order.append("first")
        for number, thread in enumerate(threads, 1):
            thread.start()
            assert until(lambda number=number: len(turns) == number, seconds=10)
    wait("first again")
    for thread in threads:
        thread.join()
    assert order == ["first", "second", "third", "first again"]


def test_a_turn_ends_with_an_error_too() -> None:
    turns = Turns()
    for _ in range(2):
        try:
            with turns.turn():
                raise ValueError
        except ValueError:
            pass
    assert len(turns) == 0


def test_those_who_wait_are_answered_within_one_patience() -> None:
    turns, answers = Turns(), list[float]()

    def wait() -> None:
        begun = monotonic()
        with pytest.raises(TurnTimeout), turns.turn(0.5):
            pass
        answers.append(monotonic() - begun)

    threads = [threading.Thread(target=wait, daemon=True) for _ in range(10)]
    with turns.turn():
        begun = monotonic()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(10)
        assert len(answers) == 10
        assert monotonic() - begun < 5, "together, not one after the other"
    assert len(turns) == 0


def test_the_next_in_line_gets_the_turn_of_one_who_gave_up(monkeypatch: pytest.MonkeyPatch) -> None:
    turns, got, time_is_up = Turns(), threading.Event(), threading.Event()

    class Impatient:
        """A lock that nobody releases until the time is up, which the test says."""

        def acquire(self, timeout: float | None = None) -> bool:
            return timeout is None or not time_is_up.wait(20)

    def give_up() -> None:
        with pytest.raises(TurnTimeout), turns.turn(0.3):
            pass

    def wait() -> None:
        with turns.turn(20):
            got.set()

    threads = [threading.Thread(target=target, daemon=True) for target in (give_up, wait)]
    with turns.turn():
        with monkeypatch.context() as patched:
            patched.setattr(turns_module, "threading", SimpleNamespace(Lock=Impatient))
            threads[0].start()
            assert until(lambda: len(turns) == 1, seconds=10)
        threads[1].start()
        assert until(lambda: len(turns) == 2, seconds=10)
        time_is_up.set()
        threads[0].join(10)
        assert len(turns) == 1
    assert got.wait(10)
    threads[1].join(10)
    with turns.turn(0):
        pass


def test_a_turn_handed_over_in_the_moment_of_giving_up_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    turns, order = Turns(), list[str]()

    class Late:
        """A lock that is released in the moment in which the time runs out."""

        def acquire(self, timeout: float | None = None) -> bool:
            if timeout is None:
                return True
            order.append("time is up")
            turns._pass_on()
            return False

        def release(self) -> None:
            order.append("handed over")

    turns._take(-1)
    monkeypatch.setattr(turns_module, "threading", SimpleNamespace(Lock=Late))
    with turns.turn(0.1):
        order.append("mine")
        monkeypatch.undo()
        with pytest.raises(TurnTimeout), turns.turn(0):
            pass
    assert order == ["time is up", "handed over", "mine"]
    with turns.turn(0):
        pass
