"""Direct uploads to an S3 API: a form for exactly one file, nothing ready unchecked, addresses that expire."""

from __future__ import annotations

import base64
import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client as Browser
from django.urls import reverse

from sessions_app.files import storage
from sessions_app.models import LibraryItem, Share
from tests.servers import S3
from tests.sessions_app.http import Storage, address, bearer, fetched, follow, put, use_s3
from tests.sessions_app.sample_files import picture, use_folder
from tests.world import World, bodies


@pytest.fixture(autouse=True)
def files(tmp_path: Any, settings: Any, s3_server: S3) -> Storage:
    use_folder(settings, tmp_path)
    use_s3(settings, s3_server)
    return Storage()


def signed_in(name: str, **options: Any) -> Browser:
    browser = Browser(**options)
    assert browser.login(username=name, password=name.capitalize())
    return browser


def begin(world: World, of: str, size: Any = 5, **fields: Any) -> Any:
    form = {"session": of, "name": "a.txt", "size": size} | fields
    return Browser().post(reverse("share-begin"), form, headers=bearer(world.carla))


def complete(share: str, headers: dict[str, str] | None, browser: Browser | None = None) -> Any:
    return (browser or Browser()).post(reverse("share-complete"), {"id": share}, headers=headers)


def test_the_upload_form_is_for_one_file_and_expires(world: World) -> None:
    direct = begin(world, world.active()).json()["direct"]
    policy = json.loads(base64.b64decode(direct["fields"]["policy"]))
    assert ["content-length-range", 5, 5] in policy["conditions"]
    assert {"Content-Type": "application/octet-stream"} in policy["conditions"]
    assert {"key": direct["fields"]["key"]} in policy["conditions"]
    assert direct["fields"]["key"].startswith("quarantine/")
    assert policy["expiration"]
    assert Share.objects.get().state == "pending"


def test_a_file_shows_only_after_its_check(world: World, files: Storage) -> None:
    session = world.active()
    begun = begin(world, session).json()
    assert bodies(session, "share.changed") == []
    assert address(world.carla, begun["id"]).status_code == 404
    assert complete(begun["id"], bearer(world.carla)).json()["code"] == "share.missing"
    begun = begin(world, session).json()
    put(begun["direct"], b"words")
    assert complete(begun["id"], bearer(world.carla)).status_code == 201
    assert fetched(world.carla, begun["id"]).content == b"words"
    assert [key.split("/")[0] for key in files.keys()] == ["share"]  # noqa: SIM118 - no mapping
    assert complete(begun["id"], bearer(world.carla)).status_code == 404, "one check is enough"


@pytest.mark.parametrize("content", [b"more words than announced", b"few", picture()])
def test_bytes_that_differ_from_the_announcement_are_refused_and_deleted(world: World, files: Storage, content: bytes) -> None:
    begun = begin(world, world.active()).json()
    put(begun["direct"], content)
    answer = complete(begun["id"], bearer(world.carla))
    assert answer.status_code in (415, 422)
    assert files.keys() == []
    assert not Share.objects.exists()


def test_nobody_else_completes_an_upload(world: World) -> None:
    begun = begin(world, world.active()).json()
    put(begun["direct"], b"words")
    unknown = complete("nobody", bearer(world.david)).content
    for answer in (
        complete(begun["id"], bearer(world.david)),
        complete(begun["id"], None, signed_in("boris")),
        complete(begun["id"], None, signed_in("anna")),
    ):
        assert (answer.status_code, answer.content) == (404, unknown)
    assert complete(begun["id"], None).status_code == 401
    assert Share.objects.get().state == "pending"


def test_an_operator_needs_the_csrf_token_for_both_steps(world: World) -> None:
    anna = signed_in("anna", enforce_csrf_checks=True)
    for view in ("share-begin", "share-complete"):
        assert (
            anna.post(reverse(view), {"session": world.active() if view == "share-begin" else ""}).json()["code"]
            == "share.forged"
        )


def test_files_that_cannot_be_accepted_are_refused_before_they_are_sent(world: World, settings: Any) -> None:
    session = world.active()
    settings.SHARE_BYTES = 100
    for fields, code in (
        ({"size": 101}, "share.too_large"), ({"size": 2**63}, "share.too_large"),
        ({"size": 0}, "share.empty"), ({"size": -5}, "share.empty"), ({"size": "x"}, "share.empty"),
        ({"name": "a.exe"}, "share.type"), ({"kind": "snapshot"}, "share.kind"), ({"session": "nobody"}, "session.not_found"),
    ):  # fmt: skip
        assert begin(world, session, **fields).json()["code"] == code
    assert not Share.objects.exists()


