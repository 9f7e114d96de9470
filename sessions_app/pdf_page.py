"""Draws one page of a PDF: a program of its own, because what strangers send is read by a large library written in C++.

``pdf_page.py PAGE SIDE < file.pdf > page.webp``; page 0 prints the number of pages instead. It imports nothing of ours, may write no
file, and gets little memory and time. It ends with 3 when there is no such page, with another number when the file cannot be read.
"""

from __future__ import annotations

import io
import resource
import sys

MEMORY = 1024 * 1024 * 1024
SECONDS = 15
LONGER_SIDE = 2400
"""Pixels of the longer side: about 200 to the inch on a letter."""
TALLEST = 200
"""A page so much longer than wide is a trap, not a page."""


def limit() -> None:
    """From here on little can go wrong."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))


def main(page: int, side: int) -> int:
    import pypdfium2
    from PIL import Image

    Image.preinit()  # whatever is needed is loaded now: later there is no memory for it
    Image.init()
    limit()
    document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
    if page == 0:
        sys.stdout.write(str(len(document)))
        return 0
    if page > len(document):
        return 3
    leaf = document[page - 1]
    width, height = leaf.get_size()
    longer, shorter = max(width, height), min(width, height)
    if shorter <= 0 or longer / shorter > TALLEST:
        return 4
    picture = leaf.render(scale=min(side, LONGER_SIDE) / longer).to_pil().convert("RGB")
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=90, method=2)
    sys.stdout.buffer.write(out.getvalue())
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
