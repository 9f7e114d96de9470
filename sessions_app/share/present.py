"""Presenters of Share: files of a session and of the library as browsers see them."""

from __future__ import annotations

from sessions_app.log import moment
from sessions_app.models import LibraryItem, Session, Share
from sessions_app.protocol import By
from sessions_app.share.protocol import LibraryView, ShareView


def file_views(session: Session) -> list[ShareView]:
    """Return the session's stored files, sent or not: for its operator."""
    return [share_view(share) for share in session.files.filter(state=Share.State.READY)]


def share_view(share: Share) -> ShareView:
    return ShareView(
        id=share.public_id,
        kind=share.kind,  # type: ignore[arg-type]
        state=share.state,  # type: ignore[arg-type]
        name=share.name,
        size=share.size,
        mime=share.mime,
        sha256=share.sha256,
        by=By(role=share.role, name=share.author),  # type: ignore[arg-type]
        at=str(moment(share.created_at)),
        sent=share.sent,
        width=share.width,
        height=share.height,
        source=share.source,
        url=share.url,
        call=share.call,
    )


def library_view(item: LibraryItem) -> LibraryView:
    return LibraryView(
        id=item.public_id,
        kind=item.kind,  # type: ignore[arg-type]
        name=item.name,
        size=item.size,
        mime=item.mime,
        own=item.owner_id is not None,
        author=item.author,
        at=str(moment(item.created_at)),
        width=item.width,
        height=item.height,
        url=item.url,
    )
