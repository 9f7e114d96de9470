"""The call's table of moves, written out again by hand: every state, move and role."""

import itertools
from typing import get_args

import pytest

from videocall import moves
from videocall.protocol import CallState

ROLES = ["client", "operator", "supervisor", "system"]
VERBS = ["ask", "request", "start", "accept", "decline", "cancel", "expire", "connected", "interrupt", "hangup", "lost"]

EXPECTED = """
    none          ask        client                    asked
    none          request    operator                  requested
    none          start      system                    accepted
    asked         request    operator                  accepted
    asked         decline    operator                  declined
    asked         cancel     client,system             cancelled
    asked         expire     system                    expired
    requested     accept     client                    accepted
    requested     decline    client                    declined
    requested     cancel     operator,system           cancelled
    requested     expire     system                    expired
    accepted      connected  client,operator           connected
    accepted      hangup     client,operator,supervisor,system  ended
    accepted      lost       system                    failed
    connected     interrupt  client,operator,system    reconnecting
    connected     hangup     client,operator,supervisor,system  ended
    connected     lost       system                    failed
    reconnecting  connected  client,operator           connected
    reconnecting  hangup     client,operator,supervisor,system  ended
    reconnecting  lost       system                    failed
"""


def expected():
    table = {}
    for line in EXPECTED.strip().splitlines():
        state, move, roles, after = line.split()
        table.update({(state, move, role): after for role in roles.split(",")})
    return table


TABLE = expected()
LEGAL = {(state, move) for state, move, _ in TABLE}
EVERYTHING = list(itertools.product(["none", *get_args(CallState)], VERBS, ROLES))


def test_the_states_are_those_of_the_protocol():
    assert frozenset(get_args(CallState)) == moves.STATES
    assert not moves.LIVE & moves.OVER
    assert moves.LIVE == moves.WAITING | moves.RUNNING


def test_the_tests_cover_all_verbs():
    assert {move for _, move in moves.MOVES} == set(VERBS)


@pytest.mark.parametrize(("state", "move", "role"), EVERYTHING)
def test_every_state_move_and_role_does_exactly_what_the_table_says(state, move, role):
    if (state, move, role) in TABLE:
        assert moves.step(state, move, role) == TABLE[state, move, role]
        return
    if state in moves.OVER:
        refusal = moves.Over
    elif (state, move) in LEGAL:
        refusal = moves.NotAllowed
    else:
        refusal = moves.Illegal
    with pytest.raises(refusal) as caught:
        moves.step(state, move, role)
    assert (caught.value.state, caught.value.move, caught.value.by) == (state, move, role)


def test_the_system_can_leave_every_live_state():
    """A deadline ends it whatever people do."""
    for state in moves.LIVE:
        reached = {state}
        while True:
            more = {after for (start, _), (after, roles) in moves.MOVES.items() if start in reached and "system" in roles}
            if more <= reached:
                break
            reached |= more
        assert reached & moves.OVER, state


def test_every_state_can_be_reached():
    reached = {"none"}
    while more := {after for (start, _), (after, _) in moves.MOVES.items() if start in reached} - reached:
        reached |= more
    assert reached - {"none"} == moves.STATES


def test_an_unknown_verb_is_refused_like_any_other():
    with pytest.raises(moves.Illegal):
        moves.step("connected", "explode", "operator")
