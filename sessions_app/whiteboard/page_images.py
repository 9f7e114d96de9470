"""Render files for shared viewing: one image per page, the same bytes for both sides.

PDF pages are rendered in the sandbox (sandbox/pdf.py): nothing of the PDF itself reaches a browser's page.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from functools import partial
from typing import Any, Final, NamedTuple

from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from contactcenter.realtime.wire import Fault
from sessions_app.files.sandbox import client
from sessions_app.files.sandbox.fair_semaphore import release_connection
from sessions_app.files.sandbox.kinds import FORMATS
from sessions_app.files.sandbox.refusal import RefusedError
from sessions_app.models import Share
from sessions_app.whiteboard.protocol import PAGES_MOST

PDF: Final = "application/pdf"
SIDE: Final = 4096
"""Maximum length of a picture's longer side, in pixels: what every browser can hold."""
KEPT_BYTES: Final = 32 * 1024 * 1024
"""Rendered pages cached for the other side, who asks for the same one a moment later."""
PAGES_WAIT: Final = 5.0
"""A socket's later commands wait as well."""
BROKEN_KEPT: Final = 1_000
BROKEN_SECONDS: Final = 600.0
"""Time before a file that couldn't be shown is tried again: the machine may have been at fault."""

QUICK_SECONDS: Final = 2
QUICK_MEMORY: Final = 160 * 1024 * 1024
"""CPU seconds and address space: a colour scan of 600 dpi needs half a second and less than 128 MB. A page that takes more is rendered
again in the slow lane, where slow pages only wait for each other.
"""
SLOW_KEPT: Final = 1_000

_slow: OrderedDict[str, None] = OrderedDict()
_kept: OrderedDict[tuple[int, int], Shown] = OrderedDict()
_broken: OrderedDict[str, float] = OrderedDict()
_lock = threading.Lock()


class Shown(NamedTuple):
    """A picture to show: its bytes and its type."""

    content: bytes
    mime: str


def possible(file: Share) -> bool:
    """Whether this type of file can be viewed together."""
    return file.kind != Share.Kind.LINK and (file.mime in FORMATS or file.mime == PDF)


def pages(file: Share, person: str) -> int:
    """Return the number of pages, at most PAGES_MOST. Raises Fault ``board.broken`` for an unreadable PDF, and ``share.busy``."""
    if file.mime != PDF:
        return 1
    return min(PAGES_MOST, int(_draw(file, person, wait=PAGES_WAIT, page=0, side=SIDE).head["pages"]))


def picture(file: Share, page: int, person: str) -> Shown:
    """Return the page (from 1) as a picture. Raises Fault ``board.page``, ``board.broken`` or ``share.busy``."""
    if not possible(file) or page < 1 or (page > 1 and file.mime != PDF):
        raise Fault("board.page", _("There’s no such page."))
    key = (file.pk, page)
    with _lock:
        known = _kept.get(key)
    return known or _keep(key, _page(file, page, person) if file.mime == PDF else _picture(file, person))


def _picture(file: Share, person: str) -> Shown:
    if max(file.width or 0, file.height or 0) <= SIDE:
        release_connection()
        with default_storage.open(str(file.file.name), "rb") as stored:
            return Shown(stored.read(), file.mime)
    return Shown(_run("image.shrink", file, person, mime=file.mime, side=SIDE).parts[0], "image/webp")


def _page(file: Share, page: int, person: str) -> Shown:
    return Shown(_draw(file, person, page=page, side=SIDE).parts[0], "image/jpeg")


def _draw(file: Share, person: str, **arguments: Any) -> client.Answer:
    """Render a PDF page: a quick one at once, a slow one when no other slow one is being rendered."""
    content = _content(file)
    try:
        return _run(
            "pdf.draw", file, person, cpu=QUICK_SECONDS, memory=QUICK_MEMORY, check=partial(_refuse_slow, content), **arguments
        )
    except _SlowError:
        return _run("pdf.draw", file, person, lane="pdf-slow", **arguments)


def _run(job: str, file: Share, person: str, *, check: Callable[[], None] | None = None, **arguments: Any) -> client.Answer:
    """Run a sandbox job. An unreadable file isn't tried again for a while, whoever asks and however often it was sent.

    With a ``check``, a job that dies was too slow, and nothing worse.
    """
    content = _content(file)

    def refuse() -> None:
        _refuse_broken(content)
        if check:
            check()

    refuse()
    try:
        with default_storage.open(str(file.file.name), "rb") as stored:
            return client.run(job, stored, person=person, check=refuse, **arguments)
    except RefusedError as error:
        if check and error.code == client.DIED:
            raise _note_slow(content) from None
        raise _note_broken(content, error) from None


def _content(file: Share) -> str:
    return file.sha256 or str(file.pk)


def _refuse_broken(content: str) -> None:
    with _lock:
        if _broken.get(content, 0) > time.monotonic():
            raise _unshowable()


class _SlowError(Exception):
    """A page takes longer than a quick one may."""


def _refuse_slow(content: str) -> None:
    with _lock:
        if content in _slow:
            raise _SlowError


def _note_slow(content: str) -> _SlowError:
    with _lock:
        _slow[content] = None
        while len(_slow) > SLOW_KEPT:
            _slow.popitem(last=False)
    return _SlowError()


def _note_broken(content: str, error: RefusedError) -> Fault:
    """Remember that the file couldn't be read, so that it isn't tried again for a while, and return the fault to raise."""
    if error.code == "page":
        return Fault("board.page", _("There’s no such page."))
    with _lock:
        _broken[content] = time.monotonic() + BROKEN_SECONDS
        while len(_broken) > BROKEN_KEPT:
            _broken.popitem(last=False)
    return _unshowable()


def _unshowable() -> Fault:
    return Fault("board.broken", _("This file can’t be shown here. Send it to the chat instead."))


def _keep(key: tuple[int, int], shown: Shown) -> Shown:
    with _lock:
        _kept[key] = shown
        while len(_kept) > 1 and sum(len(one.content) for one in _kept.values()) > KEPT_BYTES:
            _kept.popitem(last=False)
    return shown
