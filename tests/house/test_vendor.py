"""Vendored files match VENDOR.md."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

STATIC = Path(__file__).resolve().parents[2] / "static/contactcenter"
VENDOR = STATIC / "vendor"


def test_every_vendored_file_has_the_sum_written_in_its_list() -> None:
    rows = re.findall(r"^\| `([^`]+)` \|.*\| `([0-9a-f]{64})` \|$", (VENDOR / "VENDOR.md").read_text(), re.MULTILINE)
    listed = dict(rows)
    ours = {"VENDOR.md"} | {file.name for file in VENDOR.glob("*.d.ts")}
    assert {file.name for file in VENDOR.iterdir()} - ours == set(listed)
    for name, expected in listed.items():
        assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == expected, name


def test_the_wait_for_the_blur_is_told_by_the_true_sizes_of_what_is_fetched() -> None:
    told = re.findall(
        r'vendor/([a-z.]+)", import.meta.url\), bytes: ([0-9_]+)', (STATIC / "call/background/segmenter.js").read_text()
    )
    assert {name: int(size) for name, size in told} == {
        name: (VENDOR / name).stat().st_size for name in ("tflite.wasm", "person.tflite")
    }
