"""What of a file can be looked at together: the picture of each of its pages, the same bytes for both sides.

Pages of a PDF are drawn here, in a process of their own (pdf_page.py): nothing of the PDF itself reaches a browser's page.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
import threading
from collections import OrderedDict
from pathlib import Path
from typing import Final, NamedTuple

from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from PIL import Image

from contactcenter.realtime.wire import Fault
from sessions_app.models import Share
from sessions_app.pictures import FORMATS
from sessions_app.protocol import PAGES_MOST

PDF: Final = "application/pdf"
SIDE: Final = 4096
"""The longer side of a picture as it is looked at, at most, in pixels: what every browser can hold."""
SECONDS: Final = 20
KEPT_BYTES: Final = 32 * 1024 * 1024
"""Drawn pages kept for the other side, who asks for the same one a moment later."""
WORKER: Final = Path(__file__).with_name("pdf_page.py")

_desk = threading.BoundedSemaphore(2)
_kept: OrderedDict[tuple[int, int], Shown] = OrderedDict()
_lock = threading.Lock()


class Shown(NamedTuple):
    """A picture for the eyes: its bytes and its type."""

    content: bytes
    mime: str


def possible(file: Share) -> bool:
    """Whether this kind of file can be looked at together."""
    return file.kind != Share.Kind.LINK and (file.mime in FORMATS or file.mime == PDF)


def pages(file: Share) -> int:
    """How many pages it has, at most PAGES_MOST. Raises Fault ``board.broken`` for a PDF nobody can open."""
    return min(PAGES_MOST, int(_draw(file, 0))) if file.mime == PDF else 1


def picture(file: Share, page: int) -> Shown:
    """The page (from 1) as a picture. Raises Fault ``board.page`` or ``board.broken``."""
    if not possible(file) or page < 1 or (page > 1 and file.mime != PDF):
        raise Fault("board.page", _("There is no such page."))
    key = (file.pk, page)
    with _lock:
        known = _kept.get(key)
    return known or _keep(key, _page(file, page) if file.mime == PDF else _picture(file))


def _picture(file: Share) -> Shown:
    with default_storage.open(str(file.file.name), "rb") as stored:
        content = stored.read()
    if max(file.width or 0, file.height or 0) <= SIDE:
        return Shown(content, file.mime)
    with _desk, Image.open(io.BytesIO(content), formats=[FORMATS[file.mime]]) as whole:
        small = whole.convert("RGB") if whole.mode not in ("RGB", "RGBA", "L") else whole
        small.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
        out = io.BytesIO()
        small.save(out, "WEBP", quality=92, method=2)
    return Shown(out.getvalue(), "image/webp")


def _page(file: Share, page: int) -> Shown:
    return Shown(_draw(file, page), "image/webp")


def _draw(file: Share, page: int) -> bytes:
    """Ask the worker; page 0 asks for the number of pages."""
    with _desk, tempfile.TemporaryFile() as whole:
        with default_storage.open(str(file.file.name), "rb") as stored:
            for chunk in stored.chunks():
                whole.write(chunk)
        whole.seek(0)
        try:
            # Our own program, no shell; what it reads is a file it has open already.
            done = subprocess.run(  # noqa: S603
                [sys.executable, "-I", str(WORKER), str(page), str(SIDE)],
                stdin=whole, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=SECONDS, cwd="/", env={}, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            raise _broken() from None
    if done.returncode == 3:
        raise Fault("board.page", _("There is no such page."))
    if done.returncode or not done.stdout:
        raise _broken()
    return done.stdout


def _broken() -> Fault:
    return Fault("board.broken", _("This file cannot be shown here. Send it to the chat instead."))


def _keep(key: tuple[int, int], shown: Shown) -> Shown:
    with _lock:
        _kept[key] = shown
        while len(_kept) > 1 and sum(len(one.content) for one in _kept.values()) > KEPT_BYTES:
            _kept.popitem(last=False)
    return shown
