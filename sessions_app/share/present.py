"""Presenters of Share: files of a session and of the library as browsers see them."""

from __future__ import annotations

from collections.abc import Sequence

from sessions_app.log import moment
from sessions_app.models import LibraryItem, Session, Share
from sessions_app.protocol import By
from sessions_app.share.protocol import LibraryView, ShareView


def file_views(sessions: Sequence[Session]) -> dict[int, list[ShareView]]:
    """Return the stored files of each session, sent or not: for its operator."""
    found: dict[int, list[ShareView]] = {}
    for share in Share.objects.filter(session__in=sessions, state=Share.State.READY):
        found.setdefault(share.session_id, []).append(share_view(share))
    return found


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
