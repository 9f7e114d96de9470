"""The quality record of a call (C13): one per leg, bounded, and readable by the two sides only."""

from datetime import timedelta

import pytest
from django.utils import timezone
from msgspec import ValidationError, convert

from contactcenter.realtime.wire import Fault
from tests.videocall.calls import fresh, story
from tests.world import refused, run
from videocall import legs, quality, services
from videocall.models import Call, CallQuality
from videocall.protocol import CallQualitySend, QualitySample

SAMPLE = {"loss": 80, "delay": 120, "jitter": 12, "frozen": 0, "kbit": 640, "height": 480, "level": 1}


def samples(count=3):
    return [QualitySample(**SAMPLE) for _ in range(count)]


def record(world, who, call, leg, count=3):
    return run(
        quality.call_quality, getattr(world, who), call=call.public_id, leg=leg, every=5, relayed=False, samples=samples(count)
    )


def test_each_leg_has_one_record_and_the_newest_counts(world, session, new_call):
    call = new_call.connected()
    record(world, "carla", call, "client-tab")
    record(world, "carla", call, "client-tab", 5)
    record(world, "anna", call, "operator-tab", 2)
    before = story(session)
    shown = quality.quality_of(world.anna, call.public_id)
    assert sorted((one.side, len(one.samples)) for one in shown.records) == [("client", 5), ("operator", 2)]
    assert shown.records[0].samples[0].loss == 80
    assert story(session) == before, "a record is no step of the call"


def test_a_record_is_accepted_up_to_a_minute_after_the_end(world, new_call):
    call = new_call.connected()
    run(services.call_hangup, world.carla, call=call.public_id)
    record(world, "anna", call, "operator-tab")
    Call.objects.filter(pk=call.pk).update(ended_at=timezone.now() - timedelta(seconds=61))
    fault = refused(
        quality.call_quality, world.anna, call=call.public_id, leg="operator-tab", every=5, relayed=False, samples=samples()
    )
    assert fault.code == "call.over"


def test_a_reloaded_side_has_one_record_per_tab(world, new_call):
    call = new_call.connected()
    record(world, "carla", call, "client-tab")
    run(legs.call_join, world.carla, call=call.public_id, leg="client-tab-2", socket="c2")
    record(world, "carla", call, "client-tab-2")
    record(world, "carla", call, "client-tab", 4)
    assert [len(row.samples) for row in CallQuality.objects.order_by("id")] == [4, 3]


def test_a_tab_that_was_never_a_leg_writes_no_record(world, new_call):
    call = new_call.connected()
    fault = refused(
        quality.call_quality, world.carla, call=call.public_id, leg="another", every=5, relayed=False, samples=samples()
    )
    assert fault.code == "call.taken"
    assert not CallQuality.objects.exists()


@pytest.mark.parametrize("stranger", ["david", "boris"])
def test_a_stranger_neither_writes_nor_reads(world, new_call, stranger):
    call = new_call.connected()
    actor = getattr(world, stranger)
    fault = refused(quality.call_quality, actor, call=call.public_id, leg="client-tab", every=5, relayed=False, samples=samples())
    assert fault.code == "call.not_found"
    with pytest.raises(Fault, match=r"call\.not_found|no such call"):
        quality.quality_of(actor, call.public_id)


def test_endless_reloading_does_not_fill_the_database(world, new_call):
    call = new_call.connected()
    for number in range(25):
        run(legs.call_join, world.carla, call=call.public_id, leg=f"tab-{number}", socket=f"s{number}")
        record(world, "carla", call, f"tab-{number}")
    assert CallQuality.objects.count() == quality.LEGS


@pytest.mark.parametrize(
    "change",
    [
        {"samples": []},
        {"samples": [SAMPLE] * 122},
        {"every": 0},
        {"samples": [SAMPLE | {"loss": 1001}]},
        {"samples": [SAMPLE | {"x": 1}]},
    ],
)
def test_a_record_has_bounds(change):
    whole = {"id": "1", "type": "call.quality", "call": "c", "leg": "l", "every": 5, "relayed": False, "samples": [SAMPLE]}
    assert convert(whole, CallQualitySend).samples[0].level == 1
    with pytest.raises(ValidationError):
        convert(whole | change, CallQualitySend)


def test_an_interruption_says_which_side_lost_the_other(world, new_call):
    call = new_call.reconnecting()
    assert fresh(call).interrupted_by == "client"
    run(legs.call_connected, world.anna, call=call.public_id, leg="operator-tab")
    assert fresh(call).interrupted_by == ""


def test_good_seconds_are_those_of_the_side_that_had_it_worse(world, session, new_call):
    call = new_call.connected()
    assert fresh(call).good_seconds is None
    good = [QualitySample(**SAMPLE | {"level": 0}) for _ in range(8)]
    for who, leg, kept in (("carla", "client-tab", good), ("anna", "operator-tab", [*good[:3], *samples(5)])):
        run(quality.call_quality, getattr(world, who), call=call.public_id, leg=leg, every=5, relayed=False, samples=kept)
    assert (fresh(call).good_seconds, fresh(call).relayed) == (15, False)


def test_a_call_was_relayed_if_any_leg_was(world, session, new_call):
    call = new_call.connected()
    for who, leg, relayed in (("carla", "client-tab", True), ("anna", "operator-tab", False)):
        run(quality.call_quality, getattr(world, who), call=call.public_id, leg=leg, every=5, relayed=relayed, samples=samples())
        assert fresh(call).relayed


def test_the_time_to_the_first_picture_is_kept_and_a_reconnection_does_not_change_it(world, new_call):
    call = new_call.reconnecting()
    first = fresh(call).picture_tenths
    assert first is not None
    run(legs.call_connected, world.carla, call=call.public_id, leg="client-tab")
    assert fresh(call).picture_tenths == first
