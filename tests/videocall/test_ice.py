"""STUN and TURN servers: only for a leg of a live call, with credentials that a TURN server can verify."""

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


def call(state="connected", public_id="a-call", **widget):
    session = Session(widget=Widget(**widget))
    return Call(public_id=public_id, state=state, session=session, client_leg="client-tab", operator_leg="operator-tab")


def test_a_turn_server_with_the_secret_can_verify_the_credential(turn):
    servers, relay = ice_servers(call(), "client-tab", NOW)
    stun, relayed = servers
    assert stun.urls == ["stun:turn.example:3478"]
    assert not stun.credential
    expiry, _name = relayed.username.split(":")
    assert int(expiry) == int(NOW.timestamp()) + 600
    expected = hmac.new(turn.TURN_SECRET.encode(), relayed.username.encode(), hashlib.sha1).digest()
    assert base64.b64decode(relayed.credential) == expected
    assert relay is False


def name(call, leg):
    return ice_servers(call, leg, NOW)[0][1].username.split(":")[1]


def test_each_side_of_each_call_has_its_own_relay_user_name(turn):
    first, second = call(public_id="first"), call(public_id="second")
    assert len({name(one, leg) for one in (first, second) for leg in ("client-tab", "operator-tab")}) == 4


def test_a_side_keeps_its_relay_user_name_across_tabs(turn):
    row = call(public_id="one")
    before = name(row, "client-tab")
    row.client_leg = "another-tab"
    assert name(row, "another-tab") == before


def test_the_relay_user_name_reveals_neither_call_nor_tab(turn):
    told = name(call(public_id="a-call-id"), "client-tab")
    assert "a-call-id" not in told
    assert "client-tab" not in told


def test_without_a_turn_server_there_is_no_credential(turn):
    turn.TURN_URLS = []
    turn.STUN_URLS = []
    assert ice_servers(call(), "client-tab", NOW) == ([], False)


@pytest.mark.parametrize(("armed", "told"), [(True, moves.LIVE), (False, moves.RUNNING)])
def test_without_armed_calls_no_ice_servers_are_sent_before_acceptance(turn, armed, told):
    turn.ARMED_CALLS = armed

    def answered(state):
        try:
            return bool(ice_servers(call(state), "client-tab", NOW)[0])
        except Fault:
            return False

    assert {state for state in moves.STATES if answered(state)} == told


@pytest.mark.parametrize(
    ("everywhere", "here", "told"), [(False, False, False), (True, False, True), (False, True, True), (True, True, True)]
)
def test_both_sides_are_told_of_relay_only_by_setting_or_widget(turn, everywhere, here, told):
    turn.RELAY_ONLY = everywhere
    for leg in ("client-tab", "operator-tab"):
        assert ice_servers(call(relay_only=here), leg, NOW)[1] is told


@pytest.mark.parametrize("leg", ["", "a-tab-that-was-replaced"])
def test_a_tab_that_is_no_leg_gets_no_ice_servers(turn, leg):
    with pytest.raises(Fault) as caught:
        ice_servers(call(), leg, NOW)
    assert caught.value.code == "call.not_found"


@pytest.mark.parametrize("state", sorted(moves.OVER))
def test_a_finished_call_gives_no_ice_servers(turn, state):
    with pytest.raises(Fault) as caught:
        ice_servers(call(state), "client-tab", NOW)
    assert caught.value.code == "call.not_found"
