"""What supervision keeps of clients (P2): calls for help, and what supervisors wrote of their sessions into the audit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sessions_app.actor import Actor
from sessions_app.hooks import PersonalData
from sessions_app.log import moment
from sessions_app.models import Session
from supervision.models import AuditEntry, HelpRequest

KEPT_IN_LOG: Final = {"help.changed": frozenset({"state", "at"})}


def exported(sessions: Sequence[Session]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {}
    for row in HelpRequest.objects.filter(session__in=sessions).select_related("operator"):
        found.setdefault(row.session_id, []).append(
            {
                "operator": row.operator.name,
                "reason": row.reason,
                "asked_at": moment(row.asked_at),
                "outcome": row.outcome,
                "answer": row.answer,
                "ended_at": moment(row.ended_at),
            }
        )
    return found


def erase(sessions: Sequence[Session], _by: Actor) -> None:
    HelpRequest.objects.filter(session__in=sessions).update(reason="", answer="")
    AuditEntry.objects.forget_details("session", [row.pk for row in sessions])


PERSONAL_DATA: Final = PersonalData("help_requests", exported, erase)
