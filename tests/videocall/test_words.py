"""The record of a call is read by people: no code stands in it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args, get_type_hints

import pytest
from django.test import Client as Browser

from sessions_app.models import User
from sessions_app.protocol import Role
from tests.world import World, row_of
from videocall import words
from videocall.models import Call
from videocall.moves import STATES
from videocall.protocol import CallDecline

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[2]


def test_every_state_person_and_reason_has_words() -> None:
    assert set(words.STATES) == STATES
    assert set(words.ENDED_BY) == set(get_args(Role))
    written = {
        reason
        for file in ("services.py", "legs.py")
        for call in re.findall(r"move\(.*", (ROOT / "videocall" / file).read_text())
        for reason in re.findall(r'reason=.*?"([a-z-]+)"(?: if .*? else "([a-z-]+)")?', call)
    }
    codes = {code for pair in written for code in pair if code} | set(get_args(get_type_hints(CallDecline)["reason"]))
    assert codes == set(words.REASONS)


def test_the_list_of_calls_shows_words(world: World) -> None:
    session = row_of(world.active())
    Call.objects.create(
        session=session, operator=session.operator, state="failed", ended_by="system", reason="connection-lost",
        created_at=session.created_at, ended_at=session.created_at,
    )  # fmt: skip
    browser = Browser()
    browser.force_login(User.objects.create_superuser("sofia"))
    text = browser.get("/admin/videocall/call/").content.decode()
    assert "connection lost" in text
    assert "connection-lost" not in text.replace("reason__exact=connection-lost", "")
