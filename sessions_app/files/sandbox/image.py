"""Re-encode pictures: upright, without the camera's metadata, and with a thumbnail. Runs in the sandbox.

Only what a decoder understood is written again, so nothing else in the file survives, except a colour profile (ICC): it's copied as it is,
since without it the colours would be others.
"""

from __future__ import annotations

import contextlib
import io
from typing import IO, Any, Final

import pi_heif
from PIL import AvifImagePlugin, Image, ImageOps

from sessions_app.files.sandbox.counting import gif_frames, jpeg_scans
from sessions_app.files.sandbox.kinds import CONVERTED, FORMATS
from sessions_app.files.sandbox.refusal import RefusedError

PIXELS: Final = 40_000_000
"""Pixels of a picture, or of all frames of an animation together."""
FRAMES: Final = 500
SCANS: Final = 100
"""Scans of a progressive JPEG: cameras and programs write about ten."""
SHOWN: Final = 1280
"""The longer side of the thumbnail, in pixels."""
SMALL: Final = 300 * 1024
"""A picture with fewer bytes and pixels is its own thumbnail."""
QUALITY: Final = 90
KEPT: Final = {"icc_profile", "transparency", "gamma", "duration", "loop", "background", "disposal", "dpi"}


def preload() -> None:
    """Set up every codec, and use it once: a limited process can't import anything later."""
    Image.preinit()
    Image.init()
    Image.MAX_IMAGE_PIXELS = PIXELS  # a frame that claims to be larger than the whole doesn't get far
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1
    pi_heif.options.DECODE_THREADS = 1
    pi_heif.register_heif_opener()
    turned = Image.Exif()
    turned[0x0112] = 6
    for mime in FORMATS | CONVERTED:
        for mode in ("RGB", "RGBA", "P") if mime != "image/heic" else ():
            with contextlib.suppress(OSError):  # not every type has every mode
                reencode(_sample(mime, mode, exif=turned), mime=mime)
    for mime in ("image/png", "image/gif", "image/webp"):
        reencode(_sample(mime, "P", save_all=True, append_images=[Image.new("P", (8, 8), 1)]), mime=mime)


def _sample(mime: str, mode: str, **options: Any) -> IO[bytes]:
    file = io.BytesIO()
    Image.new(mode, (8, 8)).save(file, (FORMATS | CONVERTED)[mime], **options)
    file.seek(0)
    return file


def reencode(file: IO[bytes], *, mime: str) -> tuple[dict[str, Any], list[bytes]]:
    """Return the re-encoded picture: its facts, and as parts the thumbnail (empty if it's small itself) and the whole."""
    _count(file, mime)
    with _open(file, mime) as picture:
        frames = int(getattr(picture, "n_frames", 1)) if mime in ("image/png", "image/gif", "image/webp") else 1
        if frames > FRAMES:
            raise RefusedError("frames")
        if picture.width * picture.height * frames > PIXELS:
            raise RefusedError("pixels")
        if frames > 1:
            return _moving(picture, mime)
        picture.load()
        if mime in CONVERTED:
            picture, mime = _converted(picture)
        return _still(picture, mime)


def shrink(file: IO[bytes], *, mime: str, side: int) -> tuple[dict[str, Any], list[bytes]]:
    """Return the picture as WebP, neither side longer than ``side``."""
    with _open(file, mime) as whole:
        small = whole.convert("RGB") if whole.mode not in ("RGB", "RGBA", "L") else whole
        small.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=2.0)
        out = io.BytesIO()
        small.save(out, "WEBP", quality=92, method=2)
    return {}, [out.getvalue()]


def _count(file: IO[bytes], mime: str) -> None:
    """Count what costs time, before anything is decoded."""
    if mime == "image/jpeg" and jpeg_scans(file.read(), SCANS) > SCANS:
        raise RefusedError("frames")
    if mime == "image/gif" and gif_frames(file.read(), FRAMES) > FRAMES:
        raise RefusedError("frames")
    file.seek(0)


def _open(file: IO[bytes], mime: str) -> Any:
    try:
        return Image.open(file, formats=[(FORMATS | CONVERTED)[mime]])
    except Image.DecompressionBombError:
        raise RefusedError("pixels") from None


def _moving(picture: Any, mime: str) -> tuple[dict[str, Any], list[bytes]]:
    picture.info = _kept(picture)
    out = io.BytesIO()
    picture.save(out, FORMATS[mime], save_all=True)
    return {"width": picture.width, "height": picture.height, "mime": mime, "thumbnail_mime": mime}, [b"", out.getvalue()]


def _still(picture: Any, mime: str) -> tuple[dict[str, Any], list[bytes]]:
    tables = getattr(picture, "quantization", None)
    whole = ImageOps.exif_transpose(picture) if _turned(picture) else picture
    whole.info = _kept(picture)
    out = io.BytesIO()
    whole.save(out, FORMATS[mime], **_options(whole, mime, tables))
    thumbnail, thumbnail_mime = _thumbnail(whole, mime, out.tell())
    facts = {"width": whole.width, "height": whole.height, "mime": mime, "thumbnail_mime": thumbnail_mime}
    return facts, [thumbnail, out.getvalue()]


def _converted(picture: Any) -> tuple[Any, str]:
    """Convert a type that browsers don't show to JPEG; to PNG if it's drawn rather than photographed, or partly transparent."""
    if _pages(picture) > 1:
        raise RefusedError("pages")
    upright = ImageOps.exif_transpose(picture) if _turned(picture) else picture
    profile = picture.info.get("icc_profile") if picture.mode in ("RGB", "RGBA") else None
    clear = "A" in picture.getbands() or "transparency" in picture.info
    if clear or picture.format == "BMP" or picture.mode in ("1", "L", "P"):
        kept = upright if upright.mode in ("1", "L", "P", "RGB", "RGBA", "LA") else upright.convert("RGBA")
        mime = "image/png"
    else:
        kept, mime = (upright if upright.mode in ("RGB", "L") else upright.convert("RGB")), "image/jpeg"
    kept.info = {name: picture.info[name] for name in ("transparency", "dpi") if name in picture.info}
    return _with_profile(kept, profile), mime


def _pages(picture: Any) -> int:
    """Two stand for many. In a HEIF file with several pictures, all viewers show the first."""
    if picture.format == "HEIF":
        return 1
    try:
        picture.seek(1)
    except EOFError:
        return 1
    return 2


def _with_profile(picture: Any, profile: bytes | None) -> Any:
    if profile:
        picture.info["icc_profile"] = profile
    return picture


def _turned(picture: Any) -> bool:
    """Whether the camera says that the picture is rotated or mirrored."""
    return picture.getexif().get(0x0112, 1) not in (0, 1)


def _kept(picture: Any) -> dict[Any, Any]:
    return {name: value for name, value in picture.info.items() if name in KEPT}


def _options(picture: Any, mime: str, tables: Any) -> dict[str, Any]:
    """As close to the original as the format allows: a JPEG keeps its own quality."""
    if mime == "image/jpeg":
        same = {"quality": "keep"} if picture.format == "JPEG" else {"qtables": tables} if tables else {"quality": QUALITY}
        return same | {"icc_profile": picture.info.get("icc_profile"), "comment": b"", "exif": b""}
    if mime == "image/webp":
        return {"quality": QUALITY, "method": 2, "icc_profile": picture.info.get("icc_profile"), "exif": b"", "xmp": b""}
    return {"compress_level": 4} if mime == "image/png" else {}


def _thumbnail(picture: Any, mime: str, size: int) -> tuple[bytes, str]:
    if max(picture.size) <= SHOWN and size <= SMALL:
        return b"", mime
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
