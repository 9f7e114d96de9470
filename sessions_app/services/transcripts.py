"""The conversation by mail (S6), to the address the client gives, as the client saw it and in the language they were served in.

Composed here, sent by the caller.
"""

from __future__ import annotations

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from contactcenter.realtime.wire import Fault
from sessions_app import selectors
from sessions_app.actor import Actor
from sessions_app.log.transcript import client_lines
from sessions_app.mail import Letter
from sessions_app.rules.email_address import clean_email


def transcript_letter(*, by: Actor, session: str, email: str) -> Letter:
    """Compose the mail. Only the client can ask for it. Reads only; raises ``entry.email`` and ``transcript.empty`` in words."""
    if by.role != "client":
        raise selectors.not_found("session")
    row = selectors.session_of(by, session)
    address = clean_email(email) or clean_email(row.client.email)
    if not address:
        raise Fault("entry.email", _("Enter the address to send it to."))
    if row.accepted_at is None:
        raise Fault("transcript.empty", _("There was no conversation yet."))
    language = row.language or settings.HOUSE_LANGUAGE
    with translation.override(language):
        return Letter(
            to=address,
            subject=_("Your conversation with %(name)s") % {"name": row.widget.name},
            template="transcript",
            context={"widget": row.widget.name, "number": row.number, "day": row.created_at, "lines": client_lines(row)},
            language=language,
        )
