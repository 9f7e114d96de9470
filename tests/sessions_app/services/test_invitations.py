"""Invitations: one operator, one link, one code, and a refusal of its own for each way to be over."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from sessions_app import selectors
from sessions_app.models import Invitation, Operator, Session, Widget
from sessions_app.present import console
from sessions_app.services import closing, entry, invitations, queue
from tests.world import refused, row_of, run


def make(world, by=None, **fields):
    """Create an invitation; return what its operator is shown."""
    return run(invitations.invitation_create, by or world.anna, **({"seconds": 3600} | fields))


def token(made):
    return made.link.rstrip("/").rsplit("/", 1)[1]


def state(made):
    return selectors.invitation_state(Invitation.objects.get(public_id=made.invitation.id))


def page(client, made):
    return client.get(reverse("invitation", args=[token(made)]))


def test_link_and_code_are_shown_once_and_kept_as_hashes(world):
    made = make(world, name="Carla")
    assert re.fullmatch(r"[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}", made.code)
    assert len(token(made)) >= 32
    stored = " ".join(str(value) for value in Invitation.objects.values_list().get())
    assert token(made) not in stored
    assert made.code.replace("-", "") not in stored
    assert made.qr.startswith("M")
    assert made.size > 20


@pytest.mark.parametrize("by", ["link", "code", "code in small letters"])
def test_it_leads_to_its_operator_alone(world, by):
    made = make(world, name="Carla")
    code = {"link": token(made), "code": made.code, "code in small letters": f" {made.code.lower()} "}[by]
    session = world.enter(entry="invitation", code=code)
    (item,) = console.queue_of(Operator.objects.get(pk=world.anna.pk))
    assert (item.id, item.only_you) == (session, True)
    assert console.queue_of(Operator.objects.get(pk=world.boris.pk)) == []
    assert refused(queue.session_accept, world.boris, session=session).code == "session.not_found"
    assert state(made) == "waiting"
    world.accept(session)
    assert state(made) == "used"


def test_a_code_made_with_a_former_key_works_while_that_key_is_a_fallback(world, settings):
    code = make(world).code
    former, settings.SECRET_KEY = settings.SECRET_KEY, "another key"
    assert refused(entry.entry_start, world.carla, entry="invitation", code=code).code == "invitation.unknown"
    settings.SECRET_KEY_FALLBACKS = [former]
    assert world.enter(entry="invitation", code=code)


def test_the_first_client_to_use_it_keeps_it_through_reloads(world):
    code = make(world).code
    session = world.enter(entry="invitation", code=code)
    assert world.enter(entry="invitation", code=code) == session
    assert refused(entry.entry_start, world.david, entry="invitation", code=code).code == "invitation.used"
    world.accept(session)
    assert world.enter(entry="invitation", code=code) == session
    assert refused(entry.entry_start, world.david, entry="invitation", code=code).code == "invitation.used"


def test_a_reusable_one_works_for_many_clients(world):
    made = make(world, reusable=True)
    for client in (world.carla, world.david):
        session = world.active(client, entry="invitation", code=made.code)
        run(closing.session_end, world.anna, session=session)
        run(closing.session_wrapup, world.anna, session=session)
    assert Invitation.objects.get().uses == 2
    assert state(made) == "unused"


def test_a_client_who_gave_up_waiting_may_come_back(world):
    made = make(world)
    run(closing.session_leave, world.carla, session=world.enter(entry="invitation", code=made.code))
    assert row_of(world.enter(entry="invitation", code=made.code)).state == "waiting"


def test_a_waiting_client_leaves_the_queue_for_the_inviting_operator(world):
    chat = world.enter()
    session = world.enter(entry="invitation", code=make(world).code)
    assert (row_of(chat).state, row_of(session).reserved_for_id) == ("abandoned", world.anna.pk)


def test_an_unknown_code_and_one_of_another_website_are_refused_alike(world):
    elsewhere = Widget.objects.create(name="Elsewhere", group=world.group)
    made = make(world)
    Invitation.objects.update(widget=elsewhere)
    for code in (made.code, token(made), "ABCD-EFGH", "", "x" * 190):
        assert refused(entry.entry_start, world.carla, entry="invitation", code=code).code == "invitation.unknown"
    assert not Session.objects.exists()


def test_each_way_of_being_over_has_its_own_refusal(world, client):
    made = make(world)
    over = {
        "invitation.expired": {"expires_at": timezone.now() - timedelta(seconds=1)},
        "invitation.used": {"uses": 1},
        "invitation.revoked": {"revoked_at": timezone.now()},
    }
    pages = set()
    for code, columns in over.items():
        Invitation.objects.update(**columns)
        assert refused(entry.entry_start, world.carla, entry="invitation", code=made.code).code == code
        answer = page(client, made)
        assert answer.status_code == 410
        pages.add(answer.content)
    assert len(pages) == 3


def test_the_page_says_who_invites_and_its_operator_sees_it_opened(world, client):
    made = make(world)
    answer = page(client, made)
    assert answer.status_code == 200
    assert "Anna" in answer.content.decode()
    assert answer["Referrer-Policy"] == "no-referrer"
    assert state(made) == "opened"


def test_a_link_we_never_made_is_not_found(world, client):
    for guess in ("x", "a" * 32, "a" * 300):
        assert client.get(reverse("invitation", args=[guess])).status_code == 404


def test_while_its_operator_is_offline_the_page_says_so(world, client):
    made = make(world)
    Operator.objects.filter(pk=world.anna.pk).update(lease_until=None)
    answer = page(client, made)
    assert answer.status_code == 200
    assert "Anna isn’t here right now" in answer.content.decode()
    assert refused(entry.entry_start, world.carla, entry="invitation", code=made.code).code == "invitation.offline"


def test_while_its_conversation_is_open_its_own_client_can_resume(world, client):
    made = make(world)
    session = world.active(entry="invitation", code=made.code)
    answer = page(client, made)
    assert (answer.status_code, answer.context["data"]["resume"]) == (410, True)
    run(closing.session_end, world.anna, session=session)
    assert "data" not in page(client, made).context


def test_only_its_creator_revokes_it(world):
    made = make(world)
    assert refused(invitations.invitation_revoke, world.boris, invitation=made.invitation.id).code == "invitation.not_found"
    assert refused(invitations.invitation_revoke, world.anna, invitation="nothing").code == "invitation.not_found"
    run(invitations.invitation_revoke, world.anna, invitation=made.invitation.id)
    assert state(made) == "revoked"


def test_an_invitation_from_a_conversation_is_for_its_client_and_by_its_operator(world):
    session = world.active()
    assert make(world, session=session).invitation.name == "Carla"
    assert refused(invitations.invitation_create, world.boris, seconds=60, session=session).code == "session.not_found"


def test_invitation_pages_are_rate_limited(world, client, settings):
    settings.RATE_SCALE = 0.02
    answers = [client.get(reverse("invitation", args=["x"])).status_code for _ in range(4)]
    assert answers == [404, 404, 429, 429]
