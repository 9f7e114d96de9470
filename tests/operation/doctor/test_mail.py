"""Faults of mail that the doctor names."""

from __future__ import annotations

import secrets
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from operation.doctor import Level
from tests.operation.doctor.findings import command, fault, is_well
from tests.servers import Site
from tests.servers.process import free_port


@contextmanager
def mail_server() -> Iterator[int]:
    """A server that greets, and knows nobody's password."""

    def serve() -> None:
        while True:
            try:
                talk, _address = listener.accept()
            except OSError:
                return
            with talk, talk.makefile("rwb") as lines:
                lines.write(b"220 mail.example\r\n")
                lines.flush()
                for line in lines:
                    word = line[:4].upper()
                    answers = {b"EHLO": b"250-mail.example\r\n250 AUTH PLAIN\r\n", b"AUTH": b"535 5.7.8 who are you\r\n"}
                    lines.write(answers.get(word, b"221 bye\r\n" if word == b"QUIT" else b"250 ok\r\n"))
                    lines.flush()
                    if word == b"QUIT":
                        break

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=serve, daemon=True).start()
        yield listener.getsockname()[1]


def test_a_mail_server_that_refuses_us_is_named(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with mail_server() as port:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        assert is_well("mail")
        settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "us", "wrong"
        assert "who are you" in fault("mail").words


def test_a_mail_server_that_is_away_is_named(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    assert "EMAIL_URL" in fault("mail").advice


def test_without_a_mail_server_that_is_said(tmp_path: Path) -> None:
    production = {
        "CONTACTCENTER_DEVELOPMENT": "0",
        "CONTACTCENTER_PUBLIC_URL": "https://cc.example",
        "EMAIL_URL": "",
        "SECRET_KEY": secrets.token_urlsafe(64),
    }
    code, (found,) = command(Site(tmp_path), "mail", production)
    assert (code, found.level) == (0, Level.WARNING)
    assert "reach nobody" in found.words