def test_too_many_uploads_at_once_are_refused(world: World) -> None:
    session = world.active()
    answers = (begin(world, session, name="a.exe").json()["code"] for _ in range(1_000))
    assert next(answers) == "share.type"
    assert "rate.exceeded" in answers, "a minute's allowance, and what refills during the test"


def test_a_download_url_is_the_storages_own_short_lived_and_with_the_checked_type(world: World, files: Storage) -> None:
    share = files.send(world.carla, world.active(), 'x"<b>.png', picture()).json()["share"]
    asked = address(world.carla, share["id"], "?inline=1").json()
    query = parse_qs(urlsplit(asked["url"]).query)
    assert asked["seconds"] == 60
    assert query["X-Amz-Expires"] == ["60"]
    assert query["response-content-type"] == ["image/png"]
    assert query["response-content-disposition"][0].startswith("inline; filename*=UTF-8''")
    assert follow(asked["url"]).headers["Content-Type"] == "image/png"
    save = parse_qs(urlsplit(address(world.carla, share["id"]).json()["url"]).query)
    assert save["response-content-type"] == ["application/octet-stream"]
    assert save["response-content-disposition"][0].startswith("attachment;")
    for stranger in (address(world.david, share["id"]), address(world.boris, share["id"], browser=signed_in("boris"))):
        assert (stranger.status_code, stranger.content) == (404, address(world.david, "nobody").content)


def test_library_files_are_uploaded_the_same_way(world: World, files: Storage) -> None:
    anna, form = signed_in("anna"), {"library": "1", "name": "a.txt", "size": 5}
    begun = anna.post(reverse("share-begin"), form).json()
    put(begun["direct"], b"words")
    assert signed_in("boris").post(reverse("share-complete"), {"library": "1", "id": begun["id"]}).status_code == 404
    done = anna.post(reverse("share-complete"), {"library": "1", "id": begun["id"]})
    assert done.json()["item"]["own"] is True
    assert LibraryItem.objects.get().state == "ready"
    client = Browser().post(reverse("share-begin"), form, headers=bearer(world.carla))
    assert client.status_code == 404


def test_a_storage_outage_is_a_refusal_in_words_that_leaves_nothing(world: World, files: Storage, settings: Any) -> None:
    session = world.active()
    begun = begin(world, session).json()
    put(begun["direct"], b"words")
    options = settings.STORAGES["default"]["OPTIONS"] | {"endpoint_url": "http://127.0.0.1:1"}
    whole = settings.STORAGES
    settings.STORAGES = whole | {"default": whole["default"] | {"OPTIONS": options}}
    answer = complete(begun["id"], bearer(world.carla))
    assert (answer.status_code, answer.json()["code"], answer.json()["retry"]) == (503, "share.storage", True)
    assert bodies(session, "share.changed") == []
    assert Share.objects.get().state == "pending", "the sweep finds the bytes by it"


def test_the_policy_names_the_storage_only_if_there_is_one(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from contactcenter.web import csp

    browser = signed_in("anna")
    assert "s3.example" not in browser.get("/console/").headers["Content-Security-Policy"]
    monkeypatch.setattr(csp, "STORAGE", "https://s3.example")
    policy = browser.get("/console/").headers["Content-Security-Policy"]
    assert all("https://s3.example" in part for part in policy.split("; ") if part.split()[0] in csp.FROM_STORAGE)
    assert "script-src 'self'" in policy
    assert policy.count("https://s3.example") == 4
    assert storage.direct()


def test_completing_twice_at_once_is_refused_and_harmless(world: World, files: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    begun = begin(world, world.active()).json()
    put(begun["direct"], b"words")
    codes: list[str] = []
    fetch = storage.fetch_quarantine

    def meanwhile(*arguments: Any) -> Any:
        monkeypatch.setattr(storage, "fetch_quarantine", fetch)
        codes.append(complete(begun["id"], bearer(world.carla)).json()["code"])
        return fetch(*arguments)

    monkeypatch.setattr(storage, "fetch_quarantine", meanwhile)
    assert complete(begun["id"], bearer(world.carla)).status_code == 201
    assert codes == ["share.busy"]
    assert len(files.keys()) == 1


def test_what_is_uploaded_again_during_the_check_changes_nothing(
    world: World, files: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = begin(world, world.active()).json()
    put(begun["direct"], b"words")
    fetch = storage.fetch_quarantine

    def then_again(*arguments: Any) -> Any:
        found = fetch(*arguments)
        put(begun["direct"], b"other")
        return found

    monkeypatch.setattr(storage, "fetch_quarantine", then_again)
    assert complete(begun["id"], bearer(world.carla)).status_code == 201
    assert fetched(world.carla, begun["id"]).content == b"words"
    assert [key.split("/")[0] for key in files.keys()] == ["share"]  # noqa: SIM118 - no mapping
