"""Erase a client (P2): nothing of what they wrote or gave remains; sessions, ratings and measures stay as they are.

Their details and the newest sessions go at once, the sessions of somebody who had very many by the cleanup. What the other rooms keep
goes with each session (``hooks.personal_data``).
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from django.contrib.admin.models import LogEntry as AdminEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from contactcenter.languages.house import in_house_language
from contactcenter.realtime.group_commit import perform, unit
from contactcenter.realtime.pubsub import SignOut
from contactcenter.realtime.wire import Fault
from sessions_app import channel_names, hooks
from sessions_app.actor import SYSTEM, Actor
from sessions_app.housekeeping import Cleanup
from sessions_app.models import Ban, Client, Invitation, LogEntry, Session, UnfinishedErasure
from sessions_app.privacy.redaction import KEPT, redacted
from sessions_app.privacy.selectors import bounds_of, browsers_of, inside, running, sessions_of
from sessions_app.privacy.services import traces
from sessions_app.rules.text import one_line
from sessions_app.selectors import supervised
from sessions_app.services import search
from sessions_app.services.closing import session_end, session_wrapup
from sessions_app.signals import audited, client_erased

AT_ONCE: Final = 100
"""Sessions of one transaction."""
ENTRIES: Final = 500
REASON: Final = 500
"""Letters."""
SHORTEST: Final = 3
"""Letters of a name or id that a reason must not contain: shorter ones stand in it by chance."""
OPERATOR: Final = "operator:"
"""How the senders of log entries begin who are operators."""
DETAILS: Final = ("name", "email", "phone", "external_id", "language", "browser", "os", "address")
WORDS: Final = {
    "topic": "", "language": "", "page": {}, "path": [], "parameters": {}, "devices": {}, "callback_phone": "", "callback_zone": "",
    "rating_comment": "", "client_socket": "",
}  # fmt: skip
"""Columns of a session with words or traits of the client, and what they are afterwards."""


def client_erase(
    *,
    by: Actor,
    client: Client,
    reason: str = "",
    default: str = "",
    within: QuerySet[Session] | None = None,
    request: HttpRequest | None = None,
) -> None:
    """Erase a client in all browsers the website vouches for. Erasing twice has no further effect.

    ``default``: what the audit gets without a reason; it may be anything. ``within``: the sessions the asker may erase, if those aren't
    all of ``by``'s. Raises ``client.forbidden``, ``client.not_found``, ``erase.other_groups``, ``erase.running`` and ``erase.reason`` in
    words.
    """
    people = list(browsers_of(client))
    _check_reach(by, people, within)
    reason = one_line(reason, REASON)
    if _names(reason, people):
        raise Fault("erase.reason", _("The reason is kept in the audit. Write it without the client’s name, address or number."))
    if people_erase(by=by, client=client):
        _tell(by, client, reason or default, people, request)


def people_erase(*, by: Actor, client: Client) -> bool:
    """Erase all rows of a person; returns False if that has been done. Raises ``erase.running`` in words."""
    people = list(browsers_of(client))
    chosen = list(sessions_of(people).order_by("-pk").values_list("public_id", flat=True)[: AT_ONCE + 1])
    sessions = locked(chosen[:AT_ONCE])
    people = list(Client.objects.select_for_update(of=("self",)).filter(pk__in=[each.pk for each in people]).order_by("pk"))
    if going_on := running(people):
        raise _running(going_on)
    if all(each.erased_at for each in people):
        return False
    now = timezone.now()
    _erase_people(people, now)
    sessions_erase(sessions=sessions, by=by, now=now)
    for each in people:
        client_erased.send(Client, client=each, by=by)
    if len(chosen) > AT_ONCE:
        UnfinishedErasure.objects.bulk_create([UnfinishedErasure(client=each) for each in people], ignore_conflicts=True)
    return True


def _check_reach(by: Actor, people: Sequence[Client], within: QuerySet[Session] | None) -> None:
    theirs = sessions_of(people)
    if inside(theirs, bounds_of(by, "sessions_app.erase_client", within)).count() < theirs.count():
        raise Fault(
            "erase.other_groups",
            _("This client also has conversations in groups you don’t supervise. Ask a supervisor of all groups."),
        )


def _names(reason: str, people: Sequence[Client]) -> bool:
    """Return whether a reason contains a name, an address or a number of these people, as whole words."""
    digits = re.sub(r"\D", "", reason)
    for each in people:
        details = (each.name, each.email, each.external_id, *re.findall(r"[^\W\d]+", each.name))
        if any(len(detail) >= SHORTEST and _stands_in(reason, detail) for detail in details):
            return True
        number = re.sub(r"\D", "", each.phone)
        if len(number) >= 6 and number[-9:] in digits:
            return True
    return False


def _stands_in(text: str, words: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(words.casefold())}(?!\w)", text.casefold()) is not None


def _running(sessions: Sequence[Session]) -> Fault:
    shown = ", ".join(f"{row.number} ({row.get_state_display()})" for row in sessions[:5])
    return Fault(
        "erase.running", _("A conversation of this client isn’t over: %(sessions)s. End it first.") % {"sessions": shown}
    )


def locked(public_ids: Sequence[str]) -> list[Session]:
    """Lock these sessions: before the client's row, in the order in which all services do."""
    rows = (unit().ledger.session(public_id) for public_id in sorted(public_ids))
    return [row for row in rows if row is not None]


