"""The only way from an outside id to a row, with rights checked. *Not found* and *not yours* are the same refusal."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext as _

from contactcenter.realtime.commit import unit
from contactcenter.realtime.wire import Fault
from sessions_app.actor import Actor
from sessions_app.models import Board, Client, Invitation, LibraryItem, Operator, Session, Share, User, Widget
from sessions_app.models.ids import FORM
from sessions_app.rules.lifecycle import OPEN, OWNED

ENDED_SHOWN: Final = timedelta(minutes=15)


def not_found(noun: str) -> Fault:
    return Fault(f"{noun}.not_found", _("This doesn’t exist, or isn’t yours."))


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def widget_of(key: str, *, group: bool = False) -> Widget:
    """Return the active widget with this public key; ``group``: with its group."""
    rows = Widget.objects.select_related("group") if group else Widget.objects.all()
    widget = rows.filter(key=key, active=True).first() if FORM.fullmatch(key) else None
    if widget is None:
        raise Fault("widget.not_found", _("There’s no widget with this key."))
    return widget


def client_of(token: str) -> Client | None:
    """Return the client with this token, if it's still valid. An open conversation can be finished whatever happens to token and widget."""
    return _holders(token).select_related("widget").first()


def client_actor(token: str) -> Actor | None:
    """Return the same as an actor. Asked for with every request: most tokens are still valid, and need no look at conversations."""
    row = _holders(token, valid=True).values_list("pk", "name").first() or _holders(token).values_list("pk", "name").first()
    return Actor("client", *row) if row else None


def _holders(token: str, *, valid: bool = False) -> QuerySet[Client]:
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
    if not FORM.fullmatch(public_id):
        return None
    if lock:
        found: Session | None = unit().ledger.session(public_id)
        return found
    rows = Session.objects.select_related(*related) if related else Session.objects
    return rows.filter(public_id=public_id).first()


def closed() -> Fault:
    """What no longer goes, or not yet, in this state of a session."""
    return Fault("session.closed", _("This conversation has ended."))


def session_of(by: Actor, public_id: str, *, lock: bool = False) -> Session:
    """Return a session of this client, or one this operator has or had. Locked: for a service that will change it."""
    row = _row(public_id, lock=lock)
    mine = row is not None and (
        (by.role == "client" and row.client_id == by.pk)
        or (by.role == "operator" and row.operator_id == by.pk)
        or by.role == "system"
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


def share_of(by: Actor, public_id: str) -> Share:
    """Return a stored file of a session this operator has or had, or one the client may see."""
    found = Share.objects.select_related("session").filter(public_id=public_id, state=Share.State.READY)
    row = found.first() if FORM.fullmatch(public_id) else None
    mine = row is not None and (
        (by.role == "operator" and row.session.operator_id == by.pk)
        or (by.role == "client" and row.session.client_id == by.pk and row.sent)
        or by.role == "system"
    )
    if row is None or not mine:
        raise not_found("share")
    return row


def seen_share_of(by: Actor, public_id: str) -> Share:
    """Return the same, and for a client also the file viewed together now: the operator shows it, sent or not."""
    if by.role == "client" and FORM.fullmatch(public_id):
        shown = Board.objects.select_related("share__session").filter(share__public_id=public_id, session__client=by.pk)
        board = shown.filter(session__state=Session.State.ACTIVE, share__state=Share.State.READY).first()
        if board is not None and board.share is not None:
            return board.share
    return share_of(by, public_id)


def board_of(by: Actor, session: str, board: str, *, lock: bool = False) -> Board:
    """Return what this client and the session's operator view together now; nobody else may, and nobody after the end."""
    row = session_of(by, session, lock=lock)
    if by.role == "system":
        raise not_found("session")
    found = (
        Board.objects.select_related("share").filter(session=row, key=board).first()
        if row.state == Session.State.ACTIVE
        else None
    )
    if found is None:
        raise Fault("board.closed", _("You’re no longer looking at this together."))
    found.session = row
    return found


def arriving_of(by: Actor, public_id: str) -> Share:
    """Return a file of this side's session whose upload by this side is in progress."""
    found = Share.objects.select_related("session").filter(public_id=public_id, state=Share.State.PENDING, role=by.role)
    row = found.first() if FORM.fullmatch(public_id) else None
    owner = row and (row.session.client_id if by.role == "client" else row.session.operator_id)
    if row is None or owner != by.pk:
        raise not_found("share")
    return row


def library_item_of(by: Actor, public_id: str, *, own: bool = False, lock: bool = False) -> LibraryItem:
    """Return a stored item of the common library or of this operator's own; ``own``: one this operator (or a supervisor) may change."""
    rows = LibraryItem.objects.select_for_update() if lock else LibraryItem.objects
    row = rows.filter(public_id=public_id, state=LibraryItem.State.READY).first() if FORM.fullmatch(public_id) else None
    mine = row is not None and (
        by.role == "system" or (by.role == "operator" and (row.owner_id == by.pk or (row.owner_id is None and not own)))
    )
    if row is None or not mine:
        raise not_found("library")
    return row


def arriving_item_of(by: Actor, public_id: str) -> LibraryItem:
    """Return an item whose upload into this operator's library is in progress."""
    found = LibraryItem.objects.filter(public_id=public_id, state=LibraryItem.State.PENDING, owner=by.pk)
    row = found.first() if by.role == "operator" and FORM.fullmatch(public_id) else None
    if row is None:
        raise not_found("library")
    return row


def library_found(by: Actor, text: str, limit: int) -> list[LibraryItem]:
    """Return the operator's own and the common items whose name or address contains every word of the text, by name."""
    rows = LibraryItem.objects.filter(Q(owner=by.pk) | Q(owner=None), state=LibraryItem.State.READY)
    for word in text.split()[:10]:
        rows = rows.filter(Q(name__icontains=word) | Q(url__icontains=word))
    return list(rows.order_by(Lower("name"), "pk")[:limit])


def current_session(client: Client) -> Session | None:
    """Return the client's open session, or one that has just ended; an unanswered message doesn't count."""
    rows = client.sessions.exclude(message=True, state=Session.State.WAITING).order_by("-pk")
    # Most clients who say hello have none: the whole row is loaded only if there is one.
    newest = rows.values_list("pk", "state", "ended_at", "closed_at").first()
    if newest is None:
        return None
    key, state, ended, closed = newest
    over = ended or closed
    if state not in OPEN and (over is None or timezone.now() - over >= ENDED_SHOWN):
        return None
    return Session.objects.select_related("operator", "client", "widget").filter(pk=key).first()


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
