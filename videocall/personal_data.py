"""Calls as part of what is known of a client (P2): their steps, devices and quality. Nothing of what was said or shown is kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat

from sessions_app.actor import Actor
from sessions_app.hooks import PersonalData
from sessions_app.log import moment
from sessions_app.models import Session
from videocall.models import Call, CallQuality

KEPT_IN_LOG: Final = {
    "call.changed": frozenset(
        {
            "move", "id", "session", "state", "created_at", "accepted_at", "connected_at", "ended_at", "deadline_at", "ended_by",
            "reason", "interrupted_by", "microphone", "camera", "asked", "by",
        }
    ),
    "help.sent": frozenset({"device"}),
}  # fmt: skip


def exported(sessions: Sequence[Session]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {}
    calls = Call.objects.filter(session__in=sessions).select_related("operator").prefetch_related("qualities")
    for call in calls:
        found.setdefault(call.session_id, []).append(
            {
                "id": call.public_id,
                "state": call.state,
                "operator": call.operator.name,
                "created_at": moment(call.created_at),
                "accepted_at": moment(call.accepted_at),
                "accepted_with_video": call.video,
                "devices_allowed_at": moment(call.allowed_at),
                "connected_at": moment(call.connected_at),
                "ended_at": moment(call.ended_at),
                "ended_by": call.ended_by,
                "reason": call.reason,
                "microphone": call.client_microphone,
                "camera": call.client_camera,
                "screen": call.client_screen,
                "signing": call.signing,
                "camera_control_allowed": call.camera_allowed,
                "relayed": call.relayed,
                "quality": [
                    {"side": part.side, "since": moment(part.began_at), "every": part.every, "samples": part.samples}
                    for part in call.qualities.all()
                ],
            }
        )
    return found


def erase(sessions: Sequence[Session], _by: Actor) -> None:
    """Empty the names that browsers gave their tabs; the call's record and its quality are numbers and stay."""
    nameless = {"client_leg": "", "operator_leg": "", "client_leg_socket": "", "operator_leg_socket": ""}
    Call.objects.filter(session__in=sessions).update(**nameless)
    numbered = Concat(Value("erased-"), Cast(F("pk"), CharField()))
    CallQuality.objects.filter(call__session__in=sessions).update(leg=numbered)


PERSONAL_DATA: Final = PersonalData("calls", exported, erase)
