"""Files as people have them: the extension of a picture follows its content, and a refusal says what to send instead."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.test import Client as Browser
from PIL import Image

from contactcenter.realtime.wire import Fault
from sessions_app.files import checks, file_type
from sessions_app.models import Share
from sessions_app.share.services import library
from sessions_app.share.services.uploads import share_upload
from tests.servers import S3
from tests.sessions_app.http import Storage, fetched, use_s3
from tests.sessions_app.sample_files import HEIC, office, picture, upload, use_folder
from tests.world import World


@pytest.fixture(autouse=True)
def storage(tmp_path: Path, settings: Any) -> Path:
    return use_folder(settings, tmp_path)


def sent(world: World, name: str, content: bytes) -> Share:
    return share_upload(by=world.carla, session=world.active(), file=upload(name, content))


def refused(world: World, name: str, content: bytes) -> str:
    with pytest.raises(Fault) as caught:
        sent(world, name, content)
    assert caught.value.code == "share.type"
    assert not Share.objects.exists()
    return caught.value.text


@pytest.mark.parametrize(("name", "content", "shown", "mime"), [
    ("image.jfif", picture("JPEG"), "image.jpg", "image/jpeg"), ("scan.jpe", picture("JPEG"), "scan.jpg", "image/jpeg"),
    ("photo.jpg", picture("WEBP"), "photo.webp", "image/webp"), ("picture.png", picture("JPEG"), "picture.jpg", "image/jpeg"),
    ("a.webp", picture("PNG"), "a.png", "image/png"), ("a.JPEG", picture("JPEG"), "a.JPEG", "image/jpeg"),
    ("a.bmp", picture("BMP"), "a.png", "image/png"), ("a.tif", picture("TIFF"), "a.jpg", "image/jpeg"),
    ("a.avif", picture("AVIF", (32, 24)), "a.jpg", "image/jpeg"), ("IMG_0001.HEIC", HEIC, "IMG_0001.jpg", "image/jpeg"),
    ("a.jpg", HEIC, "a.jpg", "image/jpeg"),
])  # fmt: skip
def test_a_pictures_type_does_not_depend_on_its_extension(world: World, name: str, content: bytes, shown: str, mime: str) -> None:
    share = sent(world, name, content)
    assert (share.name, share.mime, Path(share.file.name).suffix) == (shown, mime, Path(shown).suffix.lower())
    with share.file.open() as stored, Image.open(stored) as kept:
        assert Image.MIME[str(kept.format)] == mime
    assert b"CAMERA" not in Path(share.file.path).read_bytes()


def test_transparency_is_kept(world: World) -> None:
    file = io.BytesIO()
    Image.new("RGBA", (8, 8), (1, 2, 3, 4)).save(file, "TIFF")
    share = sent(world, "a.tiff", file.getvalue())
    with share.file.open() as stored, Image.open(stored) as kept:
        assert (share.name, kept.getpixel((0, 0))) == ("a.png", (1, 2, 3, 4))


def test_two_pictures_converted_to_one_name_get_different_names(world: World) -> None:
    session = world.active()
    names = [
        share_upload(by=world.carla, session=session, file=upload(name, picture("JPEG"))).name for name in ("a.jfif", "a.jpe")
    ]
    assert names == ["a.jpg", "a-2.jpg"]


def test_direct_uploads_and_library_pictures_get_the_right_extension(world: World, settings: Any, s3_server: S3) -> None:
    kept = library.library_upload(by=world.anna, file=upload("logo.jfif", picture("JPEG")))
    assert (kept.name, kept.mime) == ("logo.jpg", "image/jpeg")
    use_s3(settings, s3_server)
    share = Storage().send(world.carla, world.active(), "photo.png", picture("JPEG")).json()["share"]
    assert (share["name"], share["mime"]) == ("photo.jpg", "image/jpeg")


def mpeg4(brand: bytes) -> bytes:
    return (24).to_bytes(4, "big") + b"ftyp" + brand + b"\0\0\0\0isom" + brand + b"\0\0\0\x08mdat" + bytes(200)


OGG = b"OggS\0\x02" + bytes(20) + b"\x01\x13OpusHead\x01\x02" + bytes(50)


@pytest.mark.parametrize(("name", "content", "mime"), [
    ("a.m4v", mpeg4(b"M4V "), "video/mp4"), ("a.mp4", mpeg4(b"M4V "), "video/mp4"), ("a.m4a", mpeg4(b"mp42"), "audio/mp4"),
    ("a.m4a", mpeg4(b"M4A "), "audio/mp4"), ("a.mp4", mpeg4(b"isom"), "video/mp4"), ("a.opus", OGG, "audio/ogg"),
    ("a.oga", OGG, "audio/ogg"), ("a.csv", "Jméno;Město\r\n".encode("cp1250"), "text/plain"),
    ("a.txt", "Jméno;Město\r\n".encode("utf-16"), "text/plain"),
])  # fmt: skip
def test_audio_video_and_other_text_formats_are_accepted(world: World, name: str, content: bytes, mime: str) -> None:
    share = sent(world, name, content)
    assert (share.name, share.mime, Path(share.file.path).read_bytes()) == (name, mime, content)


@pytest.mark.parametrize(("name", "words"), [
    ("a.doc", ".docx"), ("a.xls", ".xlsx"), ("a.ppt", ".pptx"), ("a.svg", "JPEG or PNG"), ("a.avi", "MP4"), ("a.flac", "MP3"),
    ("a.rar", ".zip"), ("a.exe", "PDF"), ("readme", "extension"),
])  # fmt: skip
def test_a_refusal_says_what_to_do_instead(world: World, name: str, words: str) -> None:
    said = refused(world, name, b"words")
    assert words in said
    assert Path(name).suffix in said


@pytest.mark.parametrize(("name", "content", "words"), [
    ("a.pdf", picture("JPEG"), ".jpg"), ("a.zip", picture(), ".png"), ("a.pdf", b"plain words", ".txt"), ("a.png", b"plain words", ".png"),
    ("a.mp3", office(), ".mp3"),
])  # fmt: skip
def test_a_refusal_names_the_real_type_of_the_file(world: World, name: str, content: bytes, words: str) -> None:
    said = refused(world, name, content)
    assert words in said
    assert "Pictures" not in said


def test_pictures_are_recognised_with_and_without_libmagic(monkeypatch: pytest.MonkeyPatch) -> None:
    for libmagic in (True, False):
        monkeypatch.setattr(file_type, "LIBMAGIC", libmagic and file_type.LIBMAGIC)
        found = {file_type.mime(content) for content in (HEIC, *(picture(kind, (32, 24)) for kind in ("AVIF", "BMP", "TIFF")))}
        assert found == {"image/heic", "image/avif", "image/bmp", "image/tiff"}
        assert file_type.mime("Jméno".encode("cp1250")) == file_type.mime("Jméno".encode("utf-16")) == "text/plain"
        assert file_type.mime("<script>".encode("utf-16")) == file_type.UNKNOWN


def test_a_file_that_breaks_libmagic_is_of_unknown_type(monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(*_arguments: object, **_options: object) -> str:
        raise RuntimeError("regex error")

    monkeypatch.setattr(file_type, "LIBMAGIC", True)
    monkeypatch.setattr(file_type.magic, "from_buffer", stumble)
    assert file_type.mime(picture()) == file_type.UNKNOWN


def test_an_uploader_cannot_set_the_source_of_a_picture(world: World) -> None:
    for claimed in ("received frame", "<b>", "a\0b", "x" * 999):
        fields = {"source": claimed, "call": "a\0b"}
        share = Storage().send(world.carla, world.active(), "a.png", picture(), **fields).json()["share"]
        assert share["source"] == ""


def test_a_windows_text_is_shown_decoded_and_saved_byte_for_byte(world: World) -> None:
    content = "Jméno;Město\r\nJan Novák;Praha\r\n".encode("cp1250")
    share = sent(world, "a.csv", content)
    shown = fetched(world.carla, share.public_id, "?inline=1")
    assert shown.headers["Content-Type"] == "text/plain; charset=windows-1250"
    assert shown.content == fetched(world.carla, share.public_id).content == content


def test_an_allowed_extension_passes_before_any_byte_arrives() -> None:
    for ending in checks.ENDINGS:
        checks.check_announced(f"a{ending}", 1)


def test_nul_characters_in_any_field_cause_no_server_error(world: World) -> None:
    session = world.active()
    for field in ("session", "name", "kind", "send", "call", "source", "library", "request"):
        fields = {"session": session, "name": "a.txt", "size": "5"} | {field: "a\0b"}
        for path in ("/share/begin/", "/share/upload/", "/share/complete/"):
            answer = Browser().post(path, fields, headers={"Authorization": "Bearer Carla"})
            assert answer.status_code < 500, (field, path)
