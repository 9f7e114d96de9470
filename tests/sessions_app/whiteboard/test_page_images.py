"""Images of shared pages over HTTP: who gets them, what they are, and that a hostile PDF reaches nobody."""

from __future__ import annotations

import io
import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse
from PIL import Image

from contactcenter.realtime.wire import Fault
from sessions_app.files.sandbox import client, fair_semaphore
from sessions_app.files.sandbox.fair_semaphore import FairSemaphore
from sessions_app.files.sandbox.refusal import RefusedError
from sessions_app.models import Board, Share
from sessions_app.whiteboard import page_images
from sessions_app.whiteboard.services import board
from tests.sessions_app.http import bearer, signed_in
from tests.sessions_app.sample_files import pdf, picture, use_folder
from tests.sessions_app.whiteboard.boards import file_of, opened
from tests.world import World, run


@pytest.fixture(autouse=True)
def storage(tmp_path: Path, settings: Any) -> Path:
    page_images._kept.clear()
    page_images._broken.clear()
    page_images._slow.clear()
    return use_folder(settings, tmp_path)


def asked(browser: Browser, share: str, headers: dict[str, str] | None = None, query: str = "") -> Any:
    return browser.get(reverse("share-picture", args=[share]) + query, headers=headers)


def test_both_sides_get_the_same_inert_image(world: World) -> None:
    session = world.active()
    share = file_of(world.carla, session, "a.pdf", pdf())
    answers = [
        asked(signed_in("anna"), share.public_id, query="?page=2"),
        asked(Browser(), share.public_id, bearer(world.carla), "?page=2"),
    ]
    assert answers[0].content == answers[1].content
    with Image.open(io.BytesIO(answers[0].content)) as shown:
        assert (max(shown.size), shown.format) == (2400, "JPEG")
        assert abs(shown.convert("L").getpixel((5, 5)) - 80) < 4  # type: ignore[operator]
    assert answers[0].headers["Content-Type"] == "image/jpeg"
    assert answers[0].headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answers[0].headers["Content-Security-Policy"]
    assert answers[0].headers["Cache-Control"] == "private, no-store"


def test_a_client_gets_an_unsent_file_only_while_it_is_open(world: World) -> None:
    session = world.active()
    share = file_of(world.anna, session)
    assert asked(Browser(), share.public_id, bearer(world.carla)).status_code == 404
    run(board.board_open, world.anna, session=session, share=share.public_id)
    assert asked(Browser(), share.public_id, bearer(world.carla)).status_code == 200
    assert asked(Browser(), share.public_id, bearer(world.david)).status_code == 404
    run(board.board_close, world.anna, session=session, board=Board.objects.get().key)
    assert asked(Browser(), share.public_id, bearer(world.carla)).status_code == 404


@pytest.mark.parametrize("name", ["boris", "oskar"])
def test_other_operators_get_nothing(world: World, name: str) -> None:
    opened(world)
    share = Share.objects.get().public_id
    assert asked(signed_in(name), share).status_code == 404
    assert asked(Browser(), share).status_code == 401


@pytest.mark.parametrize("query", ["?page=0", "?page=4", "?page=-1", "?page=x", "?page=99999", "?page=%00"])
def test_a_missing_page_is_not_found(world: World, query: str) -> None:
    share = file_of(world.carla, world.active(), "a.pdf", pdf())
    answer = asked(signed_in("anna"), share.public_id, query=query)
    assert (answer.status_code, answer.json()["code"]) == (404, "board.page")


def test_a_picture_has_one_page_and_a_huge_one_is_scaled_to_what_browsers_can_hold(world: World) -> None:
    session = world.active()
    small = file_of(world.carla, session)
    assert page_images.picture(small, 1, "somebody").content[:4] == b"\x89PNG"
    with pytest.raises(Fault):
        page_images.picture(small, 2, "somebody")
    large = file_of(world.carla, session, "large.png", picture(size=(5000, 100)))
    with Image.open(io.BytesIO(page_images.picture(large, 1, "somebody").content)) as shown:
        assert shown.size == (4096, 82)


