"""The log of a session: numbered entries, appended by services and read by sockets."""

from sessions_app.log.ledger import (
    PAGE,
    PAGE_BYTES,
    SessionLedger,
    after,
    append,
    head,
    mark_read,
    moment,
    newest,
    now_text,
    page,
    text,
)

__all__ = [
    "PAGE",
    "PAGE_BYTES",
    "SessionLedger",
    "after",
    "append",
    "head",
    "mark_read",
    "moment",
    "newest",
    "now_text",
    "page",
    "text",
]
