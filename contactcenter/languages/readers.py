"""Who reads a text. A language may be for clients alone: the widget and invitations speak it, pages of staff do not offer it."""

from __future__ import annotations

from typing import Final

from contactcenter.web.modules import reachable

PAGES: Final = ("contactcenter/widget.js", "contactcenter/invitation.js")
SERVER: Final = (
    "contactcenter/realtime/",
    "contactcenter/web/",
    "sessions_app/auth/request_info.py",
    "sessions_app/consumers/client.py",
    "sessions_app/files/",
    "sessions_app/log/",
    "sessions_app/mail.py",
    "sessions_app/rules/",
    "sessions_app/selectors/access.py",
    "sessions_app/selectors/availability.py",
    "sessions_app/services/callbacks.py",
    "sessions_app/services/clients.py",
    "sessions_app/services/closing.py",
    "sessions_app/services/entry.py",
    "sessions_app/services/identity.py",
    "sessions_app/services/invitations.py",
    "sessions_app/services/messages.py",
    "sessions_app/services/transcripts.py",
    "sessions_app/services/waiting_limits.py",
    "sessions_app/share/services/receive.py",
    "sessions_app/share/services/snapshots.py",
    "sessions_app/share/services/uploads.py",
    "sessions_app/share/views/",
    "sessions_app/views/identity.py",
    "sessions_app/views/invitation.py",
    "sessions_app/views/left_message.py",
    "sessions_app/views/widget.py",
    "sessions_app/whiteboard/page_images.py",
    "sessions_app/whiteboard/selectors.py",
    "sessions_app/whiteboard/services/",
    "templates/base.html",
    "templates/invitation/",
    "templates/late.html",
    "templates/mail/transcript.txt",
    "templates/waiting.html",
    "videocall/ice.py",
    "videocall/selectors.py",
    "videocall/services.py",
    "videocall/signalling.py",
    "videocall/snapshot.py",
)
"""Where the server's texts for clients stand. Some are for operators as well."""
STATIC: Final = "static/"


def files_for_clients() -> frozenset[str]:
    """Return the scripts of the clients' pages."""
    return frozenset(f"{STATIC}{name}" for page in PAGES for name in reachable(page))


def is_for_clients(file: str, scripts: frozenset[str]) -> bool:
    """Return whether clients read texts of this file."""
    return file in scripts or file.startswith(SERVER)
