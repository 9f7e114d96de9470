"""Faults of the public address that the doctor names: certificate, proxy, sockets."""

from __future__ import annotations

import os
import signal
import ssl
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from operation.doctor import Level
from tests.conftest import SiteMaker
from tests.operation.doctor.findings import fault, is_well, of
from tests.servers.process import free_port


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


class PagesOnly(BaseHTTPRequestHandler):
    """A proxy that knows nothing of Upgrade: it asks the site for the page, and passes the answer on."""

    protocol_version = "HTTP/1.1"
    origin = ""

    def do_GET(self) -> None:
        try:
            answer = urllib.request.urlopen(f"{self.origin}{self.path}", timeout=5)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            body = answer.read()
            self.send_response(answer.status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: Any) -> None:
        """Nothing is logged."""


@contextmanager
def served(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_proxy_without_sockets_is_named(settings: Any, make_site: SiteMaker) -> None:
    site = make_site()
    settings.PUBLIC_URL = site.url
    assert is_well("proxy")
    with served(type("Proxy", (PagesOnly,), {"origin": site.url})) as settings.PUBLIC_URL:
        found = fault("proxy")
    assert "Sockets don't get through" in found.words
    assert "Upgrade" in found.advice


def test_a_process_that_is_not_ready_is_named(settings: Any, make_site: SiteMaker) -> None:
    site = make_site()
    os.kill(site.pid, signal.SIGUSR1)
    settings.PUBLIC_URL = site.url
    assert "draining" in fault("proxy").words


def test_another_program_at_the_public_address_is_named(settings: Any) -> None:
    class Other(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"It works!")

        def log_message(self, *_arguments: Any) -> None:
            """Nothing is logged."""

    with served(Other) as settings.PUBLIC_URL:
        assert "something else" in fault("proxy").words
