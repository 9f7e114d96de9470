"""Presenters of a call: what a browser may see, the same for both sides, field by field."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, cast

from django.db.models import Window
from django.db.models.functions import RowNumber

from sessions_app.log import moment
from sessions_app.present import defaults
from sessions_app.protocol import Devices, DeviceState, Role
from videocall.models import Call
from videocall.protocol import CallState, CallText, CallView, CameraPermission, TextState
from videocall.real_time_text.rules import standing

CALLS_SHOWN: Final = 50

if TYPE_CHECKING:
    from sessions_app.models import Session


def call_view(call: Call) -> CallView:
    """Return the call as its operator and its client see it."""
    return CallView(
        id=call.public_id,
        session=call.session.public_id,
        state=cast(CallState, call.state),
        created_at=str(moment(call.created_at)),
        accepted_at=moment(call.accepted_at),
        connected_at=moment(call.connected_at),
        ended_at=moment(call.ended_at),
        deadline_at=None if call.held else moment(call.deadline_at),  # moved on without an entry
        ended_by=call.ended_by or None,  # type: ignore[arg-type]
        reason=call.reason,
        interrupted_by=call.interrupted_by or None,  # type: ignore[arg-type]
        video=call.video,
        client_leg=call.client_leg or None,
        operator_leg=call.operator_leg or None,
        client=_devices(call.client_microphone, call.client_camera, call.client_screen),
        operator=_devices(call.operator_microphone, call.operator_camera, call.operator_screen),
        defaults=defaults(call.session.widget),
        prompt=call.prompt,
        signing=call.signing,
        camera=CameraPermission(asked=call.camera_asked, allowed=call.camera_allowed),  # type: ignore[arg-type]
        text=_text(call),
    )


def calls_of(sessions: Sequence[Session]) -> dict[int, list[CallView]]:
    """Return the calls of each session, oldest first, up to the newest CALLS_SHOWN; both roles see the same."""
    rows = {session.pk: session for session in sessions}
    calls = Call.objects.filter(session__in=rows).order_by("-created_at", "-id")
    if len(rows) > 1:  # each has its newest; for one a limit says the same, and is much cheaper to build
        newest = Window(RowNumber(), partition_by="session", order_by=["-created_at", "-id"])
        calls = calls.annotate(place=newest).filter(place__lte=CALLS_SHOWN)
    found: dict[int, list[CallView]] = {}
    for call in reversed(calls[: CALLS_SHOWN * len(rows)]):
        call.session = rows[call.session_id]
        found.setdefault(call.session_id, []).append(call_view(call))
    return found


def _text(call: Call) -> CallText:
    state, by = standing(call.text_answers)
    return CallText(state=cast(TextState, state), by=cast(Role | None, by))


def _devices(microphone: str, camera: str, screen: bool) -> Devices:
    return Devices(microphone=cast(DeviceState, microphone), camera=cast(DeviceState, camera), screen=screen)
