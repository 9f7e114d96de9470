"""Two people at once: one wins, the other is told, nothing is half done."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from contactcenter.realtime.group_commit import perform
from contactcenter.realtime.wire import Fault
from sessions_app.models import LogEntry
from tests.videocall.calls import fresh
from tests.world import run
from videocall import services
from videocall.models import Call


def together(*attempts):
    """Start all attempts at the same moment; return each result or refusal."""
    start = Barrier(len(attempts))

    def one(attempt):
        service, kwargs = attempt
        start.wait()
        try:
            return perform(service, **kwargs)
        except Fault as fault:
            return fault
        finally:
            connection.close()

    with ThreadPoolExecutor(len(attempts)) as threads:
        return list(threads.map(one, attempts))


def codes(results):
    return [result.code if isinstance(result, Fault) else "" for result in results]


def test_accept_against_withdraw_has_one_winner(world, new_call):
    for _ in range(20):
        call = new_call.requested()
        results = together(
            (services.call_accept, {"by": world.carla, "call": call.public_id, "leg": "client-tab", "video": True}),
            (services.call_cancel, {"by": world.anna, "call": call.public_id}),
        )
        state = fresh(call).state
        assert (state, codes(results)) in [("accepted", ["", "call.state"]), ("cancelled", ["call.over", ""])]
        if state == "accepted":
            run(services.call_hangup, world.anna, call=call.public_id)


def test_hanging_up_on_both_sides_ends_the_call_once(world, session, new_call):
    call = new_call.connected()
    results = together(*((services.call_hangup, {"by": by, "call": call.public_id}) for by in (world.anna, world.carla)))
    assert sorted(codes(results)) == ["", "call.over"]
    assert LogEntry.objects.filter(session__public_id=session, body__contains='"move":"hangup"').count() == 1


def test_asking_and_requesting_at_once_makes_one_call(world, session):
    for _ in range(10):
        results = together(
            (services.call_ask, {"by": world.carla, "session": session, "leg": "client-tab"}),
            (services.call_request, {"by": world.anna, "session": session, "leg": "operator-tab"}),
        )
        assert codes(results) == ["", ""]
        assert results[0].pk == results[1].pk
        call = fresh(results[0])
        assert call.state in ("accepted", "requested")
        run(services.calls_end_for_session, world.anna, session=call.session)


def test_the_database_allows_one_live_call_per_session(new_call):
    call = new_call.requested()
    with pytest.raises(IntegrityError), transaction.atomic():
        Call.objects.create(session=call.session, operator=call.operator, state="asked", created_at=timezone.now())


def test_a_row_changed_meanwhile_is_not_overwritten(world, new_call):
    stale = new_call.connected()
    run(services.call_hangup, world.anna, call=stale.public_id)

    def late(*, by, call):
        services.change(call, "media", by, client_camera="granted")

    with pytest.raises(Fault) as caught:
        perform(late, by=world.carla, call=stale)
    assert (caught.value.code, caught.value.retry) == ("call.changed", True)
    assert fresh(stale).client_camera == "not-asked"
