"""The mail server: whether it lets us in. Nothing is sent."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from contextlib import suppress
from typing import Final

from django.conf import settings
from django.core.mail import get_connection

from operation.doctor.finding import Finding, ok, warning, wrong

PART: Final = "mail"
SECONDS: Final = 10


def examine() -> Iterator[Finding]:
    if not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        words = "No mail server is set: transcripts, messages left and alerts reach nobody."
        yield warning(PART, words, "Set EMAIL_URL, such as smtp+tls://user:password@mail.example:587")
        return
    where = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    connection = get_connection(timeout=SECONDS)
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        yield wrong(
            PART, f"{where} does not take our mail: {error}", "Check EMAIL_URL: host, port, encryption, user and password."
        )
        return
    finally:
        with suppress(OSError):  # it may have hung up already
            connection.close()
    yield ok(PART, f"{where} lets us in.")
