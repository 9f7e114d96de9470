"""Threads that take turns."""

from __future__ import annotations

import threading

from contactcenter.realtime.turns import Turns
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
