"""Check that an archive is what its name says and safe to open: inspected in the sandbox (sandbox/archive.py), explained in words."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _

from contactcenter.realtime.wire import Fault
from sessions_app.files.sandbox import client
from sessions_app.files.sandbox.kinds import OFFICE
from sessions_app.files.sandbox.refusal import RefusedError

UNPACKED: Final = 8
"""Maximum unpacked size of an archive, as a multiple of the largest file."""

__all__ = ["OFFICE", "check"]


def check(file: Any, name: str, person: str) -> None:
    """Check an archive and leave the file at its beginning. Raises Fault ``share.archive`` (with the reason), ``share.type`` or
    ``share.broken``.
    """
    ending = PurePath(name).suffix.lower()
    try:
        client.run("archive.check", file, person=person, ending=ending, unpacked=UNPACKED * settings.SHARE_BYTES)
    except RefusedError as error:
        raise _fault(error.code) from None
    finally:
        file.seek(0)


def _fault(code: str) -> Fault:
    reasons = {
        "entries": _("This archive contains too many files."),
        "overlap": _("The parts of this archive overlap."),
        "large": _("This archive is too large when unpacked."),
        "path": _("This archive contains an unsafe path."),
        "link": _("This archive contains a link to another place."),
        "password": _("This archive is password-protected and can’t be checked."),
        "nested": _("This archive contains another archive. Send its files one by one."),
        client.DIED: _("This archive takes too long to check. Send its files one by one."),
    }
    if code in reasons:
        return Fault("share.archive", reasons[code])
    if code == "type":
        return Fault("share.type", _("This file isn’t what its name says."))
    return Fault("share.broken", _("This archive is damaged and can’t be opened."))
