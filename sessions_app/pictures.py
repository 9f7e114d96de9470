"""Pictures made anew: upright, without what a camera wrote into them, and with a small version to show.

Only what a decoder understood is written again, so nothing else that was in the file survives.
"""

from __future__ import annotations

import io
import tempfile
import threading
from typing import IO, Any, Final, NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from contactcenter.realtime.wire import Fault

FORMATS: Final = {"image/png": "PNG", "image/jpeg": "JPEG", "image/gif": "GIF", "image/webp": "WEBP"}
PIXELS: Final = 40_000_000
"""Of a picture, or of all frames of a moving one together."""
SHOWN: Final = 1280
"""The longer side of the small version, in pixels."""
SMALL: Final = 300 * 1024
"""A picture of fewer bytes and pixels is its own small version."""
QUALITY: Final = 90
KEPT: Final = {"icc_profile", "transparency", "gamma", "duration", "loop", "background", "disposal", "dpi"}
_Broken = (OSError, ValueError, SyntaxError, IndexError, KeyError, TypeError, EOFError, OverflowError, MemoryError)

Image.MAX_IMAGE_PIXELS = PIXELS  # a frame that says it is larger than the whole does not get far

_desk = threading.BoundedSemaphore(2)
"""A picture of many pixels takes 120 MB while it is open: two at a time, the others wait."""


class Picture(NamedTuple):
    """A picture as it is stored; ``display`` is the small version, None when the picture is small itself."""

    file: IO[bytes]
    size: int
    width: int
    height: int
    display: bytes | None
    display_mime: str


def renew(file: IO[bytes], mime: str) -> Picture:
    """Read a picture of this type and write it anew; the caller closes what comes back.

    Raises Fault ``share.broken`` or ``share.pixels``.
    """
    file.seek(0)
    with _desk:
        try:
            with Image.open(file, formats=[FORMATS[mime]]) as picture:
                frames = int(getattr(picture, "n_frames", 1)) if mime != "image/jpeg" else 1
                if picture.width * picture.height * frames > PIXELS:
                    raise _too_many()
                return _write(picture, mime, frames > 1)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            raise _too_many() from None
        except Image.UnidentifiedImageError:
            raise _damaged() from None
        except _Broken:
            raise _damaged() from None
        finally:
            file.seek(0)


def _too_many() -> Fault:
    return Fault("share.pixels", _("This picture has too many pixels. Make it smaller and send it again."))


def _damaged() -> Fault:
    return Fault("share.broken", _("This picture is damaged and cannot be opened."))


def _write(picture: Any, mime: str, moving: bool) -> Picture:
    out = tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR)  # noqa: SIM115 - the caller closes it
    try:
        if moving:
            picture.info = _kept(picture)
            picture.save(out, FORMATS[mime], save_all=True)
            whole = picture
        else:
            picture.load()
            tables = getattr(picture, "quantization", None)
            whole = ImageOps.exif_transpose(picture) if _turned(picture) else picture
            whole.info = _kept(picture)
            whole.save(out, FORMATS[mime], **_how(whole, mime, tables))
        size = out.tell()
        out.seek(0)
        display, display_mime = (None, mime) if moving else _display(whole, mime, size)
        return Picture(out, size, whole.width, whole.height, display, display_mime)
    except BaseException:
        out.close()
        raise


def _turned(picture: Any) -> bool:
    """Whether the camera says that the picture lies on its side or is mirrored."""
    return picture.getexif().get(0x0112, 1) not in (0, 1)


def _kept(picture: Any) -> dict[Any, Any]:
    return {name: value for name, value in picture.info.items() if name in KEPT}


def _how(picture: Any, mime: str, tables: Any) -> dict[str, Any]:
    """As close to the original as the format allows: a JPEG keeps its own quality."""
    if mime == "image/jpeg":
        same = {"quality": "keep"} if picture.format == "JPEG" else {"qtables": tables} if tables else {"quality": QUALITY}
        return same | {"icc_profile": picture.info.get("icc_profile"), "comment": b"", "exif": b""}
    if mime == "image/webp":
        return {"quality": QUALITY, "method": 2, "icc_profile": picture.info.get("icc_profile"), "exif": b"", "xmp": b""}
    return {"compress_level": 4} if mime == "image/png" else {}


def _display(picture: Any, mime: str, size: int) -> tuple[bytes | None, str]:
    if max(picture.size) <= SHOWN and size <= SMALL:
        return None, mime
    profile = picture.info.get("icc_profile") if picture.mode in ("RGB", "RGBA") else None
    clear = "A" in picture.getbands() or "transparency" in picture.info
    small = picture.convert("RGBA" if clear else "RGB") if picture.mode not in ("RGB", "RGBA", "L") else picture.copy()
    small.thumbnail((SHOWN, SHOWN), Image.Resampling.LANCZOS, reducing_gap=2.0)
    out = io.BytesIO()
    if clear:
        small.save(out, "WEBP", quality=80, method=2, icc_profile=profile, exif=b"", xmp=b"")
        return out.getvalue(), "image/webp"
    small.save(out, "JPEG", quality=82, progressive=True, icc_profile=profile, comment=b"", exif=b"")
    return out.getvalue(), "image/jpeg"
