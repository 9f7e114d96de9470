"""A world that was really used, with files: what the tests back up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sessions_app.models import CannedResponse, Retention
from sessions_app.services import closing, messages
from sessions_app.share.services import library
from sessions_app.share.services.uploads import share_upload
from tests.sessions_app.sample_files import picture, upload, use_folder
from tests.world import World, run


@pytest.fixture
def stored(tmp_path: Path, settings: Any) -> Path:
    """Return the folder of the storage."""
    settings.DATA_DIR = tmp_path
    return use_folder(settings, tmp_path)


@pytest.fixture
def used(committed_world: World, stored: Path) -> World:
    """Return a world with conversations, open and closed, texts of all kinds and files."""
    world = committed_world
    fill(world)
    return world


def fill(world: World) -> None:
    past = world.active(world.carla, name="Zdeňka", topic="Kotel", message="\u202eBrenner 😀", phone="601 123 456")
    run(messages.message_post, world.anna, session=past, text="Otevřete 'černý' ventil\\ \n\t\"now\"")
    share_upload(by=world.carla, session=past, file=upload("big.png", picture(size=(1500, 900))))
    run(closing.session_end, world.anna, session=past)
    run(closing.session_wrapup, world.anna, session=past, note="Technician ordered")
    talk = world.active(world.david)
    run(messages.message_post, world.david, session=talk, text="Hello")
    run(messages.note_post, world.anna, session=talk, text="Wants a discount")
    share_upload(by=world.david, session=talk, file=upload("a.txt", b"words"))
    library.library_upload(by=world.anna, file=upload("manual.txt", b"m" * 700_000))
    world.enter(world.client("Eva"), entry="callback", phone="602 123 456")
    CannedResponse.objects.create(shortcut="hello", text="Hello, {name}")
    Retention.objects.create(kind="upload", days=30)
