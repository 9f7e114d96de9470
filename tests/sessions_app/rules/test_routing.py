"""Who may accept a waiting session and who is offered it next: each rule alone, and all together."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from sessions_app.rules.routing import Load, Offer, Reason, Waiting, advance, choose, refusal, state_of, unavailable, unsuitable

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(seconds=30)
CHAT = Waiting("chat")


def among(*loads):
    return {load.operator: load for load in loads}


@pytest.mark.parametrize(
    ("standing", "reason", "state"),
    [
        ({}, None, "online"),
        ({"here": False, "away": True, "busy": "x"}, Reason.OFFLINE, "offline"),
        ({"busy": "You’re in a call.", "away": True, "active": 1}, Reason.BUSY, "busy"),
        ({"away": True, "wrapup": 1}, Reason.AWAY, "away"),
        ({"wrapup": 1, "active": 3}, Reason.WRAPUP, "wrapup"),
        ({"active": 2}, None, "online"),
        ({"active": 3}, Reason.LIMIT, "online"),
        ({"active": 4}, Reason.LIMIT, "online"),
        ({"limit": 0}, Reason.LIMIT, "online"),
    ],
)
def test_the_first_applicable_reason_is_given(standing, reason, state):
    load = Load(1, **standing)
    assert (unavailable(load), state_of(load)) == (reason, state)
    assert reason is None or unsuitable(load, CHAT) == reason


@pytest.mark.parametrize(
    ("waiting", "calls"),
    [
        (Waiting("chat"), False),
        (Waiting("videocall"), True),
        (Waiting("videocall", connected=False), True),
        (Waiting("videocall", connected=False, callback=True), False),
        (Waiting("invitation"), True),
        (Waiting("callback", callback=True), True),
        (Waiting("callback", callback=True, connected=False), False),
    ],
)
def test_a_call_starts_with_every_entry_but_chat_unless_the_client_waits_by_the_phone(waiting, calls):
    assert waiting.calls is calls


def test_only_a_call_needs_zero_other_conversations():
    talking = Load(1, active=1)
    assert unsuitable(talking, Waiting("videocall")) == Reason.OTHERS
    assert unsuitable(talking, Waiting("callback", callback=True, connected=False)) is None
    assert unsuitable(talking, CHAT) is None


@pytest.mark.parametrize("chat", [True, False])
@pytest.mark.parametrize("video", [True, False])
def test_each_switch_stops_only_its_own_channel(chat, video):
    load = Load(1, chat=chat, video=video)
    assert unsuitable(load, CHAT) == (None if chat else Reason.NO_CHAT)
    assert unsuitable(load, Waiting("videocall")) == (None if video else Reason.NO_VIDEO)
    assert unsuitable(load, Waiting("callback", callback=True, connected=False)) is None


def test_a_reserved_session_is_for_one_operator_only():
    waiting = Waiting("invitation", reserved_for=2)
    assert unsuitable(Load(1), waiting) == Reason.RESERVED
    assert unsuitable(Load(2), waiting) is None


def test_an_offer_excludes_other_operators_until_it_ends():
    offer = Offer(2, LATER)
    assert refusal(Load(1), CHAT, offer, NOW) == Reason.OFFERED
    assert refusal(Load(2), CHAT, offer, NOW) is None
    assert refusal(Load(1), CHAT, offer, LATER) is None


def test_the_choice_is_by_least_load_then_never_served_then_longest_ago():
    first, second = NOW - timedelta(hours=2), NOW - timedelta(hours=1)
    loads = [Load(1, active=1), Load(2, served_at=second), Load(3, served_at=first), Load(4), Load(5)]
    order = []
    while loads:
        order.append(choose(loads, CHAT))
        loads = [load for load in loads if load.operator != order[-1]]
    assert order == [4, 5, 3, 2, 1]


def test_pending_offers_count_as_load():
    assert choose([Load(1, offers=1), Load(2, active=1), Load(3)], CHAT) == 3
    assert choose([Load(1, offers=3), Load(2, offers=2, active=1)], CHAT) is None
    assert choose([Load(1, offers=1)], Waiting("videocall")) is None


def test_an_offer_moves_from_one_operator_to_the_next_and_then_to_all():
    standing, offer, now = among(Load(1), Load(2), Load(3)), Offer(), NOW
    asked = []
    for _ in range(3):
        offer = advance(offer, standing, CHAT, now, now + timedelta(seconds=30))
        asked.append(offer.to)
        now += timedelta(seconds=30)
    assert asked == [1, 2, 3]
    offer = advance(offer, standing, CHAT, now, now + timedelta(seconds=30))
    assert offer == Offer(passed_by=(1, 2, 3), open_to_all=True)
    assert advance(offer, among(Load(4)), CHAT, now, LATER) is offer


def test_a_pending_offer_to_an_able_operator_stays():
    offer = Offer(1, LATER)
    assert advance(offer, among(Load(1), Load(2)), CHAT, NOW, LATER) is offer


@pytest.mark.parametrize("gone", [{}, {1: Load(1, away=True)}, {1: Load(1, active=3)}, {1: Load(1, wrapup=1)}])
def test_an_offer_leaves_an_unavailable_operator_without_counting_as_passed(gone):
    assert advance(Offer(1, LATER), gone | among(Load(2)), CHAT, NOW, LATER) == Offer(2, LATER)
    assert advance(Offer(1, LATER), gone, CHAT, NOW, LATER) == Offer()


def test_a_session_is_offered_as_soon_as_an_operator_is_able():
    offer = advance(Offer(), among(Load(1, away=True)), CHAT, NOW, LATER)
    assert offer == Offer()
    assert advance(offer, among(Load(1)), CHAT, NOW, LATER).to == 1


def test_it_is_not_opened_to_all_while_an_unasked_operator_has_another_offer():
    standing = among(Load(1), Load(2, limit=1, offers=1))
    assert advance(Offer(1, NOW), standing, CHAT, NOW, LATER) == Offer(passed_by=(1,))


FLAGS = [True, False]
STANDINGS = [
    Load(1, here=here, away=away, busy=busy, active=active, wrapup=wrapup, limit=2, chat=chat, video=video)
    for here, away, busy, active, wrapup, chat, video in product(FLAGS, FLAGS, ["", "x"], [0, 1, 2], [0, 1], FLAGS, FLAGS)
]
KINDS = [
    Waiting(entry, connected=connected, callback=callback, reserved_for=reserved)
    for entry, connected, callback, reserved in product(
        ["chat", "videocall", "callback", "invitation"], FLAGS, FLAGS, [None, 1, 2]
    )
]


def test_eligible_operators_are_online_below_their_limit_and_free_for_a_call():
    for load, waiting in product(STANDINGS, KINDS):
        able = (
            load.here
            and not load.away
            and not load.busy
            and not load.wrapup
            and load.active < load.limit
            and waiting.reserved_for in (None, 1)
            and (load.chat or waiting.entry != "chat")
            and (not waiting.calls or (load.video and load.active == 0))
        )
        assert (unsuitable(load, waiting) is None) == able
        assert (choose([load], waiting) == 1) == able


def test_advancing_an_offer_twice_changes_nothing():
    offers = [
        Offer(),
        Offer(1, NOW),
        Offer(1, LATER),
        Offer(2, LATER),
        Offer(1, LATER, (2,)),
        Offer(passed_by=(1,), open_to_all=True),
    ]
    for load, waiting, offer in product(STANDINGS, KINDS, offers):
        once = advance(offer, among(load), waiting, NOW, LATER)
        assert advance(once, among(load), waiting, NOW, LATER) == once
        assert set(offer.passed_by) <= set(once.passed_by)
        assert once.to is None or (once.to == 1 and unsuitable(load, waiting) is None and not once.open_to_all)
