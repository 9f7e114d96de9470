"""Pictures without anything but their pixels: no place, no device, no comment, no second picture behind the first.

Pure: bytes in, bytes out. Pixels stay as they are wherever the format allows it.
"""

from __future__ import annotations

import io
import struct
from typing import Final, NamedTuple

from PIL import Image, ImageOps

SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
PIXEL_CHUNKS: Final = {
    b"IHDR", b"PLTE", b"tRNS", b"cHRM", b"gAMA", b"sBIT", b"sRGB", b"iCCP", b"pHYs", b"IDAT", b"IEND",
}  # fmt: skip
FORMATS: Final = {"image/png": "PNG", "image/jpeg": "JPEG"}
ORIENTATION: Final = 0x0112
QUALITY: Final = 95


class DamagedError(Exception):
    """It cannot be opened."""


class TooLargeError(Exception):
    """It has more pixels than may be."""


class Picture(NamedTuple):
    content: bytes
    width: int
    height: int


def picture(content: bytes, mime: str, *, pixels: int) -> Picture:
    """The same picture without what it says about itself. Raises DamagedError, or TooLargeError beyond ``pixels``."""
    try:
        with Image.open(io.BytesIO(content), formats=[FORMATS[mime]]) as image:
            if image.width * image.height > pixels:
                raise TooLargeError
            image.load()
            if mime == "image/png":
                return Picture(_png(content), image.width, image.height)
            return _jpeg(image)
    except TooLargeError:
        raise
    except Exception:
        raise DamagedError from None


def _png(content: bytes) -> bytes:
    """Chunk by chunk, those alone that draw; what stands behind the last is dropped."""
    kept, at = [SIGNATURE], len(SIGNATURE)
    kind = b""
    while kind != b"IEND":
        length, kind = struct.unpack_from(">I4s", content, at)
        chunk = content[at : at + length + 12]
        if len(chunk) != length + 12:
            raise DamagedError
        if kind in PIXEL_CHUNKS:
            kept.append(chunk)
        at += length + 12
    return b"".join(kept)


def _jpeg(image: Image.Image) -> Picture:
    """Written anew with its own tables; turned upright where it only said that it lies on its side."""
    turned = image.getexif().get(ORIENTATION, 1) != 1
    upright = ImageOps.exif_transpose(image) if turned else image
    icc = image.info.get("icc_profile")
    upright.info = {}
    out = io.BytesIO()
    upright.save(out, "JPEG", quality=QUALITY if turned else "keep", exif=b"", icc_profile=icc)
    return Picture(out.getvalue(), upright.width, upright.height)
