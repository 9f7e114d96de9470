"""The picture that is looked at together, over HTTP: who gets it, what it is, and that a hostile PDF reaches nobody."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse
from PIL import Image

from contactcenter.realtime.wire import Fault
from sessions_app import looking
from sessions_app.models import Board, Share
from sessions_app.services import board
from tests.sessions_app.boards import file_of, opened, pdf
from tests.sessions_app.conftest import Place, run
from tests.sessions_app.files import picture, use_folder
from tests.sessions_app.test_share_views import bearer, signed_in


@pytest.fixture(autouse=True)
def storage(tmp_path: Path, settings: Any) -> Path:
    looking._kept.clear()
    return use_folder(settings, tmp_path)


def asked(browser: Browser, share: str, headers: dict[str, str] | None = None, query: str = "") -> Any:
    return browser.get(reverse("share-picture", args=[share]) + query, headers=headers)


def test_both_get_the_same_bytes_and_they_run_nowhere(place: Place) -> None:
    session = place.active()
    share = file_of(place.carla, session, "a.pdf", pdf())
    answers = [
        asked(signed_in("anna"), share.public_id, query="?page=2"),
        asked(Browser(), share.public_id, bearer(place.carla), "?page=2"),
    ]
    assert answers[0].content == answers[1].content
    with Image.open(io.BytesIO(answers[0].content)) as shown:
        assert (max(shown.size), shown.format) == (2400, "WEBP")
        assert abs(shown.convert("L").getpixel((5, 5)) - 80) < 4  # type: ignore[operator]
    assert answers[0].headers["Content-Type"] == "image/webp"
    assert answers[0].headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answers[0].headers["Content-Security-Policy"]
    assert answers[0].headers["Cache-Control"] == "private, no-store"


def test_a_client_gets_what_was_not_sent_only_while_it_is_shown_to_them(place: Place) -> None:
    session = place.active()
    share = file_of(place.anna, session)
    assert asked(Browser(), share.public_id, bearer(place.carla)).status_code == 404
    run(board.board_open, place.anna, session=session, share=share.public_id)
    assert asked(Browser(), share.public_id, bearer(place.carla)).status_code == 200
    assert asked(Browser(), share.public_id, bearer(place.david)).status_code == 404
    run(board.board_close, place.anna, session=session, board=Board.objects.get().key)
    assert asked(Browser(), share.public_id, bearer(place.carla)).status_code == 404


@pytest.mark.parametrize("name", ["boris", "oskar"])
def test_other_operators_get_nothing(place: Place, name: str) -> None:
    opened(place)
    share = Share.objects.get().public_id
    assert asked(signed_in(name), share).status_code == 404
    assert asked(Browser(), share).status_code == 401


@pytest.mark.parametrize("query", ["?page=0", "?page=4", "?page=-1", "?page=x", "?page=99999", "?page=%00"])
def test_a_page_that_is_not_there_is_not_found(place: Place, query: str) -> None:
    share = file_of(place.carla, place.active(), "a.pdf", pdf())
    answer = asked(signed_in("anna"), share.public_id, query=query)
    assert (answer.status_code, answer.json()["code"]) == (404, "board.page")


def test_a_picture_has_one_page_and_a_huge_one_is_made_as_large_as_browsers_can_hold(place: Place) -> None:
    session = place.active()
    small = file_of(place.carla, session)
    assert looking.picture(small, 1).content[:4] == b"\x89PNG"
    with pytest.raises(Fault):
        looking.picture(small, 2)
    large = file_of(place.carla, session, "large.png", picture(size=(5000, 100)))
    with Image.open(io.BytesIO(looking.picture(large, 1).content)) as shown:
        assert shown.size == (4096, 82)


@pytest.mark.parametrize("content", [b"%PDF-1.4\n", b"%PDF-1.7\n" + os.urandom(2000), pdf()[:400]])
def test_a_damaged_pdf_is_refused_in_words(place: Place, content: bytes) -> None:
    share = file_of(place.carla, place.active(), "a.pdf", pdf())
    with share.file.storage.open(share.file.name, "wb") as file:
        file.write(content)
    with pytest.raises(Fault) as caught:
        looking.pages(share)
    assert caught.value.code == "board.broken"


def test_a_worker_that_takes_too_long_or_dies_is_given_up(place: Place, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    share = file_of(place.carla, place.active(), "a.pdf", pdf())
    worker = tmp_path / "worker.py"
    monkeypatch.setattr(looking, "WORKER", worker)
    monkeypatch.setattr(looking, "SECONDS", 0.5)
    for program in ("import signal; signal.pause()", "import os; os.abort()", "import sys; sys.exit(4)", ""):
        worker.write_text(program)
        with pytest.raises(Fault) as caught:
            looking.picture(share, 1)
        assert caught.value.code == "board.broken"


def test_the_worker_writes_no_file_and_sees_nothing_of_our_environment(
    place: Place, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    share = file_of(place.carla, place.active(), "a.pdf", pdf())
    monkeypatch.setenv("SECRET_KEY", "hidden")
    worker, made = tmp_path / "worker.py", tmp_path / "made"
    worker.write_text(
        f"import os, sys; sys.path.insert(0, {str(looking.WORKER.parent)!r}); import pdf_page; pdf_page.limit()\n"
        f"file = os.open({str(made)!r}, os.O_CREAT | os.O_WRONLY)\n"
        "try:\n    os.write(file, b'x')\nexcept OSError:\n    print(sorted(os.environ))\n"
    )
    monkeypatch.setattr(looking, "WORKER", worker)
    assert b"SECRET_KEY" not in looking._draw(share, 1)
    assert made.read_bytes() == b""


def test_drawn_pages_are_kept_for_the_other_side_within_bounds(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    share = file_of(place.carla, place.active(), "a.pdf", pdf())
    first = looking.picture(share, 1)
    assert looking.picture(share, 1) is first
    monkeypatch.setattr(looking, "KEPT_BYTES", 1)
    looking.picture(share, 2)
    assert len(looking._kept) == 1
