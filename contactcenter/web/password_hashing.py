"""Password checks are expensive on purpose (Argon2 takes 100 MB for each): few run at once, few wait, and the others are refused in words.

Every hash or check of a password in the product takes a permit. Signing in takes it before it queries the database.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import Any, Final

from asgiref.sync import sync_to_async
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.utils.translation import gettext as _

from contactcenter.realtime.wire import Fault
from contactcenter.web import concurrency_limit

AT_ONCE: Final = 2
WAITING: Final = 10
PATIENCE_SECONDS: Final = 15.0
NICE: Final = 10
"""A hash only uses CPU time the event loop leaves: chats must not wait for password attempts."""

_running: Final = threading.BoundedSemaphore(AT_ONCE)
_asked: Final = threading.BoundedSemaphore(AT_ONCE + WAITING)
_thread: Final = threading.local()


def _stand_back() -> None:
    """Lower the priority of this thread alone, if threads have one (Linux). Without permission nothing changes."""
    if sys.platform == "linux":
        thread = threading.get_native_id()
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, thread, max(NICE, os.getpriority(os.PRIO_PROCESS, thread)))


_hashing: Final = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="hash", initializer=_stand_back)


def busy() -> Fault:
    return Fault("sign-in.busy", _("Many people are signing in right now. Try again in a few seconds."), retry=True)


@contextmanager
def permit(patience: float | None = None) -> Iterator[None]:
    """Hold one of the few permits. Raises Fault ``sign-in.busy`` after ``patience`` seconds. A thread that has one needs no second."""
    if getattr(_thread, "permitted", False):
        yield
        return
    concurrency_limit.leave()
    if not _running.acquire(timeout=patience):
        raise busy()
    _thread.permitted = True
    try:
        yield
    finally:
        _thread.permitted = False
        _running.release()


class Argon2Hasher(Argon2PasswordHasher):
    """Django's hasher, a few at once, each in one thread: Django's eight would take eight shares of the CPU."""

    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        with permit():
            return _hashing.submit(super().encode, password, salt).result()

    def verify(self, password: str, encoded: str) -> bool:
        with permit():
            return _hashing.submit(super().verify, password, encoded).result()


class PasswordBackend(ModelBackend):
    """Django's backend; unknown names are hashed as well, and wait in the same queue. Raises Fault ``sign-in.busy``."""

    def authenticate(self, request: Any, username: str | None = None, password: str | None = None, **kwargs: Any) -> Any:
        if not _asked.acquire(blocking=False):
            raise busy()
        try:
            with permit(PATIENCE_SECONDS):
                return super().authenticate(request, username, password, **kwargs)
        finally:
            _asked.release()

    async def aauthenticate(self, request: Any, username: str | None = None, password: str | None = None, **kwargs: Any) -> Any:
        return await sync_to_async(self.authenticate)(request, username, password, **kwargs)
