"""Addresses of STUN and TURN: issued to a leg of a live call only, with credentials a TURN server can verify."""

import base64
import hashlib
import hmac
from datetime import UTC, datetime

import pytest

from contactcenter.realtime.wire import Fault
from sessions_app.models import Session, Widget
from videocall import moves
from videocall.ice import ice_servers
from videocall.models import Call

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def turn(settings):
    settings.STUN_URLS = ["stun:turn.example:3478"]
    settings.TURN_URLS = ["turn:turn.example:3478", "turns:turn.example:5349?transport=tcp"]
    settings.TURN_SECRET = "a secret shared with the TURN server"
    settings.RELAY_ONLY = False
    return settings


def call(state="connected", **widget):
    session = Session(widget=Widget(**widget))
    return Call(state=state, session=session, client_leg="client-tab", operator_leg="operator-tab")


def test_a_turn_server_that_knows_the_secret_can_verify_the_credential(turn):
    servers, relay = ice_servers(call(), "client-tab", NOW)
    stun, relayed = servers
    assert stun.urls == ["stun:turn.example:3478"]
    assert not stun.credential
    expiry, leg = relayed.username.split(":")
    assert leg == "client-tab"
    assert int(expiry) == int(NOW.timestamp()) + 600
    expected = hmac.new(turn.TURN_SECRET.encode(), relayed.username.encode(), hashlib.sha1).digest()
    assert base64.b64decode(relayed.credential) == expected
    assert relay is False


def test_each_leg_has_its_own_credential(turn):
    names = {ice_servers(call(), leg, NOW)[0][1].username for leg in ("client-tab", "operator-tab")}
    assert len(names) == 2


def test_without_a_turn_server_there_is_no_credential(turn):
    turn.TURN_URLS = []
    turn.STUN_URLS = []
    assert ice_servers(call(), "client-tab", NOW) == ([], False)


@pytest.mark.parametrize(
    ("everywhere", "here", "told"), [(False, False, False), (True, False, True), (False, True, True), (True, True, True)]
)
def test_relay_only_for_all_or_for_this_widget_is_told_to_both_sides(turn, everywhere, here, told):
    turn.RELAY_ONLY = everywhere
    for leg in ("client-tab", "operator-tab"):
        assert ice_servers(call(relay_only=here), leg, NOW)[1] is told


@pytest.mark.parametrize("leg", ["", "a-tab-that-was-replaced"])
def test_a_tab_that_carries_no_side_gets_none(turn, leg):
    with pytest.raises(Fault) as caught:
        ice_servers(call(), leg, NOW)
    assert caught.value.code == "call.not_found"


@pytest.mark.parametrize("state", sorted(moves.OVER))
def test_a_call_that_is_over_gives_none(turn, state):
    with pytest.raises(Fault) as caught:
        ice_servers(call(state), "client-tab", NOW)
    assert caught.value.code == "call.not_found"
