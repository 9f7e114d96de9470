"""Mail: composed by services, sent after the commit by the service's caller. A mail server never holds up a transaction.

Text only: nothing a client wrote can become markup, and header values can't contain line breaks (Django refuses them).
"""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from smtplib import SMTPDataError, SMTPException, SMTPNotSupportedError, SMTPRecipientsRefused, SMTPResponseException
from typing import Any, Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from msgspec import Struct
from prometheus_client import Counter

from contactcenter.realtime.wire import Fault
from sessions_app.rules.email_address import deliverable
from sessions_app.rules.text import one_line

SUBJECT: Final = 400
MAILS: Final = Counter("contactcenter_mails", "Mails, by result (sent, rejected, failed).", ["result"])
for _result in ("sent", "rejected", "failed"):
    MAILS.labels(_result)  # from zero on: the first failure is an increase, too
log = logging.getLogger(__name__)
_threads: Final = ThreadPoolExecutor(max_workers=2, thread_name_prefix="mail")


class Letter(Struct, frozen=True):
    """``template`` is a name in templates/mail/ without its extension; ``context`` its variables; ``language`` the reader's, empty for
    the house's. The subject is in it already.
    """

    to: str
    subject: str
    template: str
    context: dict[str, Any]
    reply_to: str = ""
    language: str = ""


def post(letter: Letter) -> None:
    """Send the mail now, in this thread. Raises the mail server's error. An invalid reply address is left out, the mail is sent."""
    with translation.override(letter.language or settings.HOUSE_LANGUAGE):
        text = render_to_string(f"mail/{letter.template}.txt", letter.context)
    reply_to = [letter.reply_to] if letter.reply_to and deliverable(letter.reply_to) else []
    EmailMessage(one_line(letter.subject, SUBJECT), text, to=[letter.to], reply_to=reply_to).send()


async def send(letter: Letter) -> None:
    """Send the mail from its own thread. Raises Fault ``mail.failed`` if a retry may help, ``mail.refused`` if not."""
    try:
        await asyncio.get_running_loop().run_in_executor(_threads, post, letter)
    except Exception as error:
        _failed(error)
        if _final(error):
            text = _("The e-mail was rejected: this address doesn’t exist or accepts no mail. Check the address.")
            raise Fault("mail.refused", text) from None
        raise Fault("mail.failed", _("The e-mail couldn’t be sent just now. Try again in a minute."), retry=True) from None
    MAILS.labels("sent").inc()


def send_later(letter: Letter) -> None:
    """Send mail from its own thread, for callers without an event loop; failures are only logged."""
    _threads.submit(_post_quietly, letter)


def _post_quietly(letter: Letter) -> None:
    try:
        post(letter)
    except Exception as error:
        _failed(error)
    else:
        MAILS.labels("sent").inc()


def _failed(error: Exception) -> None:
    """Count and log a failure. Answers of mail servers quote addresses: only their codes go into the log."""
    MAILS.labels("rejected" if _final(error) else "failed").inc()
    match error:
        case SMTPRecipientsRefused():
            log.warning("mail was rejected: %s", sorted({code for code, _words in error.recipients.values()}))
        case SMTPResponseException():
            log.warning("mail could not be sent: %s %s", type(error).__name__, error.smtp_code)
        case ValueError() | SMTPException():
            log.warning("mail could not be sent: %s", type(error).__name__)
        case OSError():
            log.warning("mail could not be sent: %s", error)
        case _other:
            log.exception("mail could not be sent")


def _final(error: Exception) -> bool:
    """Whether the same mail would be refused again: by the server with 5xx (RFC 5321), or because it can't be encoded."""
    match error:
        case SMTPRecipientsRefused():
            return all(code >= 500 for code, _words in error.recipients.values())
        case SMTPDataError():
            return error.smtp_code >= 500
        case ValueError() | SMTPNotSupportedError():
            return True
        case _other:
            return False


async def send_quietly(letter: Letter) -> None:
    """Send mail whose content is already saved; failures are only logged."""
    try:
        await send(letter)
    except Fault:
        return
