"""The library (F1): files and links available in every session. Supervisors manage the common part, each operator their own."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from contactcenter.realtime.group_commit import perform
from contactcenter.realtime.wire import Fault
from sessions_app import selectors
from sessions_app.actor import Actor
from sessions_app.files import checks, storage
from sessions_app.models import LibraryItem, Operator, Share
from sessions_app.share.selectors import arriving_item_of, library_item_of, share_of
from sessions_app.share.services import cleanup, receive
from sessions_app.share.services.receive import Facts
from sessions_app.share.services.uploads import WHITEBOARD


def library_upload(*, by: Actor, file: Any, author: str = "") -> LibraryItem:
    """Store a file in the operator's own library, or in the common one if the system does it for a supervisor (``author``)."""
    perform(library_check, by=by, size=file.size)

    def pending(key: str, size: int, name: str) -> LibraryItem:
        return perform(library_pending, by=by, name=name, size=size, stored=key, author=author)  # type: ignore[no-any-return]

    name, sender = checks.clean_name(file.name or ""), f"{by.sender} {author}"
    return receive.receive(by=sender, file=file, name=name, size=file.size, pending=pending, ready=_ready)


def library_begin(*, by: Actor, name: str, size: int) -> tuple[LibraryItem, dict[str, Any]] | None:
    """Check whether this file may be uploaded, like ``share_begin``."""
    name = checks.clean_name(name)
    checks.check_announced(name, size)
    if not storage.direct():
        perform(library_check, by=by, size=size)
        return None
    row: LibraryItem = perform(library_pending, by=by, name=name, size=size, stored="", author="")
    return row, storage.ticket(row.public_id, size)


def library_complete(*, by: Actor, item: str) -> LibraryItem:
    """Check the bytes in the quarantine and make the item ready."""
    row = arriving_item_of(by, item)

    def claim(row: LibraryItem, key: str) -> None:
        perform(library_claim, item=row.pk, stored=key)
        row.file.name = key

    return receive.collect(row, by=by.sender, refused=lambda _row, _checked: None, claim=claim, ready=_ready)


def _ready(row: LibraryItem, facts: Facts) -> LibraryItem:
    return perform(library_ready, item=row.pk, facts=facts)  # type: ignore[no-any-return]


def library_check(*, by: Actor, size: int) -> None:
    """Check that this operator may keep that much more. The common library has no limit."""
    if by.role == "system":
        return
    if by.role != "operator":
        raise selectors.not_found("library")
    Operator.objects.select_for_update().get(pk=by.pk)
    there = receive.counted(LibraryItem.objects.filter(owner=by.pk)).aggregate(size=Sum("size"))
    if (there["size"] or 0) + size > settings.SHARE_SESSION_BYTES:
        raise Fault("library.quota", _("Your library is full. Delete something first."))


def library_pending(*, by: Actor, name: str, size: int, stored: str, author: str) -> LibraryItem:
    """Reserve space for a file."""
    library_check(by=by, size=size)
    return LibraryItem.objects.create(
        owner_id=by.pk or None, kind=LibraryItem.Kind.UPLOAD, name=name, size=size, file=stored, author=by.name or author,
        created_at=timezone.now(),
    )  # fmt: skip


def library_claim(*, item: int, stored: str) -> None:
    """Claim an upload, like ``share_claim``."""
    if not LibraryItem.objects.filter(pk=item, state=LibraryItem.State.PENDING, file="").update(file=stored):
        raise Fault("share.busy", _("This file is already being checked."))


def library_ready(*, item: int, facts: Facts) -> LibraryItem:
    """Make the item ready: all bytes are there. Does nothing the second time: the answer to a commit can be lost."""
    row = LibraryItem.objects.select_for_update().filter(pk=item).first()
    if row and row.state == LibraryItem.State.READY and row.file.name == facts.file:
        return row
    if row is None or row.state != LibraryItem.State.PENDING:
        raise Fault("share.missing", _("The upload took too long. Send it again."), retry=True)
    columns = receive.write(row, facts)
    row.name = checks.with_ending(row.name, facts.ending)
    row.save(update_fields=[*columns, "name"])
    return row


def library_link(*, by: Actor, url: str, name: str = "", author: str = "") -> LibraryItem:
    """Store a link in the operator's own library, or in the common one if the system does it."""
    url = checks.clean_link(url)
    library_check(by=by, size=0)
    return LibraryItem.objects.create(
        owner_id=by.pk or None, kind=LibraryItem.Kind.LINK, state=LibraryItem.State.READY, url=url,
        name=checks.clean_title(name, url), author=by.name or author, created_at=timezone.now(),
    )  # fmt: skip


def library_rename(*, by: Actor, item: str, name: str) -> None:
    """Rename one's own item."""
    row = library_item_of(by, item, lock=True, own=True)
    row.name = checks.clean_title(name, row.url) if row.kind == LibraryItem.Kind.LINK else checks.renamed(row.name, name)
    row.save(update_fields=["name"])


def library_delete(*, by: Actor, item: str) -> None:
    """Delete one's own item, or a common one if the system does it for a supervisor. Copies already sent stay in their sessions."""
    row = library_item_of(by, item, lock=True, own=True)
    keys = [str(row.file.name or ""), row.thumbnail]
    row.delete()
    cleanup.release(keys)


def library_keep(*, by: Actor, share: str) -> LibraryItem:
    """Copy a file an operator added to a session to their own library. A client's file stays in its session (F6), and so does a picture
    that was made of one: erasing the client (P2) reaches no library.
    """
    file = share_of(by, share)
    selectors.session_of(by, file.session.public_id, lock=True)
    if file.role != "operator" or file.kind == Share.Kind.SNAPSHOT or file.source == WHITEBOARD:
        raise Fault("library.foreign", _("Only files operators have added can be kept in a library."))
    library_check(by=by, size=file.size)
    columns = ("url", "thumbnail", "size", "mime", "sha256", "width", "height")
    return LibraryItem.objects.create(
        owner_id=by.pk, kind=file.kind, state=Share.State.READY, file=file.file.name, name=file.name, author=by.name,
        created_at=timezone.now(), **{name: getattr(file, name) for name in columns},
    )  # fmt: skip
