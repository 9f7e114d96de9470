"""Files of a session (F2): send to the chat, rename, delete; links, and files from the library."""

from __future__ import annotations

from django.utils import timezone

from sessions_app import log, selectors
from sessions_app.actor import Actor
from sessions_app.files import checks
from sessions_app.models import Session, Share
from sessions_app.share import present
from sessions_app.share.protocol import ShareChanged
from sessions_app.share.selectors import library_item_of, share_of
from sessions_app.share.services import cleanup
from sessions_app.share.services.uploads import added, free_name, share_check
from sessions_app.signals import file_deleted


def _own(by: Actor, share: str) -> tuple[Share, Session]:
    file = share_of(by, share)
    return file, selectors.session_of(by, file.session.public_id, lock=True)


def share_send(*, by: Actor, share: str) -> None:
    """Make the file visible to the client. Sending twice has no further effect."""
    file, row = _own(by, share)
    selectors.require_state(row, Session.State.ACTIVE)
    if Share.objects.filter(pk=file.pk, state=Share.State.READY, sent=False).update(sent=True):
        file.sent = True
        log.append(row, ShareChanged, by=by, change="sent", file=present.share_view(file))


def share_rename(*, by: Actor, share: str, name: str) -> None:
    """Rename a file; the extension stays. Nothing happens if the name is the same."""
    file, row = _own(by, share)
    wanted = checks.clean_title(name, file.url) if file.kind == Share.Kind.LINK else checks.renamed(file.name, name)
    if wanted == file.name:
        return
    file.name = free_name(row, wanted)
    if Share.objects.filter(pk=file.pk, state=Share.State.READY).update(name=file.name):
        log.append(row, ShareChanged, by=by, operators_only=not file.sent, change="renamed", file=present.share_view(file))


def share_delete(*, by: Actor, share: str) -> None:
    """Delete the bytes; the log entry stays. The name can be used again."""
    file, row = _own(by, share)
    delete_file(row, file, by)


def delete_file(row: Session, file: Share, by: Actor) -> bool:
    """Delete a ready file of a locked session; returns False if it was deleted meanwhile."""
    keys = [str(file.file.name or ""), file.thumbnail]
    gone = {
        "state": Share.State.DELETED,
        "file": "",
        "thumbnail": "",
        "url": "",
        "name": f"{file.name[:150]} {file.public_id}".strip(),
    }
    if not Share.objects.filter(pk=file.pk, state=Share.State.READY).update(**gone):
        return False
    file.state, file.url = Share.State.DELETED, ""
    file_deleted.send(sender=Share, session=row, file=file, by=by)
    log.append(row, ShareChanged, by=by, operators_only=not file.sent, change="deleted", file=present.share_view(file))
    cleanup.release(keys)
    return True


def share_link(*, by: Actor, session: str, url: str, name: str = "", send: bool = False) -> Share:
    """Add a link to the session, and optionally send it at once."""
    url = checks.clean_link(url)
    row = share_check(by=by, session=session, size=0)
    return _add(row, by, send, kind=Share.Kind.LINK, url=url, name=checks.clean_title(name, url))


def share_from_library(*, by: Actor, item: str, session: str, send: bool = True) -> Share:
    """Add a library item to the session. Its bytes aren't copied: both rows name them."""
    row = selectors.session_of(by, session, lock=True)
    source = library_item_of(by, item, lock=True)
    share_check(by=by, session=session, size=source.size)
    if send:
        selectors.require_state(row, Session.State.ACTIVE)
    columns = ("kind", "name", "url", "thumbnail", "size", "mime", "sha256", "width", "height")
    return _add(row, by, send, file=source.file.name, source="library", **{name: getattr(source, name) for name in columns})


def _add(row: Session, by: Actor, send: bool, *, name: str, **columns: object) -> Share:
    file = Share.objects.create(
        session=row, state=Share.State.READY, name=free_name(row, name), role=by.role, author=by.name,
        sent=send and row.state == Session.State.ACTIVE, created_at=timezone.now(), **columns,
    )  # fmt: skip
    added(row, file, by)
    return file
