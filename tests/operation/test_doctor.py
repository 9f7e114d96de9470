"""The doctor names every fault that was planted into an installation, and says what to do about it."""

from __future__ import annotations

import json
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import OperationalError, connection

from operation.doctor import Finding, Level, database, examine, turn
from tests.servers.process import free_port
from tests.servers.redis import Redis
from tests.servers.turn import SECRET, Turn


def of(part: str) -> list[Finding]:
    return examine(lambda name: name == part)


def fault(part: str) -> Finding:
    """Return the only fault of a part; it has words and advice."""
    (found,) = [finding for finding in of(part) if finding.level is Level.WRONG]
    assert found.words
    assert found.advice
    return found


def is_well(part: str) -> bool:
    return {finding.level for finding in of(part)} == {Level.OK}


# Settings and the machine


def test_a_weak_key_is_named(settings: Any) -> None:
    settings.DEVELOPMENT, settings.SECRET_KEY = False, "short"
    assert "SECRET_KEY" in next(finding.words for finding in of("settings") if finding.level is Level.WRONG)


def test_a_full_disk_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _path: type("Usage", (), {"free": 1024})())
    assert "free" in fault("machine").words


# Database and clock


def test_a_database_that_does_not_answer_is_named(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused() -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(connection, "ensure_connection", refused)
    assert "connection refused" in fault("database").words


def test_a_missing_migration_is_named(db: None) -> None:
    assert is_well("database")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'supervision'")
    found = fault("database")
    assert "supervision.0001_initial" in found.words
    assert "migrate" in found.advice


def test_a_clock_that_is_wrong_is_named(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    class Late(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return datetime.now(tz) + timedelta(seconds=30)

    class Theirs:
        vendor = "postgresql"

        @contextmanager
        def cursor(self) -> Iterator[Any]:
            yield self

        def execute(self, _statement: str) -> None:
            """Only the time is asked for."""

        def fetchone(self) -> tuple[datetime]:
            return (datetime.now(UTC),)

    monkeypatch.setattr(database, "connection", Theirs())
    assert is_well("clock")
    monkeypatch.setattr(database, "datetime", Late)
    assert "30 seconds apart" in fault("clock").words


# Redis


def test_redis_that_is_away_is_named(settings: Any, redis_server: Redis) -> None:
    settings.REDIS_URL = redis_server.url
    assert is_well("redis")
    settings.REDIS_URL = f"redis://127.0.0.1:{free_port()}"
    assert "does not answer" in fault("redis").words


# Storage


def test_a_folder_without_rights_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert is_well("storage")

    def refused(*_arguments: Any) -> str:
        raise PermissionError("Permission denied")

    monkeypatch.setattr(type(default_storage._wrapped), "save", refused)  # type: ignore[attr-defined]
    assert "Permission denied" in fault("storage").words


def test_a_virus_scanner_that_is_away_is_named(settings: Any) -> None:
    settings.CLAMD, settings.CLAMD_SECONDS = f"tcp://127.0.0.1:{free_port()}", 1
    assert "nobody can send a file" in fault("virus scanner").words


# Static files


def test_static_files_that_were_not_collected_are_named(settings: Any, tmp_path: Path) -> None:
    settings.HASHED_STATIC, settings.STATIC_ROOT = True, tmp_path
    assert "collectstatic" in fault("static files").advice


# Mail


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


# Certificate and proxy


@contextmanager
def encrypted_site(folder: Path, *, until: datetime, trusted: bool, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A server on localhost with a certificate of its own, which this process trusts or not."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(until - timedelta(days=90))
        .not_valid_after(until)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / "certificate.pem"
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(secret + certificate.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
    with HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"https://localhost:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize(
    ("days", "trusted", "level"),
    [(60, True, Level.OK), (5, True, Level.WARNING), (-1, True, Level.WRONG), (60, False, Level.WRONG)],
)
def test_a_certificate_browsers_refuse_is_named(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, days: int, trusted: bool, level: Level
) -> None:
    until = datetime.now(UTC) + timedelta(days=days)
    with encrypted_site(tmp_path, until=until, trusted=trusted, monkeypatch=monkeypatch) as url:
        settings.PUBLIC_URL = url
        assert [finding.level for finding in of("TLS")] == [level]


def test_a_public_address_nobody_answers_is_named(settings: Any) -> None:
    settings.PUBLIC_URL = f"http://127.0.0.1:{free_port()}"
    assert "can't be reached" in fault("proxy").words


def test_a_proxy_without_sockets_is_named(settings: Any) -> None:
    class Pages(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            known = self.path == "/livez"
            self.send_response(200 if known else 404)
            self.end_headers()
            self.wfile.write(b"ok\n" if known else b"")

        def log_message(self, *_arguments: Any) -> None:
            """Nothing is logged."""

    with HTTPServer(("127.0.0.1", 0), Pages) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.PUBLIC_URL = f"http://127.0.0.1:{server.server_port}"
        found = fault("proxy")
        server.shutdown()
    assert "answered 404" in found.words
    assert "Upgrade" in found.advice


# The relay


def test_a_relay_relays_both_ways_and_a_wrong_secret_is_named(settings: Any) -> None:
    with Turn() as relay:
        settings.TURN_URLS, settings.TURN_SECRET = [relay.url, relay.url.replace("udp", "tcp")], SECRET
        assert is_well("relay")
        settings.TURN_URLS, settings.TURN_SECRET = [relay.url], "another secret of 16"
        assert "CONTACTCENTER_TURN_SECRET" in fault("relay").advice


def test_a_relay_that_does_not_answer_is_named(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turn, "SECONDS", 1.0)
    settings.TURN_URLS, settings.TURN_SECRET = [f"turn:127.0.0.1:{free_port()}?transport=tcp"], SECRET
    assert "can't be reached" in fault("relay").words


@pytest.mark.parametrize(
    ("url", "parts"),
    [
        ("turn:turn.example", ("turn.example", 3478, "udp", False)),
        ("turns:turn.example:443?transport=tcp", ("turn.example", 443, "tcp", True)),
        ("turn:[2001:db8::1]:99?transport=udp", ("2001:db8::1", 99, "udp", False)),
        ("turn:[2001:db8::1]", ("2001:db8::1", 3478, "udp", False)),
    ],
)
def test_addresses_of_relays_are_read(url: str, parts: tuple[str, int, str, bool]) -> None:
    assert turn.address_of(url) == parts


# The command


def test_the_command_tells_programs_the_same_and_fails_when_something_is_wrong(
    settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.PUBLIC_URL = f"http://127.0.0.1:{free_port()}"
    with pytest.raises(SystemExit) as ended:
        call_command("doctor", "--json", "--only", "proxy", "--only", "redis")
    told = json.loads(capsys.readouterr().out)
    assert ended.value.code == 1
    assert told["healthy"] is False
    assert [finding["part"] for finding in told["findings"]] == ["redis", "proxy"]


def test_an_examination_that_breaks_is_a_finding_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> Any:
        raise LookupError("never seen")

    monkeypatch.setitem(__import__("operation.doctor", fromlist=["PARTS"]).PARTS, "redis", broken)
    assert "LookupError: never seen" in fault("redis").words
