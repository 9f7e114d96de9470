"""Render one page of a PDF. Runs in the sandbox: strangers' files are parsed by a large C++ library."""

from __future__ import annotations

import io
from typing import IO, Any, Final

import pypdfium2

from sessions_app.files.sandbox.refusal import RefusedError

LONGER_SIDE: Final = 2400
"""Pixels of the longer side: about 200 to the inch on a letter."""
TALLEST: Final = 200
"""A page this much longer than wide is a trap, not a page."""


def draw(file: IO[bytes], *, page: int, side: int) -> tuple[dict[str, Any], list[bytes]]:
    """Return the number of pages and, unless ``page`` is 0, that page as JPEG.

    WebP is a third smaller but takes ten times as long to encode, longer than a phone needs to receive the difference. Colours keep their
    full resolution: coloured letters stay sharp.
    """
    document = pypdfium2.PdfDocument(file.read())
    count = len(document)
    if page == 0:
        return {"pages": count}, []
    if page > count:
        raise RefusedError("page")
    leaf = document[page - 1]
    width, height = leaf.get_size()
    longer, shorter = max(width, height), min(width, height)
    if shorter <= 0 or longer / shorter > TALLEST:
        raise RefusedError("damaged")
    # In the order of bytes that Pillow uses, on white: neither makes a copy.
    picture = leaf.render(scale=min(side, LONGER_SIDE) / longer, rev_byteorder=True).to_pil()
    picture = picture if picture.mode == "RGB" else picture.convert("RGB")
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85, subsampling=0)
    return {"pages": count}, [out.getvalue()]
