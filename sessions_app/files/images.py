"""Re-encode pictures in the sandbox (sandbox/image.py): only what a decoder understood is stored."""

from __future__ import annotations

import tempfile
from typing import IO, Any, Final, NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _

from contactcenter.realtime.wire import Fault
from sessions_app.files.sandbox import client
from sessions_app.files.sandbox.kinds import CONVERTED, FORMATS
from sessions_app.files.sandbox.refusal import RefusedError

KINDS: Final = frozenset({*FORMATS, *CONVERTED})
"""All accepted picture types; FORMATS are those that are stored."""


class Picture(NamedTuple):
    """A picture as it's stored; ``thumbnail`` is None if the picture itself is small."""

    file: IO[bytes]
    size: int
    mime: str
    width: int
    height: int
    thumbnail: bytes | None
    thumbnail_mime: str


def reencode(file: Any, mime: str, person: str) -> Picture:
    """Re-encode a picture of this type; the caller closes the result.

    Raises Fault ``share.broken``, ``share.pixels`` or ``share.busy``.
    """
    out = tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR)  # noqa: SIM115 - the caller closes it
    try:
        answer = client.run("image.reencode", file, person=person, into=out, mime=mime)
        size = out.tell()
        out.seek(0)
        head = answer.head
        return Picture(
            out, size, head["mime"], head["width"], head["height"], answer.parts[0] or None, head["thumbnail_mime"]
        )  # fmt: skip
    except RefusedError as error:
        out.close()
        raise _fault(error.code) from None
    except BaseException:
        out.close()
        raise


def _fault(code: str) -> Fault:
    match code:
        case "pixels" | "large":
            return Fault("share.pixels", _("This picture has too many pixels. Make it smaller and send it again."))
        case "frames":
            return Fault("share.pixels", _("This picture has too many frames. Send it as a video, or as a single picture."))
        case "pages":
            return Fault("share.pixels", _("This picture has several pages or frames. Send it as PDF or GIF."))
        case client.DIED:
            return Fault("share.broken", _("This picture takes too long to read. Save it again as JPEG or PNG and send that."))
        case _damaged:
            return Fault("share.broken", _("This picture is damaged and can’t be opened."))
