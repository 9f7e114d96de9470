"""A lock for threads that take turns: first come, first served.

``threading.Lock`` is no queue: a thread that releases it and asks again at once mostly gets it again.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager


class TurnTimeout(Exception):  # noqa: N818 - as queue.Empty: no mistake
    """The turn didn't come in time."""


class Turns:
    """``with turns.turn():`` waits until all who asked before are done. A thread that has the turn must not ask again."""

    def __init__(self) -> None:
        self._changing = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._taken = False

    def __len__(self) -> int:
        """Return how many wait."""
        return len(self._waiting)

    @contextmanager
    def turn(self, patience: float = -1) -> Iterator[None]:
        """Wait for the turn, at most ``patience`` seconds if that isn't negative. Raises TurnTimeout when they run out."""
        self._take(patience)
        try:
            yield
        finally:
            self._pass_on()

    def _take(self, patience: float) -> None:
        with self._changing:
            if not self._taken:
                self._taken = True
                return
            own = threading.Lock()
            own.acquire()
            self._waiting.append(own)
        if own.acquire(timeout=patience):  # whoever has the turn releases it
            return
        with self._changing:
            if own in self._waiting:
                self._waiting.remove(own)
                raise TurnTimeout
        # It was handed over in this very moment: giving up now would leave the turn with nobody, for good.

    def _pass_on(self) -> None:
        with self._changing:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False
