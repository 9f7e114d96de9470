"""The test of the network path: for operators and supervisors, with a credential that expires soon."""

import time

import pytest
from django.test import Client
from django.urls import reverse

from sessions_app.models import User

TESTS = 6


@pytest.fixture(autouse=True)
def settings_with_relay(settings):
    settings.STUN_URLS = ["stun:stun.example"]
    settings.TURN_URLS = ["turn:turn.example:3478?transport=udp", "turn:turn.example:3478?transport=tcp", "turns:turn.example"]
    settings.TURN_SECRET = "secret"


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def operator(world):
    return User.objects.get(username="anna")


def supervisor(world):
    return User.objects.create(username="sofia", is_staff=True)


@pytest.mark.parametrize("who", [operator, supervisor])
def test_operators_and_supervisors_test_with_a_one_minute_credential(world, who):
    client = signed_in(who(world))
    assert client.get(reverse("network-test")).status_code == 200
    found = client.post(reverse("network-test-servers")).json()
    assert found["stun"] == ["stun:stun.example"]
    assert [len(found[way]["urls"]) for way in ("udp", "tcp")] == [1, 2]
    until = int(found["udp"]["username"].split(":")[0])
    assert 0 < until - time.time() <= 60


def test_strangers_and_plain_accounts_get_nothing(world):
    stranger, account = Client(), signed_in(User.objects.create(username="mere"))
    for client in (stranger, account):
        assert client.post(reverse("network-test-servers")).status_code == 403
        assert client.get(reverse("network-test")).status_code == 302


def test_testing_is_rate_limited_per_person(world, settings):
    settings.RATE_SCALE = 1
    client = signed_in(operator(world))
    codes = [client.post(reverse("network-test-servers")).status_code for _ in range(TESTS + 1)]
    assert codes == [200] * TESTS + [429]
    assert signed_in(supervisor(world)).post(reverse("network-test-servers")).status_code == 200


def test_without_a_relay_the_page_says_so(world, settings):
    settings.TURN_URLS = []
    found = signed_in(operator(world)).post(reverse("network-test-servers")).json()
    assert found["udp"] is None
    assert found["tcp"] is None
