"""From rows to what programs see, field by field."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from api.schema import people, sessions
from api.schema.common import GroupRef, OperatorRef, WidgetRef
from sessions_app import selectors
from sessions_app.log.transcript import entry_text, indented
from sessions_app.models import Client, Group, Invitation, Operator, Session, Share, Widget
from sessions_app.present.session import rating
from sessions_app.protocol import By
from sessions_app.rules import routing
from sessions_app.selectors.operator_load import loads_of
from sessions_app.share.views.download import address_of
from supervision.models import StateSpan
from videocall.models import Call
from videocall.quality import records


def group_ref(group: Group) -> GroupRef:
    return GroupRef(id=group.pk, name=group.name)


def operator_ref(operator: Operator) -> OperatorRef:
    return OperatorRef(id=operator.pk, name=operator.name)


def widget_ref(widget: Widget) -> WidgetRef:
    return WidgetRef(key=widget.key, name=widget.name)


def session(row: Session) -> sessions.SessionData:
    client: Client = row.client
    return sessions.SessionData(
        id=row.public_id,
        number=row.number,
        entry=row.entry,  # type: ignore[arg-type]
        state=row.state,  # type: ignore[arg-type]
        message=row.message,
        group=group_ref(row.group),
        widget=widget_ref(row.widget),
        client=sessions.ClientPart(
            id=client.public_id,
            name=client.name,
            email=client.email,
            phone=client.phone,
            language=client.language,
            verified=client.verified,
            external_id=client.external_id if client.verified else "",
        ),
        operator=operator_ref(row.operator) if row.operator else None,
        language=row.language,
        topic=row.topic,
        created_at=row.created_at,
        accepted_at=row.accepted_at,
        ended_at=row.ended_at,
        closed_at=row.closed_at,
        ended_by=row.ended_by,
        result=row.result,
        tags=row.tags,
        rating=rating(row),
        parameters=row.parameters,
        callback=_callback(row),
    )


def _callback(row: Session) -> sessions.CallbackPart | None:
    if row.callback_from is None or row.callback_until is None:
        return None
    return sessions.CallbackPart(
        phone=row.callback_phone,
        starts_at=row.callback_from,
        ends_at=row.callback_until,
        zone=row.callback_zone,
        tries=row.callback_tries,
    )


def transcript(row: Session) -> sessions.Transcript:
    entries = ((entry, entry_text(entry)) for entry in row.log_entries.order_by("seq"))
    lines = [
        sessions.TranscriptLine(
            seq=entry.seq,
            at=entry.at,
            kind=entry.kind,
            role=entry.role,  # type: ignore[arg-type]
            name=entry.name,
            text=text,
            internal=entry.shared is None,
        )
        for entry, text in entries
        if text
    ]
    return sessions.Transcript(session=row.public_id, number=row.number, lines=lines)


def transcript_text(row: Session) -> str:
    lines = (f"{line.at:%Y-%m-%d %H:%M:%S} {line.name or line.role}: {indented(line.text)}\n" for line in transcript(row).lines)
    return "".join(lines)


def file(share: Share) -> sessions.FileData:
    """Return a file with an address of its own; the right to the session was checked before."""
    url, until = share.url, None
    if share.file:
        url, seconds = address_of("share", share, "save")
        url, until = (settings.PUBLIC_URL + url if url.startswith("/") else url), timezone.now() + timedelta(seconds=seconds)
    return sessions.FileData(
        id=share.public_id,
        kind=share.kind,  # type: ignore[arg-type]
        name=share.name,
        size=share.size,
        mime=share.mime,
        sha256=share.sha256,
        width=share.width,
        height=share.height,
        by=By(role=share.role, name=share.author),  # type: ignore[arg-type]
        at=share.created_at,
        sent=share.sent,
        url=url,
        expires_at=until,
    )


def call(row: Call) -> sessions.CallData:
    return sessions.CallData(
        id=row.public_id,
        operator=operator_ref(row.operator),
        state=row.state,  # type: ignore[arg-type]
        video=row.video,
        created_at=row.created_at,
        accepted_at=row.accepted_at,
        connected_at=row.connected_at,
        ended_at=row.ended_at,
        ended_by=row.ended_by,
        reason=row.reason,
        picture_seconds=None if row.picture_tenths is None else row.picture_tenths / 10,
        good_seconds=row.good_seconds,
        relayed=row.relayed,
        quality=records(row),
    )


def operators(rows: Iterable[Operator], groups: Any) -> list[people.OperatorData]:
    """Return operators with their states, read for all at once. ``groups``: those the token may see."""
    found, now = list(rows), timezone.now()
    loads = loads_of(found, now)
    open_spans = StateSpan.objects.filter(operator__in=[row.pk for row in found], until=None).order_by()
    since: dict[int, tuple[str, datetime]] = {span.operator_id: (span.state, span.since) for span in open_spans}
    seen = {group.pk: group_ref(group) for group in groups}
    members: dict[int, list[GroupRef]] = {}
    through = Operator.groups.through.objects.filter(operator__in=[row.pk for row in found]).order_by("group__name")
    for operator, group in through.values_list("operator", "group"):
        if group in seen:
            members.setdefault(operator, []).append(seen[group])
    return [
        people.OperatorData(
            id=row.pk,
            name=row.name,
            state=(state := routing.state_of(loads[row.pk])),  # type: ignore[arg-type]
            reason=row.away_reason if state == "away" else "",
            since=since[row.pk][1] if row.pk in since and since[row.pk][0] == state else None,
            groups=members.get(row.pk, []),
            chats=loads[row.pk].active,
            chat_limit=row.chat_limit,
        )
        for row in found
    ]


def group(row: Group) -> people.GroupData:
    return people.GroupData(
        id=row.pk,
        name=row.name,
        timezone=row.timezone,
        answer_seconds=row.answer_seconds,
        goal=row.answer_share,
        operators=[operator_ref(operator) for operator in row.operators.all() if operator.active],
    )


def widget(row: Widget) -> people.WidgetData:
    return people.WidgetData(
        key=row.key,
        name=row.name,
        active=row.active,
        group=group_ref(row.group),
        origins=row.origins,
        entries=row.entries,
        country=row.country,
    )


def invitation_fields(row: Invitation) -> dict[str, Any]:
    return {
        "id": row.public_id,
        "operator": operator_ref(row.operator),
        "widget": widget_ref(row.widget),
        "name": row.name,
        "state": selectors.invitation_state(row),
        "reusable": row.reusable,
        "created_at": row.created_at,
        "expires_at": row.expires_at,
        "uses": row.uses,
    }


def client(row: Client, count: int) -> people.ClientData:
    return people.ClientData(
        id=row.public_id,
        name=row.name,
        email=row.email,
        phone=row.phone,
        language=row.language,
        verified=row.verified,
        external_id=row.external_id if row.verified else "",
        widget=widget_ref(row.widget),
        created_at=row.created_at,
        sessions=count,
    )
