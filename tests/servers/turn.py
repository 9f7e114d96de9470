"""Our own coturn, and the few TURN messages (RFC 5766) with which a test asks what it would relay."""

from __future__ import annotations

import base64
import hashlib
import hmac
import ipaddress
import os
import shutil
import signal
import socket
import struct
import tempfile
import time
from pathlib import Path
from types import TracebackType

from tests.servers.process import Server, answers, free_port, program

SECRET = "the secret of a test"
REALM = "turn.example"
ENTRYPOINT = Path(__file__).resolve().parents[2] / "deploy/turn-entrypoint.sh"
OPEN_HERE = ["-n", "--use-auth-secret", "--allow-loopback-peers", "--no-cli", "--no-tls", "--no-dtls"]
COOKIE = 0x2112A442
BINDING, ALLOCATE, CREATE_PERMISSION = 0x0001, 0x0003, 0x0008
USERNAME, INTEGRITY, ERROR, PEER, REALM_, NONCE, TRANSPORT = 0x06, 0x08, 0x09, 0x12, 0x14, 0x15, 0x19


class Turn(Server):
    """``with Turn() as turn: turn.url``. With ``conf`` it runs on that file, otherwise open to peers on this machine."""

    def __init__(self, conf: Path | None = None) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="contactcenter-turn-"))
        self.port = free_port()
        self._conf = conf
        self.secret = SECRET
        """Change it and restart: credentials made with the old one are refused from then on."""
        super().__init__("turnserver", self.folder / "log")

    @property
    def url(self) -> str:
        return f"turn:127.0.0.1:{self.port}?transport=udp"

    def start(self) -> None:
        """Start it on its port; the credentials are those of ``secret``."""
        address = ["--listening-ip=127.0.0.1", "--relay-ip=127.0.0.1", f"--listening-port={self.port}"]
        files = [f"--pidfile={self.folder / 'pid'}", f"--userdb={self.folder / 'users'}", "--log-file=stdout"]
        realm = f"--realm={REALM}"
        if self._conf:
            command, env = ["/bin/sh", str(ENTRYPOINT), *address, *files, realm], self._entrypoint_env(self._conf)
        else:
            command, env = (
                [program("turnserver"), *OPEN_HERE, *address, *files, realm, f"--static-auth-secret={self.secret}"],
                None,
            )
        self.launch(command, ready=lambda: _serves(self.port), cwd=self.folder, env=env)

    def _entrypoint_env(self, conf: Path) -> dict[str, str]:
        """Return the environment of the script that starts the relay in production."""
        secret = self.folder / "secret"
        secret.write_text(self.secret)
        path = f"{Path(program('turnserver')).parent}:{os.environ['PATH']}"
        return {**os.environ, "PATH": path, "TURN_CONF": str(conf), "TURN_SECRET_FILE": str(secret), "TMPDIR": str(self.folder)}

    def __enter__(self) -> Turn:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.signal(signal.SIGTERM)
        shutil.rmtree(self.folder, ignore_errors=True)


class Allocation:
    """One relayed IPv4 address of a TURN server; ``permit`` asks whether it would relay to a peer."""

    def __init__(
        self,
        port: int,
        *,
        secret: str = SECRET,
        seconds: int = 600,
        name: str = "test",
        credential: tuple[str, str] | None = None,
    ) -> None:
        """``credential`` is a user name with its password as issued by the product; without one it's made from the other arguments."""
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.settimeout(5)
        self._socket.connect(("127.0.0.1", port))
        self._user = credential[0].encode() if credential else f"{int(time.time()) + seconds}:{name}".encode()
        own = base64.b64encode(hmac.new(secret.encode(), self._user, hashlib.sha1).digest())
        password = credential[1].encode() if credential else own
        self._key = hashlib.md5(b":".join((self._user, REALM.encode(), password))).digest()
        self._nonce = b""
        wanted = _attribute(TRANSPORT, b"\x11\0\0\0")
        self.code = self._ask(ALLOCATE, wanted, signed=False)
        if self.code == 401:
            self.code = self._ask(ALLOCATE, wanted)

    def permit(self, peer: str) -> int:
        """Return 0 if the server would relay to this IPv4 address, else its error code (403: forbidden)."""
        hidden = int(ipaddress.IPv4Address(peer)) ^ COOKIE
        return self._ask(CREATE_PERMISSION, _attribute(PEER, struct.pack("!xBHI", 1, 0x2112, hidden)))

    def close(self) -> None:
        self._socket.close()

    def _ask(self, method: int, attributes: bytes, *, signed: bool = True) -> int:
        transaction = os.urandom(12)
        if signed:
            attributes += _attribute(USERNAME, self._user) + _attribute(REALM_, REALM.encode()) + _attribute(NONCE, self._nonce)
            signed_part = _header(method, len(attributes) + 24, transaction) + attributes
            attributes += _attribute(INTEGRITY, hmac.new(self._key, signed_part, hashlib.sha1).digest())
        self._socket.send(_header(method, len(attributes), transaction) + attributes)
        answer = self._socket.recv(2048)
        found = _attributes(answer[20:])
        self._nonce = found.get(NONCE, self._nonce)
        error = found.get(ERROR)
        return error[2] * 100 + error[3] if error else 0


def _serves(port: int) -> bool:
    """Return whether it answers on both: it listens on TCP a moment before UDP, and refuses an unexpected datagram."""
    if not answers(port):
        return False
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.settimeout(1)
        probe.connect(("127.0.0.1", port))
        try:
            probe.send(_header(BINDING, 0, os.urandom(12)))
            return bool(probe.recv(2048))
        except OSError:
            return False


def _header(method: int, length: int, transaction: bytes) -> bytes:
    return struct.pack("!HHI", method, length, COOKIE) + transaction


def _attribute(kind: int, value: bytes) -> bytes:
    return struct.pack("!HH", kind, len(value)) + value + b"\0" * (-len(value) % 4)


def _attributes(body: bytes) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    while len(body) >= 4:
        kind, length = struct.unpack("!HH", body[:4])
        found[kind] = body[4 : 4 + length]
        body = body[4 + length + -length % 4 :]
    return found