def _erase_people(people: Sequence[Client], now: datetime) -> None:
    known = _known_names(people)
    keys = [each.pk for each in people]
    for each in people:
        gone = dict.fromkeys(DETAILS, "") | {"verified": False, "token_hash": secrets.token_hex(32), "token_until": now}
        Client.objects.filter(pk=each.pk).update(erased_at=now, **gone)
        unit().notify(channel_names.client(each.pk), SignOut())
    bans = list(Ban.objects.filter(client__in=keys).values_list("pk", flat=True))
    Ban.objects.filter(pk__in=bans).delete()
    _forget_in_admin(Ban, bans)
    _forget_lifted_bans([*known, *(f"#{key}" for key in keys)])
    _forget_in_admin(Client, keys)
    _forget_invitations(_named_invitations(people, known))


def _known_names(people: Sequence[Client]) -> list[str]:
    """Return every name these people have had."""
    entries = LogEntry.objects.filter(session__client__in=people, role="client").order_by()
    return [name for name in {*(each.name for each in people), *entries.values_list("name", flat=True).distinct()} if name]


def _named_invitations(people: Sequence[Client], names: Sequence[str]) -> QuerySet[Invitation]:
    """Return the invitations with one of these names that were for these people.

    They have used it, or nobody else has and it's from an operator who served them: whom an unused one was made for isn't kept, and
    somebody else may have the same name.
    """
    theirs = Session.objects.filter(client__in=people).order_by()
    senders = LogEntry.objects.filter(session__in=theirs, role="operator", sender__startswith=OPERATOR).order_by()
    served = {int(sender.removeprefix(OPERATOR)) for sender in senders.values_list("sender", flat=True).distinct()}
    used = Q(pk__in=theirs.filter(invitation__isnull=False).values("invitation"))
    made = (Q(operator__in=served) | Q(operator__in=theirs.values("operator"))) & ~Q(_used_by_others(people))
    return Invitation.objects.filter(used | made, widget__in={each.widget_id for each in people}, name__in=names)


def _used_by_others(clients: Iterable[Client | int]) -> Exists:
    """Whether an invitation has led others in, who aren't erased: a reusable one has a name for all of them."""
    return Exists(Session.objects.filter(invitation=OuterRef("pk"), client__erased_at=None).exclude(client__in=list(clients)))


def _forget_invitations(invitations: QuerySet[Invitation]) -> None:
    keys = list(invitations.order_by("pk").values_list("pk", flat=True))
    Invitation.objects.filter(pk__in=keys).update(name="")
    _forget_in_admin(Invitation, keys)


def _forget_lifted_bans(names: Sequence[str]) -> None:
    """Empty what an earlier version wrote of bans that were deleted since: name and reason."""
    rows = AdminEntry.objects.filter(content_type=ContentType.objects.get_for_model(Ban))
    for name in names:
        rows.filter(object_repr__startswith=f"{name}: ").update(object_repr="", change_message="")