@pytest.mark.parametrize("content", [b"%PDF-1.4\n", b"%PDF-1.7\n" + os.urandom(2000), pdf()[:400]])
def test_a_damaged_pdf_is_refused_in_words(world: World, content: bytes) -> None:
    share = file_of(world.carla, world.active(), "a.pdf", pdf())
    with share.file.storage.open(share.file.name, "wb") as file:
        file.write(content)
    with pytest.raises(Fault) as caught:
        page_images.pages(share, "somebody")
    assert caught.value.code == "board.broken"


@pytest.mark.parametrize(("code", "tries"), [("damaged", 1), ("large", 1), (client.DIED, 2)])
def test_an_unreadable_file_is_not_tried_again(world: World, monkeypatch: pytest.MonkeyPatch, code: str, tries: int) -> None:
    session, tried = world.active(), []

    def run(*arguments: object, check: Any, **fields: object) -> None:
        check()
        tried.append(arguments)
        raise RefusedError(code)

    monkeypatch.setattr(client, "run", run)
    content = pdf()
    first, again = (file_of(world.carla, session, name, content) for name in ("a.pdf", "b.pdf"))
    for share, person in ((first, "carla"), (first, "anna"), (again, "carla")):
        with pytest.raises(Fault) as caught:
            page_images.picture(share, 1, person)
        assert (caught.value.code, caught.value.retry) == ("board.broken", False)
    assert len(tried) == tries
    monkeypatch.setattr(page_images, "time", SimpleNamespace(monotonic=lambda: float("inf")))
    with pytest.raises(Fault):
        page_images.picture(first, 1, "anna")
    assert len(tried) == tries + 1, "the machine may have been the cause"


def test_a_slow_page_moves_to_the_queue_of_slow_pages(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    session, lanes = world.active(), []
    run = client.run

    def slow(*arguments: Any, cpu: float = 15, lane: str = "", **fields: Any) -> client.Answer:
        fields["check"]()
        lanes.append(lane)
        if cpu < 15:
            raise RefusedError(client.DIED)
        return run(*arguments, cpu=cpu, lane=lane, **fields)

    monkeypatch.setattr(client, "run", slow)
    share = file_of(world.carla, session, "a.pdf", pdf())
    assert page_images.picture(share, 1, "carla").mime == "image/jpeg"
    assert page_images.picture(share, 2, "carla").mime == "image/jpeg"
    assert lanes == ["", "pdf-slow", "pdf-slow"]


def test_asking_for_a_missing_page_does_not_mark_the_file_as_broken(world: World) -> None:
    share = file_of(world.carla, world.active(), "a.pdf", pdf())
    with pytest.raises(Fault) as caught:
        page_images.picture(share, 9, "anna")
    assert caught.value.code == "board.page"
    assert page_images.picture(share, 1, "anna").mime == "image/jpeg"


def test_waiting_too_long_for_an_image_is_refused_as_retryable(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    share = file_of(world.carla, world.active(), "a.pdf", pdf())
    monkeypatch.setitem(client.permits, "pdf", FairSemaphore(0))
    monkeypatch.setattr(fair_semaphore, "WAITING", 0)
    answer = asked(signed_in("anna"), share.public_id)
    assert (answer.status_code, answer.json()["code"], answer.json()["retry"]) == (503, "share.busy", True)


def test_rendered_pages_are_cached_for_the_other_side_within_limits(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    share = file_of(world.carla, world.active(), "a.pdf", pdf())
    first = page_images.picture(share, 1, "somebody")
    assert page_images.picture(share, 1, "somebody") is first
    monkeypatch.setattr(page_images, "KEPT_BYTES", 1)
    page_images.picture(share, 2, "somebody")
    assert len(page_images._kept) == 1
