"""Files over HTTP: who may send and fetch them, and that strangers' bytes run nowhere."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from asgiref.sync import async_to_sync
from django.contrib.sessions.models import Session as HttpSession
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signing import TimestampSigner
from django.db import connection
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from sessions_app.models import Client, Session, Share
from sessions_app.services import closing
from sessions_app.share.services import session_files
from sessions_app.share.views.download import _find, signer
from sessions_app.whiteboard.services import board
from tests.sessions_app.http import bearer, signed_in
from tests.sessions_app.sample_files import picture, use_folder
from tests.world import World, refused, row_of, run


@pytest.fixture(autouse=True)
def storage(tmp_path: Path, settings: Any) -> Path:
    return use_folder(settings, tmp_path)


def post(
    browser: Browser, session: str, headers: dict[str, str] | None = None, name: str = "a.txt", content: bytes = b"words"
) -> Any:
    form = {"session": session, "file": SimpleUploadedFile(name, content)}
    return browser.post(reverse("share-upload"), form, headers=headers)


def address(browser: Browser, share: str, headers: dict[str, str] | None = None, query: str = "") -> Any:
    return browser.get(reverse("share-address", args=[share]) + query, headers=headers)


def content(answer: Any) -> bytes:
    async def read() -> bytes:
        return b"".join([chunk async for chunk in answer.streaming_content])

    return async_to_sync(read)()


def sent(world: World, name: str = "a.txt", content: bytes = b"words") -> dict[str, Any]:
    """Send a file from Carla into her session with Anna."""
    answer = post(Browser(), world.active(), bearer(world.carla), name, content)
    assert answer.status_code == 201
    return dict(answer.json()["share"])


def test_both_sides_send_and_fetch_the_same_bytes(world: World) -> None:
    session = world.active()
    anna = signed_in("anna")
    mine = post(Browser(), session, bearer(world.carla)).json()["share"]
    theirs = post(anna, session, content=b"other words").json()["share"]
    assert (mine["by"], theirs["by"]) == ({"role": "client", "name": "Carla"}, {"role": "operator", "name": "Anna"})
    assert mine["sha256"] == hashlib.sha256(b"words").hexdigest()
    for headers, browser in ((bearer(world.carla), Browser()), (None, anna)):
        url = address(browser, mine["id"], headers).json()["url"]
        assert content(Browser().get(url)) == b"words"


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer nobody"}, {"Authorization": "Bearer "}, {"Authorization": "Basic eDp5"},
    {"Authorization": "Bearer David"}, {"Authorization": "nonsense"}])  # fmt: skip
def test_strangers_and_other_clients_send_and_fetch_nothing(world: World, headers: dict[str, str]) -> None:
    share = sent(world)
    session = row_of(Share.objects.get().session.public_id).public_id
    other = "David" in headers.get("Authorization", "")
    answer = post(Browser(), session, headers)
    assert (answer.status_code, other) in [(401, False), (404, True)]
    refused, unknown = address(Browser(), share["id"], headers), address(Browser(), "nobody", headers)
    assert (refused.status_code, refused.content) == (answer.status_code, unknown.content)
    assert Share.objects.count() == 1


def test_an_operator_whose_http_session_has_ended_is_told_so(world: World) -> None:
    session, anna = world.active(), signed_in("anna")
    HttpSession.objects.update(expire_date=timezone.now())
    answer = post(anna, session)
    assert (answer.status_code, answer.json()["code"], answer.json()["retry"]) == (401, "operator.unknown", False)
    assert "You’re signed out" in answer.json()["text"]
    for path in (reverse("share-begin"), reverse("share-complete"), reverse("network-test-servers")):
        assert "You’re signed out" in anna.post(path).json()["text"]


def test_a_client_with_an_expired_token_is_told_to_reload(world: World) -> None:
    session = world.ended()
    Client.objects.update(token_until=timezone.now())
    assert "Reload the page" in post(Browser(), session, bearer(world.carla)).json()["text"]


@pytest.mark.parametrize("name", ["boris", "oskar"])
def test_other_operators_fetch_nothing(world: World, name: str) -> None:
    share, browser = sent(world), signed_in(name)
    assert address(browser, share["id"]).content == address(browser, "nobody").content
    assert post(browser, row_of(Share.objects.get().session.public_id).public_id).status_code == 404


def test_the_clients_present_operator_reads_past_files_and_cannot_change_them(
    world: World,
) -> None:
    file, anna, boris, oskar = sent(world), signed_in("anna"), signed_in("boris"), signed_in("oskar")
    past = Share.objects.get().session
    unknown = address(boris, "nobody").content
    for service in (closing.session_end, closing.session_wrapup):
        run(service, world.anna, session=past.public_id)
    assert address(boris, file["id"]).content == unknown
    now = world.active(world.carla, world.boris)
    assert content(Browser().get(address(boris, file["id"]).json()["url"])) == b"words"
    assert address(anna, file["id"]).status_code == 200
    assert address(oskar, file["id"]).content == unknown
    for service in (session_files.share_delete, session_files.share_send):
        assert refused(service, world.boris, share=file["id"]).code == "share.not_found"
    assert refused(board.board_open, world.boris, session=now, share=file["id"], pages=1).code == "share.not_found"
    Share.objects.update(state="deleted")
    assert address(boris, file["id"]).content == unknown
    Share.objects.update(state="ready")
    for service in (closing.session_end, closing.session_wrapup):
        run(service, world.boris, session=now)
    assert address(boris, file["id"]).content == unknown


def test_a_client_fetches_only_sent_files_of_a_past_session(world: World) -> None:
    post(signed_in("anna"), world.active())
    file = Share.objects.get()
    assert not file.sent
    run(closing.session_end, world.anna, session=file.session.public_id)
    unknown = address(Browser(), "nobody", bearer(world.carla)).content
    for by in (world.carla, world.david):
        assert address(Browser(), file.public_id, bearer(by)).content == unknown
    Share.objects.update(sent=True)
    assert address(Browser(), file.public_id, bearer(world.carla)).status_code == 200
    assert address(Browser(), file.public_id, bearer(world.david)).content == unknown


@pytest.mark.parametrize(("state", "opens"), [("waiting", False), ("active", False), ("closed", True)])
def test_files_of_a_persons_session_on_another_device_open_once_it_is_over(world: World, state: str, opens: bool) -> None:
    file = sent(world)
    Client.objects.update(verified=True, external_id="7")
    world.active(world.david, world.boris)
    Session.objects.filter(pk=Share.objects.get().session_id).update(state=state)
    assert (address(signed_in("boris"), file["id"]).status_code == 200) is opens


@pytest.mark.parametrize("id", ["%00", "..%2f..", "1", "a" * 300])
def test_an_invalid_id_is_not_found(world: World, id: str) -> None:
    answer = Browser().get(f"/share/{id}/address/", headers=bearer(world.carla))
    assert answer.status_code == 404


def test_an_operator_needs_the_csrf_token(world: World) -> None:
    answer = post(signed_in("anna", enforce_csrf_checks=True), world.active())
    assert (answer.status_code, answer.json()["code"]) == (422, "share.forged")
    assert not Share.objects.exists()


def test_files_are_served_as_inert_downloads(world: World) -> None:
    share = sent(world)
    share["name"] = 'b "<svg onload=1>;\u010d.txt'
    Share.objects.update(name=share["name"])
    answer = Browser().get(address(Browser(), share["id"], bearer(world.carla)).json()["url"])
    assert answer.headers["Content-Type"] == "application/octet-stream"
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment; filename*=UTF-8''")
    assert unquote(disposition.partition("''")[2]) == share["name"]
    assert not set(disposition.partition("''")[2]) & set("\"'<>;\r\n ")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_only_harmless_types_are_shown_inline(world: World) -> None:
    share = sent(world, "a.png", picture())
    answer = Browser().get(address(Browser(), share["id"], bearer(world.carla), "?inline=1").json()["url"])
    assert (answer.headers["Content-Type"], answer.headers["Content-Disposition"][:6]) == ("image/png", "inline")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    Share.objects.update(mime="text/html")
    answer = Browser().get(address(Browser(), share["id"], bearer(world.carla), "?inline=1").json()["url"])
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_a_download_url_is_for_one_file_and_expires(world: World, settings: Any) -> None:
    share = sent(world)
    url = address(Browser(), share["id"], bearer(world.carla)).json()["url"]
    signed = url.split("/")[3]
    altered = [
        url.replace(signed, signed[:-1]),
        url.replace(signed, "x" + signed),
        url.replace("a.txt", "b.txt"),
        "/share/file/x/a.txt",
    ]
    foreign = TimestampSigner(salt="other").sign_object(["share", Share.objects.get().pk, "show"])
    for wrong in [*altered, f"/share/file/{foreign}/a.txt", "/share/file/%00/a.txt", f"/share/file/{signed}/%00"]:
        assert Browser().get(wrong).status_code == 404
    settings.SHARE_ADDRESS_SECONDS = -1
    expired = Browser().get(url)
    assert (expired.status_code, expired.headers["Content-Type"]) == (404, "text/plain; charset=utf-8")


def test_a_download_url_of_a_deleted_or_missing_file_is_not_found(world: World, storage: Path) -> None:
    sent(world)
    signed = signer.sign_object(["share", Share.objects.get().pk, "save"])
    for path in [path for path in storage.rglob("*") if path.is_file()]:
        path.unlink()
    assert Browser().get(f"/share/file/{signed}/a.txt").status_code == 404
    Share.objects.update(state="deleted")
    assert Browser().get(f"/share/file/{signed}/a.txt").status_code == 404


def test_an_oversized_upload_is_refused_by_its_declared_length(world: World, settings: Any) -> None:
    settings.SHARE_BYTES = 10
    answer = post(Browser(), world.active(), bearer(world.carla), content=b"x" * 70_000)
    assert (answer.status_code, answer.json()["code"]) == (413, "share.too_large")


def test_a_form_without_a_file_and_an_unknown_kind_are_refused_in_words(world: World) -> None:
    session = world.active()
    empty = Browser().post(reverse("share-upload"), {"session": session}, headers=bearer(world.carla))
    assert (empty.status_code, empty.json()["code"]) == (422, "share.empty")
    page = post(Browser(), session, bearer(world.carla), "a.html", b"<!doctype html><script>1</script>")
    assert (page.status_code, page.json()["code"]) == (415, "share.type")
    assert page.json()["text"]
    nul = post(Browser(), "\x00", bearer(world.carla))
    assert nul.status_code == 404


def test_a_player_gets_ranges_for_as_long_as_it_plays(world: World, settings: Any) -> None:
    sound = (
        b"RIFF\x24\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00\x40\x1f\x00\x00\x80\x3e\x00\x00\x02\x00\x10\x00data"
        + bytes(404)
    )
    share = sent(world, "a.wav", sound)
    asked = address(Browser(), share["id"], bearer(world.carla), "?inline=1").json()
    assert asked["seconds"] == settings.SHARE_MEDIA_SECONDS
    settings.SHARE_ADDRESS_SECONDS = -1
    for wanted, first, last in (("bytes=0-", 0, 443), ("bytes=10-19", 10, 19), ("bytes=440-9999", 440, 443)):
        piece = Browser().get(asked["url"], headers={"Range": wanted})
        assert (piece.status_code, piece.headers["Content-Range"]) == (206, f"bytes {first}-{last}/444")
        assert content(piece) == sound[first : last + 1]
        assert piece.headers["Content-Length"] == str(last - first + 1)
    for wanted in ("bytes=444-", "bytes=20-10"):
        assert Browser().get(asked["url"], headers={"Range": wanted}).status_code == 416
    for wanted in ("bytes=x", "bytes=0-1,3-4", "lines=1-2"):
        assert Browser().get(asked["url"], headers={"Range": wanted}).status_code == 200
    save = address(Browser(), share["id"], bearer(world.carla)).json()["url"]
    assert Browser().get(save).status_code == 404, "download addresses are equally short"


def test_a_slow_download_holds_no_database_connection(committed_world: World) -> None:
    share = sent(committed_world)
    url = address(Browser(), share["id"], bearer(committed_world.carla)).json()["url"]
    _find(*url.split("/")[3:])
    assert connection.connection is None


def test_texts_keep_their_accents(world: World) -> None:
    share = sent(world, "a.txt", "Dobrý den, tlak je 0,4".encode())
    answer = Browser().get(address(Browser(), share["id"], bearer(world.carla), "?inline=1").json()["url"])
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"


def test_every_refused_url_looks_like_a_missing_one(world: World, settings: Any) -> None:
    share = sent(world)
    url = address(Browser(), share["id"], bearer(world.carla)).json()["url"]
    settings.SHARE_ADDRESS_SECONDS = -1
    unknown = Browser().get("/share/file/nobody/a.txt")
    for wrong in (url, url[:-1], url.replace("a.txt", "b.txt")):
        answer = Browser().get(wrong)
        assert (answer.status_code, answer.content, answer.headers["Content-Type"]) == (
            404,
            unknown.content,
            "text/plain; charset=utf-8",
        )
