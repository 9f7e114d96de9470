"""Everything about a client, JSON-ready (P2): details, sessions with their logs, and what the other rooms keep. Reads only."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final

from django.db.models import QuerySet
from django.utils import timezone

from sessions_app import hooks
from sessions_app.actor import SYSTEM, Actor
from sessions_app.log import moment
from sessions_app.models import Ban, Client, Consent, Invitation, LogEntry, Session
from sessions_app.privacy.selectors import bounds_of, browsers_of, inside, sessions_of

FORMAT: Final = 1


def client_export(client: Client, *, by: Actor = SYSTEM, within: QuerySet[Session] | None = None) -> dict[str, Any]:
    """Return everything about a client in all browsers the website vouches for.

    ``by`` (a supervisor) and ``within`` bound it to some sessions; ``complete`` tells whether there are others. Raises
    ``client.forbidden`` and ``client.not_found`` in words.
    """
    people = list(browsers_of(client))
    theirs = sessions_of(people)
    chosen = exported_sessions(people, by, within)
    return {
        "format": FORMAT,
        "made_at": moment(timezone.now()),
        "client": client.public_id,
        "complete": len(chosen) == theirs.count(),
        "browsers": [_browser(each) for each in people],
        "sessions": _sessions(chosen),
        "bans": [_ban(each) for each in Ban.objects.filter(client__in=people).select_related("operator").order_by("pk")],
        "invitations": [_invitation(each) for each in _invitations(chosen)],
    }


def exported_sessions(
    people: Sequence[Client], by: Actor, within: QuerySet[Session] | None, *, right: str = "sessions_app.export_client"
) -> list[Session]:
    """Return those of the person's sessions that this asker may see, oldest first."""
    rows = inside(sessions_of(people), bounds_of(by, right, within))
    return list(rows.select_related("client", "widget", "group", "operator").order_by("pk"))


def _browser(client: Client) -> dict[str, Any]:
    return {
        "id": client.public_id,
        "website": client.widget.name,
        "name": client.name,
        "email": client.email,
        "phone": client.phone,
        "language": client.language,
        "browser": client.browser,
        "os": client.os,
        "id_at_website": client.external_id,
        "vouched_for": client.verified,
        "network_address": "kept as a keyed hash" if client.address else "",
        "first_seen": moment(client.created_at),
        "erased_at": moment(client.erased_at),
    }


def _sessions(rows: Sequence[Session]) -> list[dict[str, Any]]:
    logs, consents = _logs(rows), _consents(rows)
    rooms = {room.name: room.export(rows) for room in hooks.personal_data}
    return [
        _session(row)
        | {"consents": consents.get(row.pk, []), "log": logs.get(row.pk, [])}
        | {name: found[row.pk] for name, found in rooms.items() if row.pk in found}
        for row in rows
    ]


def _session(row: Session) -> dict[str, Any]:
    return {
        "number": row.number,
        "id": row.public_id,
        "client": row.client.public_id,
        "website": row.widget.name,
        "group": row.group.name,
        "operator": row.operator.name if row.operator else None,
        "entry": row.entry,
        "state": row.state,
        "message_left": row.message,
        "language": row.language,
        "topic": row.topic,
        "page": row.page,
        "pages_seen": row.path,
        "from_the_website": row.parameters,
        "device_check": row.devices,
        "callback": {
            "phone": row.callback_phone,
            "from": moment(row.callback_from),
            "until": moment(row.callback_until),
            "time_zone": row.callback_zone,
            "tries": row.callback_tries,
        },
        "rating": row.rating,
        "rating_comment": row.rating_comment,
        "result": row.result,
        "tags": row.tags,
        "entered_at": moment(row.created_at),
        "accepted_at": moment(row.accepted_at),
        "ended_at": moment(row.ended_at),
        "ended_by": row.ended_by,
        "closed_at": moment(row.closed_at),
        "client_left_at": moment(row.client_left_at),
        "client_seen_at": moment(row.client_seen_at),
        "erased_at": moment(row.erased_at),
    }


def _logs(sessions: Sequence[Session]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for entry in LogEntry.objects.filter(session__in=sessions).order_by("session", "seq").iterator(chunk_size=2000):
        head = {"seq": entry.seq, "kind": entry.kind, "at": moment(entry.at), "by": {"role": entry.role, "name": entry.name}}
        found[entry.session_id].append(head | {"operators_only": entry.shared is None} | json.loads(entry.body))
    return found


def _consents(sessions: Sequence[Session]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for each in Consent.objects.filter(session__in=sessions).select_related("text"):
        found[each.session_id].append(
            {
                "version": each.text.sha256,
                "text": each.text.text,
                "privacy_page": each.text.privacy_url,
                "language": each.language,
                "answer": each.answer,
                "at": moment(each.at),
            }
        )
    return found


def _ban(ban: Ban) -> dict[str, Any]:
    operator = ban.operator.name if ban.operator else None
    return {
        "reason": ban.reason,
        "operator": operator,
        "since": moment(ban.created_at),
        "network_address_until": moment(ban.address_until),
    }


def _invitations(sessions: Sequence[Session]) -> QuerySet[Invitation]:
    used = {row.invitation_id for row in sessions if row.invitation_id is not None}
    return Invitation.objects.filter(pk__in=used).select_related("operator").order_by("pk")


def _invitation(invitation: Invitation) -> dict[str, Any]:
    return {
        "name": invitation.name,
        "operator": invitation.operator.name,
        "created_at": moment(invitation.created_at),
        "expires_at": moment(invitation.expires_at),
        "opened_at": moment(invitation.opened_at),
    }
