"""Vendored files match VENDOR.md."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

STATIC = Path(__file__).resolve().parents[2] / "static/contactcenter"
VENDOR = STATIC / "vendor"


def test_every_vendored_file_has_its_listed_checksum() -> None:
    rows = re.findall(r"^\| `([^`]+)` \|.*\| `([0-9a-f]{64})` \|$", (VENDOR / "VENDOR.md").read_text(), re.MULTILINE)
    listed = dict(rows)
    ours = {"VENDOR.md"} | {file.name for file in VENDOR.glob("*.d.ts")}
    assert {file.name for file in VENDOR.iterdir()} - ours == set(listed)
    for name, expected in listed.items():
        assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == expected, name


def test_the_blur_knows_the_real_sizes_of_the_files_it_fetches() -> None:
    told = re.findall(
        r'vendor/([a-z.]+)", import.meta.url\), bytes: ([0-9_]+)', (STATIC / "call/background/segmenter.js").read_text()
    )
    assert {name: int(size) for name, size in told} == {
        name: (VENDOR / name).stat().st_size for name in ("tflite.wasm", "person.tflite")
    }
