"""The only way from an outside id to a row, with rights checked. *Not found* and *not yours* are the same refusal."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final, TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from contactcenter.realtime.group_commit import unit
from contactcenter.realtime.public_ids import is_public_id
from contactcenter.realtime.wire import Fault
from sessions_app.actor import Actor
from sessions_app.models import Client, Invitation, Operator, Session, User, Widget
from sessions_app.rules.lifecycle import OPEN, OWNED
from sessions_app.selectors import supervised

M = TypeVar("M", bound=Model)
ENDED_SHOWN: Final = timedelta(minutes=15)


def not_found(noun: str) -> Fault:
    return Fault(f"{noun}.not_found", _("This doesn’t exist, or isn’t yours."))


def with_id(rows: QuerySet[M], public_id: str) -> M | None:
    """Return the row with this public id, which comes from outside. Callers check the right to it."""
    return rows.filter(public_id=public_id).first() if is_public_id(public_id) else None


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def widget_of(key: str, *, group: bool = False) -> Widget:
    """Return the active widget with this public key; ``group``: with its group."""
    rows = Widget.objects.select_related("group") if group else Widget.objects.all()
    widget = rows.filter(key=key, active=True).first() if is_public_id(key) else None
    if widget is None:
        raise Fault("widget.not_found", _("There’s no widget with this key."))
    return widget


def client_of(token: str) -> Client | None:
    """Return the client with this token, if it's still valid. An open conversation can be finished whatever happens to token and widget."""
    return _holders(token, valid=True).select_related("widget").first() or _holders(token).select_related("widget").first()


def client_actor(token: str) -> Actor | None:
    """Return the same as an actor."""
    row = _holders(token, valid=True).values_list("pk", "name").first() or _holders(token).values_list("pk", "name").first()
    return Actor("client", *row) if row else None


def _holders(token: str, *, valid: bool = False) -> QuerySet[Client]:
    """``valid``: without a look at conversations. It's asked first, as most tokens are valid."""
    if not token:
        return Client.objects.none()
    rows = Client.objects.filter(token_hash=token_hash(token))
    now_valid = Q(token_until__gt=timezone.now(), widget__active=True)
    return rows.filter(now_valid) if valid else rows.filter(now_valid | _in_conversation())


def _in_conversation() -> Exists:
    return Exists(Session.objects.filter(client=OuterRef("pk"), state__in=OPEN, message=False))


def clients_over(clients: Iterable[int]) -> set[int]:
    """Return those of these clients whose token has expired and who have no open conversation to finish."""
    over = Client.objects.filter(pk__in=list(clients), token_until__lte=timezone.now()).exclude(_in_conversation())
    return set(over.values_list("pk", flat=True))


def operator_of(user: object) -> Operator | None:
    """Return the operator of this account."""
    if not isinstance(user, User) or not user.is_authenticated:
        return None
    return Operator.objects.select_related("user").filter(user=user, user__is_active=True, active=True).first()


def _row(public_id: str, *, lock: bool, related: tuple[str, ...] = ()) -> Session | None:
    if not is_public_id(public_id):
        return None
    if lock:
        found: Session | None = unit().ledger.session(public_id)
        return found
    rows = Session.objects.select_related(*related) if related else Session.objects
    return rows.filter(public_id=public_id).first()


def closed() -> Fault:
    """Return the fault ``session.closed``, for an action the session's state doesn't allow."""
    return Fault("session.closed", _("This conversation has ended."))


def require_state(session: Session, *states: str) -> None:
    """Raise ``session.closed`` in words unless the session is in one of these states."""
    if session.state not in states:
        raise closed()


def session_of(by: Actor, public_id: str, *, lock: bool = False) -> Session:
    """Return a session of this client, one this operator has or had, or one this supervisor sees.

    Locked: for a service that will change it.
    """
    row = _row(public_id, lock=lock)
    mine = row is not None and (
        (by.role == "client" and row.client_id == by.pk)
        or (by.role == "operator" and row.operator_id == by.pk)
        or by.role == "system"
        or supervised.supervises(by, row)
    )
    if row is None or not mine:
        raise not_found("session")
    return row


