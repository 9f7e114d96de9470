"""What was read before an erasure isn't written after it, by nobody."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from datetime import timedelta
from threading import Event
from typing import Any

import pytest
from django.utils import timezone

from contactcenter.realtime.group_commit import perform
from sessions_app.actor import SYSTEM
from sessions_app.models import Client, Invitation, Retention, SearchDocument, Session
from sessions_app.privacy.services import erasure, terms
from sessions_app.services import invitations, search
from tests.world import World, row_of, run
from tests.world.meanwhile import meanwhile, postgresql


def erased(world: World) -> None:
    run(erasure.client_erase, SYSTEM, client=Client.objects.get(pk=world.carla.pk))


def expired(_world: World) -> None:
    terms.run_terms(timezone.now())


class Once:
    """Wraps a function: the first call is followed by ``act``, in another connection, before its caller goes on."""

    def __init__(self, function: Callable[..., Any], act: Callable[[], Any]) -> None:
        self.function, self.act, self.begun = function, act, Event()
        self.running: Future[Any] | None = None

    def __call__(self, *arguments: Any) -> Any:
        found = self.function(*arguments)
        if not self.begun.is_set():
            self.begun.set()
            self.running = meanwhile(self.act)
        return found

    def done(self) -> None:
        assert self.running is not None
        self.running.result(60)


@postgresql
@pytest.mark.parametrize("act", [erased, expired])
def test_the_search_forgets_words_that_were_being_indexed(
    act: Callable[[World], None], committed_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = committed_world.closed(topic="zebrafinch", message="A zebrafinch")
    Session.objects.update(closed_at=timezone.now() - timedelta(days=9))
    Retention.objects.create(kind="messages", days=1)
    SearchDocument.objects.all().delete()
    indexing = Once(search.words_of_session, lambda: act(committed_world))
    monkeypatch.setattr(search, "words_of_session", indexing)
    search.index_missing(timezone.now())
    indexing.done()
    assert row_of(session).erased_at is not None
    assert "zebrafinch" not in SearchDocument.objects.get(session__public_id=session).words


@postgresql
def test_a_session_that_is_being_erased_is_left_to_the_eraser(committed_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    session = committed_world.closed(topic="zebrafinch")
    SearchDocument.objects.all().delete()
    erasing = Once(erasure.redacted, lambda: search.index_missing(timezone.now()))
    monkeypatch.setattr(erasure, "redacted", erasing)
    erased(committed_world)
    erasing.done()
    assert SearchDocument.objects.get(session__public_id=session).words == ""


def test_words_that_an_earlier_version_left_of_an_erased_client_go(world: World) -> None:
    session = world.closed(topic="zebrafinch")
    other = world.closed(world.david, topic="goldcrest")
    erased(world)
    SearchDocument.objects.filter(session__public_id=session).update(words="zebrafinch")
    search.index_missing(timezone.now())
    assert SearchDocument.objects.get(session__public_id=session).words == ""
    assert "goldcrest" in SearchDocument.objects.get(session__public_id=other).words


@postgresql
def test_an_invitation_for_a_client_who_is_being_erased_does_not_name_them(
    committed_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = committed_world.closed()
    inviting = Once(invitations.code_hash, lambda: erased(committed_world))
    monkeypatch.setattr(invitations, "code_hash", inviting)
    perform(invitations.invitation_create, by=committed_world.anna, seconds=3600, session=session)  # as the console's socket does
    inviting.done()
    assert Invitation.objects.get().name == ""
