"""Requests for a picture of what the client shows (C8). Delivery and storage are in ``sessions_app/share/services/snapshots.py``."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

from contactcenter.realtime.group_commit import unit
from contactcenter.realtime.pubsub import Broadcast
from contactcenter.realtime.wire import Event, Fault, encode
from sessions_app.actor import Actor
from sessions_app.share.services.snapshots import snapshot_reserve
from videocall import moves, selectors
from videocall.models import Call
from videocall.protocol import SnapshotAsked, SnapshotRefused
from videocall.services import over
from videocall.signalling import leg_group

WAIT_SECONDS: Final = 2.5
"""After this the operator's tab keeps the frame it received instead."""


def snapshot_ask(*, by: Actor, call: str) -> SnapshotAsked:
    """Ask the tab that carries the client's side for its picture.

    Raises ``call.over``, or ``snapshot.no_picture`` while the client shows nothing.
    """
    row = selectors.call_of(by, call, lock=True)
    if row.state not in moves.RUNNING:
        raise over(row.state)
    if not row.client_screen and row.client_camera != "granted":
        raise Fault("snapshot.no_picture", _("There’s no picture from the client right now."))
    share = snapshot_reserve(by=by, session=row.session, call=row.public_id)
    asked = SnapshotAsked(call=call, request=share.public_id, seconds=WAIT_SECONDS)
    _tell(row, "client", asked)
    return asked


def snapshot_refuse(*, by: Actor, call: str, request: str) -> None:
    """Record that the client's device has no picture, so the operator's tab needn't wait. The operator can still answer the request."""
    _tell(selectors.call_of(by, call, lock=True), "operator", SnapshotRefused(call=call, request=request))


def _tell(call: Call, role: str, event: Event) -> None:
    leg = call.leg_of(role)
    if leg:
        unit().notify(leg_group(call.public_id, leg), Broadcast(encode(event), role=role))
