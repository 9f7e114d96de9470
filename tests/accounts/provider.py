"""A provider of OpenID Connect for tests: a real server with real keys, which answers as it should unless it's told to lie."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "contact-centre", "the client's secret of the tests"


class Provider:
    """``claims`` are of the person at the browser. ``token_claims``, ``headers``, ``key``: lies in the ID token."""

    def __init__(self) -> None:
        self.own_key = rsa.generate_private_key(65537, 2048)
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        self.honest()
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self.thread.start()

    def honest(self) -> None:
        """Answer as it should from now on, for somebody who is an operator."""
        self.claims: dict[str, Any] = {
            "sub": "person-1", "email": "olga@example.org", "email_verified": True, "preferred_username": "olga",
            "name": "Olga Operator", "roles": ["operator"],
        }  # fmt: skip
        self.token_claims: dict[str, Any] = {}
        self.without: set[str] = set()
        self.key: Any = self.own_key
        self.algorithm = "RS256"
        self.seen: list[dict[str, str]] = []
        self.codes: dict[str, dict[str, str]] = {}

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    # What it answers

    def configuration(self) -> dict[str, Any]:
        names = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
        addresses = {name: f"{self.issuer}/{path}" for name, path in names.items()}
        return {"issuer": self.issuer, "token_endpoint_auth_methods_supported": ["client_secret_post"], **addresses}

    def keys(self) -> dict[str, Any]:
        public = jwt.algorithms.RSAAlgorithm.to_jwk(self.own_key.public_key(), as_dict=True)
        return {"keys": [{**public, "kid": "first", "use": "sig", "alg": "RS256"}]}

    def authorize(self, asked: dict[str, str]) -> str:
        """Return where the browser goes back to: everybody here agrees at once."""
        code = secrets.token_urlsafe(8)
        self.codes[code] = asked
        self.seen.append(asked)
        return f"{asked['redirect_uri']}?{urllib.parse.urlencode({'code': code, 'state': asked['state']})}"

    def token(self, form: dict[str, str]) -> dict[str, Any] | None:
        asked = self.codes.pop(form.get("code", ""), None)
        if asked is None or (form.get("client_id"), form.get("client_secret")) != (CLIENT, SECRET):
            return None
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(digest).decode().rstrip("=") != asked.get("code_challenge"):
            return None
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked["nonce"], **self.claims}
        claims = {name: value for name, value in {**claims, **self.token_claims}.items() if name not in self.without}
        signed = jwt.encode(claims, self.key, algorithm=self.algorithm, headers={"kid": "first"})
        return {"access_token": secrets.token_urlsafe(16), "token_type": "Bearer", "expires_in": 300, "id_token": signed}

    def _handler(provider: Provider) -> type[BaseHTTPRequestHandler]:  # noqa: N805 - self is the request's
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                path, _mark, query = self.path.partition("?")
                if path == "/authorize":
                    asked = dict(urllib.parse.parse_qsl(query))
                    self.send_response(302)
                    self.send_header("Location", provider.authorize(asked))
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                else:
                    self.answer(provider.keys() if path == "/keys" else provider.configuration())

            def do_POST(self) -> None:
                form = self.rfile.read(int(self.headers["Content-Length"])).decode()
                self.answer(provider.token(dict(urllib.parse.parse_qsl(form))))

            def answer(self, found: dict[str, Any] | None) -> None:
                body = json.dumps(found if found is not None else {"error": "invalid_grant"}).encode()
                self.send_response(200 if found is not None else 400)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_args: Any) -> None:
                """Say nothing."""

        return Handler
