"""Supervisors read the record of a call; nobody changes it."""

import pytest
from django.test import Client
from django.urls import reverse

from sessions_app.log import transcript
from sessions_app.models import User
from tests.world import run
from videocall import camera, quality, services
from videocall.moves import MOVES
from videocall.protocol import QualitySample
from videocall.real_time_text.rules import STEPS


@pytest.fixture
def supervisor(world):
    client = Client()
    client.force_login(User.objects.create(username="sofia", is_staff=True, is_superuser=True))
    return client


def test_list_and_record_show_who_when_and_how_it_ended(world, new_call, supervisor):
    call = run(services.call_hangup, world.anna, call=new_call.connected().public_id)
    listed = supervisor.get(reverse("admin:videocall_call_changelist"), {"q": "Anna"}).content.decode()
    record = supervisor.get(reverse("admin:videocall_call_change", args=[call.pk])).content.decode()
    for page in (listed, record):
        assert str(call.session.number) in page
        assert "ended by a person" in page
        assert "Anna" in page


def test_the_admin_can_neither_add_nor_change_nor_delete_a_call(new_call, supervisor):
    call = new_call.over()
    assert supervisor.get(reverse("admin:videocall_call_add")).status_code == 403
    assert supervisor.post(reverse("admin:videocall_call_change", args=[call.pk]), {"reason": "x"}).status_code == 403
    assert supervisor.post(reverse("admin:videocall_call_delete", args=[call.pk]), {"post": "yes"}).status_code == 403


def test_the_record_charts_the_quality_without_inline_style(world, new_call, supervisor):
    call = new_call.connected()
    record = {"call": call.public_id, "every": 5, "relayed": True}
    levels = [QualitySample(loss=40, delay=100, jitter=3, frozen=0, kbit=500, height=480, level=level) for level in (0, 1, 2, 3)]
    run(quality.call_quality, world.carla, leg="client-tab", samples=levels, **record)
    page = supervisor.get(reverse("admin:videocall_call_change", args=[call.pk])).content.decode()
    picture = page[page.index("<svg role") : page.index("</svg>", page.index("<svg role"))]
    assert picture.count("<rect") == 4
    assert "style=" not in picture
    assert "Weak for 15 s · 4.0 % lost · 100 ms there and back · through the relay" in page


def test_the_page_of_a_session_shows_its_calls_and_leads_to_their_records(world, new_call, supervisor):
    call = run(services.call_hangup, world.anna, call=new_call.connected().public_id)
    page = supervisor.get(reverse("admin:sessions_app_session_change", args=[call.session_id])).content.decode()
    calls = page[page.index('id="calls-group"') :]
    assert "ended by a person" in calls
    assert reverse("admin:videocall_call_change", args=[call.pk]) in calls
    assert 'id="offers-group"' not in page, "no heading without rows"


def test_the_transcript_tells_the_steps_of_a_call_in_words(world, new_call, supervisor):
    call = run(services.call_hangup, world.anna, call=new_call.connected().public_id)
    page = supervisor.get(reverse("admin:sessions_app_session_change", args=[call.session_id])).content.decode()
    assert "The call ended." in page
    assert "Call: " not in page


def test_every_move_of_a_call_has_words_in_the_transcript():
    moves = {move for _state, move in MOVES} | {"join", "media", "screen", "signing", "held"}
    assert moves | STEPS | camera.STEPS == transcript._call_steps().keys()
