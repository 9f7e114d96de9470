"""Count what makes a picture slow to decode, from its structure alone. Stops once there is too much."""

from __future__ import annotations

from typing import Final

_ALONE: Final = {0x01, *range(0xD0, 0xD9)}
"""JPEG markers without a length."""
_SOS, _EOI = 0xDA, 0xD9


def jpeg_scans(data: bytes, most: int) -> int:
    """Return the number of scans of a JPEG, or ``most + 1``. A decoder goes through the whole picture once for each."""
    scans, at = 0, 2
    while scans <= most:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            break
        marker = data[at + 1]
        if marker == 0xFF:  # filling
            at += 1
        elif marker == 0 or marker in _ALONE:  # within a scan
            at += 2
        elif marker == _EOI:
            break
        else:
            scans += marker == _SOS
            at += 2 + max(2, int.from_bytes(data[at + 2 : at + 4], "big"))
    return scans


def gif_frames(data: bytes, most: int) -> int:
    """Return the number of frames of a GIF, or ``most + 1``."""
    frames, at = 0, 13 + _table(data[10:11])
    while frames <= most and at < len(data):
        block = data[at]
        if block == 0x2C:
            frames += 1
            at = _blocks_end(data, at + 11 + _table(data[at + 9 : at + 10]))
        elif block == 0x21:
            at = _blocks_end(data, at + 2)
        elif block == 0x3B:
            break
        else:  # decoders search for the next block
            at += 1
    return frames


def _table(flags: bytes) -> int:
    """Return the length of a colour table."""
    return 3 << ((flags[0] & 7) + 1) if flags and flags[0] & 0x80 else 0


def _blocks_end(data: bytes, at: int) -> int:
    while at < len(data) and data[at]:
        at += 1 + data[at]
    return at + 1
