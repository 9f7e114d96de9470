"""Sending mail: permanent and temporary failures, and odd Reply-To addresses."""

from __future__ import annotations

import smtplib
from typing import Any

import pytest
from django.core import mail as outbox

from contactcenter.realtime.wire import Fault
from sessions_app import mail

LETTER = mail.Letter(to="a@example.com", subject="x", template="message", context={})
FINAL = [
    smtplib.SMTPRecipientsRefused({"a@example.com": (550, b"no such user")}),
    smtplib.SMTPDataError(554, b"spam"),
    smtplib.SMTPNotSupportedError("SMTPUTF8"),
    ValueError("invalid address"),
    UnicodeEncodeError("idna", "\u202e", 0, 1, "not allowed"),
]
LATER = [
    smtplib.SMTPRecipientsRefused({"a@example.com": (451, b"greylisted")}),
    smtplib.SMTPDataError(452, b"full"),
    smtplib.SMTPAuthenticationError(535, b"wrong password"),
    smtplib.SMTPServerDisconnected("gone"),
    TimeoutError(),
]


async def fault_for(monkeypatch: pytest.MonkeyPatch, error: Exception) -> Fault:
    def post(_letter: mail.Letter) -> None:
        raise error

    monkeypatch.setattr(mail, "post", post)
    with pytest.raises(Fault) as caught:
        await mail.send(LETTER)
    return caught.value


@pytest.mark.parametrize("error", FINAL, ids=repr)
async def test_a_permanent_mail_failure_is_not_retryable(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    fault = await fault_for(monkeypatch, error)
    assert (fault.code, fault.retry) == ("mail.refused", False)
    assert "minute" not in fault.text


@pytest.mark.parametrize("error", LATER, ids=repr)
async def test_a_temporary_mail_failure_is_retryable(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    fault = await fault_for(monkeypatch, error)
    assert (fault.code, fault.retry) == ("mail.failed", True)


@pytest.mark.parametrize("reply_to", ["a@b.exam\u202eple", "ana@firma.example.", "a:b@c.example", "a@b..example", "nobody"])
def test_mail_is_sent_despite_an_odd_reply_to_address(settings: Any, reply_to: str) -> None:
    mail.post(mail.Letter(to="desk@shop.example", subject="x", template="message", context={"text": "words"}, reply_to=reply_to))
    (sent,) = outbox.outbox
    assert (sent.to, sent.reply_to) == (["desk@shop.example"], [])
    sent.message().as_bytes()