def waiting_session_of(by: Actor, public_id: str, *, lock: bool = False) -> Session:
    """Return a session an operator may preview: waiting in one of the operator's groups, or reserved for them."""
    row = _row(public_id, lock=lock, related=("client", "widget", "operator"))
    if row is None or by.role != "operator" or not _for_operator(row, by.pk):
        raise not_found("session")
    if row.state != Session.State.WAITING and row.operator_id != by.pk:
        if row.operator is not None:
            raise Fault("session.taken", _("%(name)s has taken this client.") % {"name": row.operator.name})
        raise Fault("session.gone", _("This client has left."))
    return row


def _for_operator(row: Session, operator: int) -> bool:
    if row.reserved_for_id is not None:
        return row.reserved_for_id == operator
    return row.operator_id == operator or Operator.objects.filter(pk=operator, groups=row.group_id).exists()


def current_session_id(client: Client) -> str:
    """Return the public id of the client's open session, or of one that has just ended; an unanswered message doesn't count."""
    rows = client.sessions.exclude(message=True, state=Session.State.WAITING).order_by("-pk")
    newest = rows.values_list("public_id", "state", "ended_at", "closed_at").first()
    if newest is None:
        return ""
    public_id, state, ended, closed = newest
    over = ended or closed
    return "" if state not in OPEN and (over is None or timezone.now() - over >= ENDED_SHOWN) else str(public_id)


def client_session(client: Client, public_id: str) -> Session | None:
    """Return this session of the client, with its operator."""
    session = Session.objects.select_related("operator").filter(public_id=public_id, client=client).first()
    if session is not None:
        session.client = client
        if session.widget_id == client.widget_id:
            session.widget = client.widget
    return session


def current_session(client: Client) -> Session | None:
    """Return the session of ``current_session_id``."""
    public_id = current_session_id(client)
    return client_session(client, public_id) if public_id else None


def invitation_state(invitation: Invitation, at: datetime | None = None) -> str:
    """Return an invitation's state, derived from its columns and sessions: unused, opened, waiting, used, expired or revoked."""
    if invitation.revoked_at is not None:
        return "revoked"
    if invitation.uses and not invitation.reusable:
        return "used"
    if _waits(invitation):
        return "waiting"
    if invitation.expires_at <= (at or timezone.now()):
        return "expired"
    return "opened" if invitation.opened_at else "unused"


def _waits(invitation: Invitation) -> bool:
    """Whether a client waits with it; ``with_waiting`` finds out for many at once."""
    known: bool | None = getattr(invitation, "waits", None)
    return invitation.sessions.filter(state=Session.State.WAITING).exists() if known is None else known


def with_waiting(rows: QuerySet[Invitation]) -> QuerySet[Invitation]:
    """Annotate invitations with whether somebody waits with them (``waits``)."""
    return rows.annotate(waits=Exists(Session.objects.filter(invitation=OuterRef("pk"), state=Session.State.WAITING)))


def sessions_of(operator: Operator) -> QuerySet[Session]:
    """Return the operator's own sessions: active and in wrap-up."""
    rows = Session.objects.filter(operator=operator, state__in=OWNED)
    return rows.select_related("client", "widget", "operator").order_by("accepted_at")


def heads_of(public_ids: list[str]) -> dict[str, tuple[int, int]]:
    """Return the last numbers (all, shared) of these sessions' logs."""
    heads: dict[str, tuple[int, int]] = {}
    for start in range(0, len(public_ids), 500):
        rows = Session.objects.filter(public_id__in=public_ids[start : start + 500])
        heads.update({row[0]: (row[1], row[2]) for row in rows.values_list("public_id", "head", "shared")})
    return heads
