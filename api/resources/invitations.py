"""Invitations: make, list, revoke."""

from __future__ import annotations

from typing import Any, Final

from api import present
from api.resources.rows import operator_of
from api.rest import cursors
from api.rest.endpoint import Call, endpoint
from api.schema import people as schema
from sessions_app import selectors
from sessions_app.actor import Actor
from sessions_app.models import Invitation
from sessions_app.selectors.supervised import rows_for
from sessions_app.services.invitations import invitation_create, invitation_revoke
from supervision.models import AuditEntry
from supervision.services import audit

PART: Final[dict[str, Any]] = {"tag": "Invitations", "scopes": "invitations"}


@endpoint(
    "GET", "/invitations", query=schema.InvitationQuery, answer=schema.InvitationList, problems=("cursor.not_found",), **PART
)
def list_invitations(call: Call, *, query: schema.InvitationQuery) -> schema.InvitationList:
    """List invitations

    Those of the operators of the token’s groups, whoever made them. Links and codes are shown only when they are made.
    """
    rows = selectors.with_waiting(rows_for(call.user, Invitation.objects.all())).select_related("operator", "widget")
    if query.operator is not None:
        rows = rows.filter(operator=query.operator)
    found, after = cursors.page(rows, order=("-pk",), cursor=query.cursor, limit=query.limit, filters=query.operator)
    return schema.InvitationList(items=[schema.InvitationData(**present.invitation_fields(row)) for row in found], next=after)


@endpoint(
    "POST", "/invitations", body=schema.InvitationBody, answer=schema.InvitationMade, status=201,
    problems=("operator.not_found", "invitation.too_many", "invitation.no_widget"), **PART,
)  # fmt: skip
def create_invitation(call: Call, *, body: schema.InvitationBody) -> schema.InvitationMade:
    """Make an invitation

    A link and a short code that lead one client, or several, straight to this operator. Send an Idempotency-Key to be able to repeat the
    request when you haven’t got the answer: link and code are in no other.
    """
    operator = operator_of(call, body.operator)
    made = invitation_create(
        by=Actor("operator", operator.pk, operator.name), seconds=body.valid_seconds, reusable=body.reusable, name=body.name
    )
    row = Invitation.objects.select_related("operator", "widget").get(public_id=made.invitation.id)
    audit.record(call.user, AuditEntry.Verb.ADD, row, request=call.request)
    return schema.InvitationMade(**present.invitation_fields(row), link=made.link, code=made.code)


@endpoint("DELETE", "/invitations/{invitation}", status=204, problems=("invitation.not_found",), **PART)
def revoke_invitation(call: Call, *, invitation: str) -> None:
    """Revoke an invitation

    People who already wait or talk aren’t affected. Revoking twice has no further effect.
    """
    row = selectors.with_id(rows_for(call.user, Invitation.objects.all()), invitation)
    if row is None:
        raise selectors.not_found("invitation")
    invitation_revoke(by=call.by, invitation=invitation)
    if row.revoked_at is None:
        audit.record(call.user, AuditEntry.Verb.REVOKE, row, request=call.request)
