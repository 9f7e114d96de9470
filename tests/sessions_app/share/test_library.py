"""The library and links: owners, who may send an item, and bytes shared instead of copied."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from django.urls import reverse

from contactcenter.realtime.wire import Fault
from sessions_app.actor import SYSTEM, Actor
from sessions_app.models import LibraryItem, Share, User
from sessions_app.share.selectors import library_found
from sessions_app.share.services import library, session_files
from sessions_app.share.services.uploads import share_upload
from tests.sessions_app.sample_files import picture, upload, use_folder
from tests.world import World, bodies, log_of, refused, run

NOT_FOUND = "library.not_found"


@pytest.fixture(autouse=True)
def storage(tmp_path: Path, settings: Any) -> Path:
    return use_folder(settings, tmp_path)


def stored(storage: Path) -> list[Path]:
    return [path for path in storage.rglob("*") if path.is_file()]


def kept(by: Actor, name: str = "manual.pdf", content: bytes = b"%PDF-1.4\n%%EOF\n") -> LibraryItem:
    return library.library_upload(by=by, file=upload(name, content), author="sofia")


def found(by: Actor, text: str = "") -> list[str]:
    return [item.name for item in library_found(by, text, 100)]


def test_everybody_sees_common_items_and_only_the_owner_personal_ones(world: World) -> None:
    kept(SYSTEM, "common.pdf")
    kept(world.anna, "Anna's own.txt", b"words")
    run(library.library_link, world.anna, url="https://example.com/manual", name="Manual")
    assert found(world.anna) == ["Anna's own.txt", "common.pdf", "Manual"]
    assert found(world.boris) == ["common.pdf"]
    assert found(world.anna, "OWN anna") == ["Anna's own.txt"]
    assert found(world.anna, "example.com") == ["Manual"]
    assert found(world.anna, "% _") == []


def test_an_item_is_sent_without_a_copy_and_its_bytes_are_deleted_with_the_last_reference(
    world: World, storage: Path, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    session, item = world.active(), kept(SYSTEM)
    for _ in range(2):
        run(session_files.share_from_library, world.anna, item=item.public_id, session=session)
    assert len(stored(storage)) == 1
    assert [(body["change"], body["file"]["name"]) for body in bodies(session, "share.changed")] == [
        ("sent", "manual.pdf"), ("sent", "manual-2.pdf"),
    ]  # fmt: skip
    assert log_of(session)[-1].shared is not None
    with django_capture_on_commit_callbacks(execute=True):
        run(library.library_delete, SYSTEM, item=item.public_id)
        run(session_files.share_delete, world.anna, share=Share.objects.all()[0].public_id)
    assert len(stored(storage)) == 1, "the session's second file still needs the bytes"
    with django_capture_on_commit_callbacks(execute=True):
        run(session_files.share_delete, world.anna, share=Share.objects.all()[1].public_id)
    assert stored(storage) == []


def test_an_operators_file_can_be_kept_in_the_library_and_a_clients_cannot(world: World, storage: Path) -> None:
    session = world.active()
    mine = share_upload(by=world.anna, session=session, file=upload("a.txt", b"words"))
    theirs = share_upload(by=world.carla, session=session, file=upload("b.txt", b"other"))
    run(library.library_keep, world.anna, share=mine.public_id)
    assert found(world.anna) == ["a.txt"]
    assert len(stored(storage)) == 2
    assert refused(library.library_keep, world.anna, share=theirs.public_id).code == "library.foreign"
    assert refused(library.library_keep, world.boris, share=mine.public_id).code == "share.not_found"


def test_a_picture_from_the_whiteboard_stays_in_its_session(world: World, storage: Path) -> None:
    """It shows what the client gave: erasing the client must not leave it in a library."""
    session = world.active()
    marked = share_upload(by=world.anna, session=session, file=upload("a.png", picture()), source="whiteboard")
    assert marked.source == "whiteboard"
    assert refused(library.library_keep, world.anna, share=marked.public_id).code == "library.foreign"
    assert found(world.anna) == []


def test_only_that_source_can_be_claimed(world: World, storage: Path) -> None:
    session = world.active()
    assert share_upload(by=world.anna, session=session, file=upload("a.txt", b"words"), source="camera full").source == ""


@pytest.mark.parametrize("who", ["boris", "oskar", "carla"])
def test_a_colleagues_personal_item_is_not_found(world: World, who: str) -> None:
    other, item = getattr(world, who), kept(world.anna).public_id
    session = world.active(world.david, world.boris)
    by = {"boris": world.boris}.get(who, other)
    for service, fields in (
        (library.library_rename, {"item": item, "name": "x"}), (library.library_delete, {"item": item}),
        (session_files.share_from_library, {"item": item, "session": session}),
    ):  # fmt: skip
        unknown = {**fields, "item": "nobody"}
        assert refused(service, by, **fields).code == refused(service, by, **unknown).code
    assert LibraryItem.objects.count() == 1


def test_operators_cannot_change_common_items_and_clients_cannot_keep_files(world: World) -> None:
    item = kept(SYSTEM).public_id
    assert refused(library.library_rename, world.anna, item=item, name="x").code == NOT_FOUND
    assert refused(library.library_delete, world.anna, item=item).code == NOT_FOUND
    assert refused(library.library_link, world.carla, url="https://x.example").code == NOT_FOUND
    with pytest.raises(Fault, match=NOT_FOUND):
        kept(world.carla)


def test_renaming_keeps_the_extension(world: World) -> None:
    session = world.active()
    file = share_upload(by=world.anna, session=session, file=upload("a.txt", b"words"))
    share_upload(by=world.anna, session=session, file=upload("taken.txt", b"words"))
    run(session_files.share_rename, world.anna, share=file.public_id, name="taken")
    run(session_files.share_rename, world.anna, share=file.public_id, name="../Report.exe")
    changes = [(body["change"], body["file"]["name"]) for body in bodies(session, "share.changed")]
    assert changes[2:] == [("renamed", "taken-2.txt"), ("renamed", "Report.exe.txt")]
    assert log_of(session)[-1].shared is None, "operators own unsent files"
    assert refused(session_files.share_rename, world.anna, share=file.public_id, name=" \u202e/ ").code == "share.name"
    for other in (world.boris, world.carla, world.david):
        assert refused(session_files.share_rename, other, share=file.public_id, name="x").code == "share.not_found"
    item = kept(world.anna)
    run(library.library_rename, world.anna, item=item.public_id, name="Manual 2026")
    assert found(world.anna) == ["Manual 2026.pdf"]


@pytest.mark.parametrize(
    "url", ["https://example.com/a?b=c#d", "http://localhost:8000/", "https://xn--bcher-kva.example/", "https://[2001:db8::1]/x"]
)
def test_a_link_is_kept_and_sent(world: World, url: str) -> None:
    session = world.active()
    run(session_files.share_link, world.anna, session=session, url=f" {url} ", send=True)
    (body,) = bodies(session, "share.changed")
    assert (body["change"], body["file"]["kind"], body["file"]["url"]) == ("sent", "link", url)
    assert body["file"]["name"]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//example.com", "example.com", "ftp://x.example/",
    "https://", "https:///x", "https://user@example.com/", "https://example.com/\u202e", "https://example.com/a b", "https://exa\nmple.com",
    'https://example.com/"><script>', "vbscript:x",
    "https://example.com:x/", "https://" + "x" * 2000, "JAVASCRIPT://example.com/%0aalert(1)", ""])  # fmt: skip
def test_anything_but_a_web_url_is_refused(world: World, url: str) -> None:
    session = world.active()
    assert refused(session_files.share_link, world.anna, session=session, url=url).code == "share.link"
    assert refused(library.library_link, world.anna, url=url).code == "share.link"


def test_only_the_sessions_operator_adds_a_link(world: World) -> None:
    session = world.active()
    for other in (world.boris, world.david):
        assert refused(session_files.share_link, other, session=session, url="https://x.example").code == "session.not_found"


def test_session_and_library_have_quotas(world: World, settings: Any, storage: Path) -> None:
    settings.SHARE_SESSION_BYTES, session = 12, world.active()
    for _ in range(2):
        share_upload(by=world.carla, session=session, file=upload("a.txt", b"words"))
        kept(world.anna, "a.txt", b"words")
    with pytest.raises(Fault, match=r"share\.quota"):
        share_upload(by=world.carla, session=session, file=upload("a.txt", b"words"))
    with pytest.raises(Fault, match=r"library\.quota"):
        kept(world.anna, "a.txt", b"words")
    settings.SHARE_SESSION_FILES = 2
    assert refused(session_files.share_link, world.anna, session=session, url="https://x.example").code == "share.quota"
    assert len(stored(storage)) == 4


@pytest.fixture
def supervisor(world: World) -> Browser:
    sofia = User.objects.create_user("sofia", is_staff=True)
    sofia.user_permissions.set(Permission.objects.filter(content_type__app_label="sessions_app"))
    browser = Browser()
    browser.force_login(sofia)
    return browser


def test_a_supervisor_manages_the_common_library(
    supervisor: Browser, world: World, storage: Path, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    add = reverse("admin:sessions_app_libraryitem_add")
    assert supervisor.get(add).status_code == 200
    assert supervisor.post(add, {"upload": SimpleUploadedFile("a.png", picture())}).status_code == 302
    assert supervisor.post(add, {"url": "https://example.com/faq", "name": "Questions"}).status_code == 302
    assert found(world.anna) == ["a.png", "Questions"]
    file, link = LibraryItem.objects.order_by("kind", "pk").reverse()
    assert (file.author, file.owner) == ("sofia", None)
    for form in (
        {"upload": SimpleUploadedFile("a.html", b"<html>")},
        {"url": "javascript:x"},
        {},
        {"url": "https://x.example", "upload": SimpleUploadedFile("a.txt", b"x")},
    ):
        assert supervisor.post(add, form).status_code == 200
    change = reverse("admin:sessions_app_libraryitem_change", args=[file.pk])
    assert supervisor.get(change).status_code == 200
    assert supervisor.post(change, {"name": "boiler"}).status_code == 302
    opened = supervisor.get(reverse("admin:sessions_app_libraryitem_open", args=[file.public_id]))
    assert opened.status_code == 302
    assert Browser().get(opened.url).headers["Content-Type"] == "application/octet-stream"
    assert supervisor.get(reverse("admin:sessions_app_libraryitem_open", args=[link.public_id])).url == "https://example.com/faq"
    with django_capture_on_commit_callbacks(execute=True):
        supervisor.post(reverse("admin:sessions_app_libraryitem_delete", args=[file.pk]), {"post": "yes"})
    assert found(world.anna) == ["Questions"]
    assert stored(storage) == []


@pytest.mark.parametrize("name", ["anna", "nobody"])
def test_only_supervisors_manage_the_common_library(world: World, name: str) -> None:
    item, browser = kept(SYSTEM), Browser()
    browser.force_login(User.objects.get_or_create(username=name)[0])
    for view, args in (("changelist", []), ("add", []), ("open", [item.public_id]), ("change", [item.pk])):
        assert browser.get(reverse(f"admin:sessions_app_libraryitem_{view}", args=args)).status_code == 302


def test_operators_who_may_send_an_item_can_fetch_it(world: World) -> None:
    own, common = kept(world.anna), kept(SYSTEM)
    anna, boris = Browser(), Browser()
    anna.login(username="anna", password="Anna")
    boris.login(username="boris", password="Boris")

    def ask(browser: Browser, item: str, **headers: str) -> Any:
        return browser.get(reverse("library-address", args=[item]), headers=headers)

    assert ask(anna, own.public_id).status_code == ask(boris, common.public_id).status_code == 200
    unknown = ask(anna, "nobody").content
    for answer in (ask(boris, own.public_id), ask(Browser(), common.public_id, Authorization="Bearer Carla")):
        assert (answer.status_code, answer.content) == (404, unknown)
    assert ask(Browser(), common.public_id).status_code == 401


def test_only_supervisors_open_a_sessions_files_through_the_admin(supervisor: Browser, world: World) -> None:
    session = world.active()
    file = share_upload(by=world.carla, session=session, file=upload("a.txt", b"words"))
    url = reverse("admin:sessions_app_share_open", args=[file.public_id])
    page = supervisor.get(reverse("admin:sessions_app_session_change", args=[file.session_id])).content.decode()
    assert f'href="{url}"' in page
    assert Browser().get(supervisor.get(url).url).status_code == 200
    assert supervisor.get(reverse("admin:sessions_app_share_open", args=["nobody"])).status_code == 404
    anna = Browser()
    anna.force_login(User.objects.get(username="anna"))
    assert anna.get(url).status_code == 302
    other = Browser()
    other.force_login(User.objects.create_user("clerk", is_staff=True))
    assert other.get(url).status_code == 403
