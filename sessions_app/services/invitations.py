"""Links and codes that lead straight to one operator (E4). Only hashes are stored: reading the database doesn't help to enter."""

from __future__ import annotations

import secrets
from datetime import timedelta
from io import StringIO
from typing import Any, Final

import qrcode
from django.conf import settings
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from contactcenter.realtime.group_commit import unit
from contactcenter.realtime.pubsub import AssignmentChanged, Refresh
from contactcenter.realtime.wire import Fault
from contactcenter.web.keyed_hash import keyed_hash, keyed_hashes
from sessions_app import channel_names, present, selectors
from sessions_app.actor import Actor
from sessions_app.models import Client, Invitation, Operator, Session, Widget
from sessions_app.protocol import InvitationCreated
from sessions_app.rules.entries import BY_CODE
from sessions_app.rules.lifecycle import OPEN
from sessions_app.rules.text import one_line
from sessions_app.selectors import supervised

ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""No characters that look alike: no 0, O, 1, I, L."""
CODE_LENGTH: Final = 8
KEPT_OPEN: Final = 50
SALT: Final = "sessions_app.invitation"


def code_hash(code: str) -> str:
    """Short codes could be brute-forced against a plain hash; with our key nobody else can."""
    return keyed_hash(SALT, code)


def plain_code(written: str) -> str:
    """Return a code without what people add when they write it (``abcd-efgh``)."""
    return "".join(character for character in written.upper() if character.isalnum())


def invitation_create(
    *, by: Actor, seconds: int, reusable: bool = False, name: str = "", session: str | None = None
) -> InvitationCreated:
    """Create an invitation to this operator; link and code are in the answer and nowhere else.

    ``session``: it's for that conversation's client. Raises ``invitation.too_many`` and ``invitation.no_widget``.
    """
    row = selectors.session_of(by, session, lock=True) if session else None  # an erasure goes through before, or sees this one
    operator = Operator.objects.select_for_update().get(pk=by.pk)
    widget = row.widget if row else _widget(operator)
    now = timezone.now()
    if operator.invitations.filter(expires_at__gt=now, revoked_at=None).count() >= KEPT_OPEN:
        raise Fault("invitation.too_many", _("You have too many open invitations. Revoke some."))
    token = secrets.token_urlsafe(24)
    code = "".join(secrets.choice(ALPHABET) for _character in range(CODE_LENGTH))
    name = one_line(name) or (row.client.name if row else "")
    invitation = Invitation.objects.create(
        operator=operator,
        widget=widget,
        name=name,
        token_hash=selectors.token_hash(token),
        code_hash=code_hash(code),
        reusable=reusable,
        created_at=now,
        expires_at=now + timedelta(seconds=seconds),
    )
    link = settings.PUBLIC_URL + reverse("invitation", args=[token])
    path, size = qr(link)
    unit().notify(channel_names.operator(by.pk), Refresh())
    view = present.invitation_view(invitation, now)
    return InvitationCreated(invitation=view, link=link, code=f"{code[:4]}-{code[4:]}", qr=path, size=size)


def _widget(operator: Operator) -> Widget:
    widgets = list(Widget.objects.filter(active=True, group__operators=operator).order_by("pk"))
    found = next((widget for widget in widgets if not BY_CODE.isdisjoint(widget.entries)), widgets[0] if widgets else None)
    if found is None:
        raise Fault("invitation.no_widget", _("None of your groups has a widget. Ask a supervisor."))
    return found


def qr(text: str) -> tuple[str, int]:
    """Return the QR code of a text: an SVG path on a grid, and the grid's size with the quiet border of four."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=4)
    code.add_data(text)
    rows: list[list[bool]] = code.get_matrix()
    path = StringIO()
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            start = x
            while x < len(row) and row[x]:
                x += 1
            if x > start:
                path.write(f"M{start} {y}h{x - start}v1h-{x - start}z")
            x += 1
    return path.getvalue(), len(rows)


def invitation_revoke(*, by: Actor, invitation: str) -> None:
    """Revoke the operator's own invitation, or one of the supervisor's operators. People already waiting or talking aren't affected."""
    rows = Invitation.objects.select_for_update().filter(public_id=invitation)
    if by.role != "system":
        user = supervised.supervisor_of(by)
        rows = rows.filter(operator=by.pk) if user is None else rows.filter(operator__in=supervised.operators_for(user))
    row = rows.first()
    if row is None:
        raise selectors.not_found("invitation")
    if row.revoked_at is None:
        Invitation.objects.filter(pk=row.pk).update(revoked_at=timezone.now())
    unit().notify(channel_names.operator(row.operator_id), Refresh())


def invitation_open(*, token: str) -> Invitation | None:
    """Return the invitation of a link whose page is shown; None if there is none. Its operator sees that it was opened."""
    row = (
        Invitation.objects.select_related("operator__user", "widget__group")
        .filter(token_hash=selectors.token_hash(token))
        .first()
    )
    if row is not None and row.opened_at is None and selectors.invitation_state(row) == "unused":
        row.opened_at = timezone.now()
        Invitation.objects.filter(pk=row.pk, opened_at=None).update(opened_at=row.opened_at)
        unit().notify(channel_names.operator(row.operator_id), Refresh())
    return row


def invitation_of(code: str, client: Client) -> Invitation:
    """Return the invitation this client may enter with, by link token or code, locked.

    An unknown one and one of another website get the same refusal (``invitation.unknown``); the client's own stays valid while the
    session it led to is open.
    """
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("operator__user").filter(widget=client.widget_id)
    row = rows.filter(token_hash=selectors.token_hash(code.strip())).first()
    row = row or rows.filter(code_hash__in=keyed_hashes(SALT, plain_code(code))).first()
    if row is None:
        raise Fault("invitation.unknown", _("This code isn’t valid. Check it, or ask for a new one."))
    going_on = row.sessions.filter(state__in=OPEN)
    if going_on.filter(client=client).exists():
        return row
    if reason := refusal(row):
        raise Fault(*reason, retry=reason[0] == "invitation.offline")
    if not row.reusable and going_on.exists():
        raise Fault("invitation.used", _("Someone else is using this invitation."))
    return row


def refusal(invitation: Invitation) -> tuple[str, str] | None:
    """Return why nobody can enter with it now: a code and words; None if they can."""
    state = selectors.invitation_state(invitation)
    words = {
        "used": _("This invitation has been used. Ask for a new one."),
        "expired": _("This invitation has expired. Ask for a new one."),
        "revoked": _("This invitation was withdrawn."),
    }
    if state in words:
        return f"invitation.{state}", words[state]
    until = invitation.operator.lease_until
    if until is None or until <= timezone.now() or not invitation.operator.active:
        name = invitation.operator.name
        return "invitation.offline", _("%(name)s isn’t here right now. Try again later.") % {"name": name}
    return None


def accepted(*, session: Session, **_rest: Any) -> None:
    """Mark the invitation of an accepted session as used; the client of a left message gets the answer."""
    if session.invitation_id is not None:
        Invitation.objects.filter(pk=session.invitation_id).update(uses=F("uses") + 1)
    if session.message:
        unit().notify(channel_names.client(session.client_id), AssignmentChanged(session.public_id, True))
