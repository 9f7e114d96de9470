"""Zips that programs read differently, and those of honest programs."""

from __future__ import annotations

import io
import zipfile

import pytest

from sessions_app.files.sandbox import archive
from sessions_app.files.sandbox.refusal import RefusedError
from tests.sessions_app.files import zips


def check(content: bytes) -> None:
    archive.check(io.BytesIO(content), ending=".zip", unpacked=1 << 20)


@pytest.mark.parametrize("what", zips.REFUSED)
def test_an_ambiguous_zip_is_refused_for_its_reason(what: str) -> None:
    code, content = zips.REFUSED[what]
    with pytest.raises(RefusedError) as refusal:
        check(content)
    assert refusal.value.code == code


@pytest.mark.parametrize("what", zips.HONEST)
def test_an_unusual_zip_of_an_honest_program_is_accepted(what: str) -> None:
    check(zips.HONEST[what])


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_nothing_may_follow_the_content_inside_an_entry(method: int) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as written:
        written.writestr("a.txt", b"words")
    check(file.getvalue())
    whole = bytearray(file.getvalue())
    at = whole.index(b"PK\1\2")
    for place in (18, at + 20):  # the packed size, in both headers
        whole[place] += 1
    whole[-6] += 1  # the place of the directory
    whole.insert(at, 0)
    with pytest.raises((RefusedError, zipfile.BadZipFile)):
        check(bytes(whole))
