"""Scans and frames are counted from the structure of a file, as decoders see it."""

from __future__ import annotations

import io
import random

import pytest
from PIL import Image

from sessions_app.files.sandbox.counting import gif_frames, jpeg_scans
from tests.sessions_app.files.bombs import many_frames, many_scans
from tests.sessions_app.files.hostile import photo
from tests.sessions_app.sample_files import picture


def saved(**options: object) -> bytes:
    file = io.BytesIO()
    Image.effect_noise((300, 200), 80).convert("RGB").save(file, "JPEG", **options)
    return file.getvalue()


def moving(frames: int) -> bytes:
    file = io.BytesIO()
    first, *others = (Image.new("L", (9, 9), number) for number in range(frames))
    first.save(file, "GIF", save_all=True, append_images=others)
    return file.getvalue()


@pytest.mark.parametrize(("content", "scans"), [
    (saved(), 1), (saved(progressive=True), 10), (photo("JPEG"), 1), (saved(restart_marker_blocks=1), 1), (many_scans(70), 70),
    (saved(comment=b"\xff\xda" * 500), 1), (saved() + many_scans(50), 1), (b"", 0), (b"\xff\xd8\xff", 0),
])  # fmt: skip
def test_only_real_scans_are_counted(content: bytes, scans: int) -> None:
    assert jpeg_scans(content, 100) == scans


@pytest.mark.parametrize(("content", "frames"), [
    (picture("GIF"), 1), (moving(40), 40), (many_frames(99), 99), (b"GIF89a", 0),
    (many_frames(9)[:-1] + b"\1\1" + many_frames(9)[-16:], 10),
])  # fmt: skip
def test_frames_are_counted(content: bytes, frames: int) -> None:
    assert gif_frames(content, 100) == frames


def test_counting_stops_at_the_limit() -> None:
    assert jpeg_scans(many_scans(5_000), 100) == 101
    assert gif_frames(many_frames(5_000), 100) == 101


def test_counting_always_ends() -> None:
    noise = random.Random(7)
    for start in (b"\xff\xd8", b"GIF89a"):
        for length in range(200):
            content = start + noise.randbytes(length)
            assert jpeg_scans(content, 100) <= 101
            assert gif_frames(content, 100) <= 101