def _forget_in_admin(model: type[Ban | Client | Invitation | Session], keys: Sequence[int]) -> None:
    """Empty what Django's own history says of these rows."""
    rows = AdminEntry.objects.filter(content_type=ContentType.objects.get_for_model(model), object_id__in=list(map(str, keys)))
    rows.update(object_repr="", change_message="")


def sessions_erase(*, sessions: Sequence[Session], by: Actor, now: datetime, files: bool = True) -> None:
    """Erase all words of these sessions, which are locked and over: rows, logs, search, and what the other rooms keep.

    ``files``: those as well, though they have terms of their own.
    """
    keys = [row.pk for row in sessions]
    transaction.on_commit(traces.mark_pending)
    for room in hooks.personal_data:
        if files or not room.own_terms:
            room.erase(sessions, by)
    for key in keys:
        _redact(key)
    Session.objects.filter(pk__in=keys).update(erased_at=now, **WORDS)
    for row in sessions:
        row.erased_at = now
        for name, value in WORDS.items():
            setattr(row, name, value)
    used = Invitation.objects.filter(pk__in={row.invitation_id for row in sessions if row.invitation_id is not None})
    _forget_invitations(used.exclude(_used_by_others({row.client_id for row in sessions})))
    _forget_in_admin(Session, keys)
    unit().at_end(("search erased", *keys[:1]), search.index, keys)


def _redact(session: int) -> None:
    """Empty the words of a session's log; numbers, kinds, times and sides stay."""
    kept = KEPT | hooks.kept_in_log
    entries, last = LogEntry.objects.filter(session=session).order_by("seq"), 0
    while page := list(entries.filter(seq__gt=last)[:ENTRIES]):
        for entry in page:
            entry.body = redacted(entry.kind, entry.body, kept)
            entry.name = "" if entry.role == "client" else entry.name
            entry.command, entry.digest = None, ""
        LogEntry.objects.bulk_update(page, ["body", "name", "command", "digest"])
        last = page[-1].seq


def _tell(by: Actor, client: Client, reason: str, people: Sequence[Client], request: HttpRequest | None) -> None:
    count = sessions_of(people).count()
    with in_house_language():
        detail = "\n".join(filter(None, (reason, _("Conversations: %(count)s") % {"count": count})))
    user = supervised.supervisor_of(by)
    tried = "" if user else "manage.py"
    audited.send(client_erase, user=user, verb="erase", target=client, detail=detail, tried=tried, request=request)


def erase_again(public_id: str) -> bool:
    """Erase a client whom a restored backup has brought back, and end what they were in; returns False if there is no such client."""
    client = Client.objects.filter(public_id=public_id, erased_at=None).first()
    if client is None:
        return False
    for row in running(list(browsers_of(client))):
        if row.state != Session.State.WRAPUP:
            perform(session_end, key=row.public_id, by=SYSTEM, session=row.public_id)
        if row.state != Session.State.WAITING:
            perform(session_wrapup, key=row.public_id, by=SYSTEM, session=row.public_id)
    perform(client_erase, by=SYSTEM, client=client)
    finish_erasures()
    return True


def rest_erase(*, client: int) -> bool:
    """Erase the next sessions of a client whose erasure has begun; return whether there are more."""
    begun = Client.objects.values_list("erased_at", flat=True).get(pk=client)
    left = Session.objects.filter(Q(erased_at=None) | Q(erased_at__lt=begun), client=client)
    chosen = left.order_by("-pk").values_list("public_id", flat=True)
    found = list(chosen[: AT_ONCE + 1])
    sessions_erase(sessions=locked(found[:AT_ONCE]), by=SYSTEM, now=timezone.now())
    if len(found) > AT_ONCE:
        return True
    UnfinishedErasure.objects.filter(client=client).delete()
    return False


def finish_erasures(_now: datetime | None = None) -> None:
    """Erase what is left of clients with very many sessions."""
    for client in list(UnfinishedErasure.objects.values_list("client", flat=True)):
        while perform(rest_erase, client=client):
            pass


CLEANUP: Final = Cleanup(finish_erasures, first=30, interval=60)
