"""Supervisors read the record of a call; nobody changes it."""

import pytest
from django.test import Client
from django.urls import reverse

from sessions_app.models import User
from tests.videocall.conftest import run
from videocall import services


@pytest.fixture
def supervisor(place):
    client = Client()
    client.force_login(User.objects.create(username="sofia", is_staff=True, is_superuser=True))
    return client


def test_the_list_and_the_record_show_who_when_and_how_it_ended(place, steps, supervisor):
    call = run(services.call_hangup, place.anna, call=steps.connected().public_id)
    listed = supervisor.get(reverse("admin:videocall_call_changelist"), {"q": "Anna"}).content.decode()
    record = supervisor.get(reverse("admin:videocall_call_change", args=[call.pk])).content.decode()
    for page in (listed, record):
        assert str(call.session.number) in page
        assert "hangup" in page
        assert "Anna" in page


def test_a_call_can_be_neither_made_nor_changed_nor_deleted_there(steps, supervisor):
    call = steps.over()
    assert supervisor.get(reverse("admin:videocall_call_add")).status_code == 403
    assert supervisor.post(reverse("admin:videocall_call_change", args=[call.pk]), {"reason": "x"}).status_code == 403
    assert supervisor.post(reverse("admin:videocall_call_delete", args=[call.pk]), {"post": "yes"}).status_code == 403
