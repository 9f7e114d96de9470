"""Detecting the type of a file from its content, with and without libmagic."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from sessions_app.files import file_type


def picture(kind: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (4, 4), "green").save(file, kind)
    return file.getvalue()


KNOWN = [
    (picture("PNG"), "image/png"),
    (picture("JPEG"), "image/jpeg"),
    (picture("GIF"), "image/gif"),
    (picture("WEBP"), "image/webp"),
    (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", "application/pdf"),
    ("Dobrý den,\r\ntlak je 0,4.\r\n".encode(), "text/plain"),
    (b"7", "text/plain"),
    (b"ok", "text/plain"),
]
HOSTILE = [
    b"<!DOCTYPE html><script>alert(1)</script>",
    b"  \n<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    b"#!/bin/sh\nrm -rf /\n",
    b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00",
    b"\x7fELF\x02\x01\x01\x00",
]


@pytest.mark.parametrize(("content", "mime"), KNOWN)
def test_accepted_types_are_recognised_with_and_without_libmagic(content: bytes, mime: str) -> None:
    assert file_type.mime(content) == mime
    assert file_type.by_signature(content) == mime


@pytest.mark.parametrize("content", HOSTILE)
def test_markup_and_programs_are_never_taken_for_text(content: bytes) -> None:
    assert file_type.mime(content) != "text/plain"
    assert file_type.by_signature(content) == file_type.UNKNOWN


def test_a_long_text_cut_within_a_character_is_still_text() -> None:
    assert file_type.by_signature(("ě" * 8192).encode()[:8192]) == "text/plain"
    assert file_type.by_signature(b"x" + ("ě" * 8192).encode()[:8191]) == "text/plain"
