"""The mail backend of a production without a mail server: refuses every mail. Writing it to the log would put transcripts there."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage


class EmailBackend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Raise OSError: whoever asked for the mail is told that it wasn't sent."""
        raise ConnectionRefusedError("no mail server is set (EMAIL_URL)")
