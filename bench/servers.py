"""The servers under measurement, each on the first core; the load has the second. Whoever opens one closes it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.servers import Postgres, Site
from tests.servers.process import answers, free_port, program, until
from tests.servers.site import UVICORN

ROOT = Path(__file__).resolve().parents[1]
RELAYS = ROOT / "bench" / "relays"
SERVER_CORE, LOAD_CORE = "0", "1"
GOOD_FOR_ALL = {
    "CONTACTCENTER_RATE_SCALE": "1000",
    "CONTACTCENTER_WAITING_ADDRESS": "10000",
    "CONTACTCENTER_WAITING_GROUP": "10000",
}


SLOW = ("LD_PRELOAD", "SLOW_DISK_MS")


@contextmanager
def slow_disk(milliseconds: float) -> Iterator[None]:
    """Whatever is started meanwhile waits so much longer for each ``fsync`` and ``fdatasync``. Needs a C compiler."""
    with tempfile.TemporaryDirectory(prefix="contactcenter-bench-") as folder:
        os.chmod(folder, 0o755)  # PostgreSQL runs as a user of its own
        library = f"{folder}/slow_disk.so"
        subprocess.run(
            [program("cc"), "-O2", "-shared", "-fPIC", "-o", library, str(ROOT / "bench" / "slow_disk.c"), "-ldl"], check=True
        )
        os.environ.update(zip(SLOW, (library, str(milliseconds)), strict=True))
        try:
            yield
        finally:
            for name in SLOW:
                del os.environ[name]


def pinned(core: str, *command: str) -> list[str]:
    """The command on one core, so that the server and the load cannot take each other's time."""
    return [program("taskset"), "--cpu-list", core, *command]


class DurablePostgres(Postgres):
    """As the tests start it, but what is committed is on disk. It is free to use either core."""

    def launch(self, command: Any, **options: Any) -> None:
        super().launch(["fsync=on" if word == "fsync=off" else word for word in command], **options)


class MeasuredSite(Site):
    """The product as in production: uvicorn, uvloop, no compression of frames; one process on one core."""

    def launch_python(self, module: str, *arguments: str, **options: Any) -> None:
        """A process of its own on one core, not a fork of one that is used already."""
        self.launch(pinned(SERVER_CORE, sys.executable, "-m", module, *arguments, "--loop", "uvloop"), **options)

    def memory(self) -> int:
        """Bytes of this process in memory."""
        lines = Path(f"/proc/{self.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS:"))

    def people(self, count: int) -> list[dict[str, str]]:
        """Pairs of a client and an operator in an open session."""
        done = subprocess.run(
            [sys.executable, "-m", "bench.people", str(count)],
            cwd=ROOT,
            env=self.env | {"DJANGO_SETTINGS_MODULE": "contactcenter.settings"},
            stdout=subprocess.PIPE,
            check=True,
        )
        found: list[dict[str, str]] = json.loads(done.stdout)
        return found


@contextmanager
def site(prepare: Sequence[str] = (), **env: str) -> Iterator[MeasuredSite]:
    """A running site with demo data; ``prepare`` is one more command of manage.py before it starts."""
    folder = Path(tempfile.mkdtemp(prefix="contactcenter-bench-"))
    slow = {name: os.environ[name] for name in SLOW if name in os.environ}
    running = MeasuredSite(folder, server="uvicorn", env=GOOD_FOR_ALL | slow | env)
    try:
        running.prepare()
        if prepare:
            running.manage(*prepare)
        running.start()
        yield running
        running.close()
    finally:
        running.kill()
        shutil.rmtree(folder, ignore_errors=True)


class Load:
    """The pairs that write, in a process of their own on the second core."""

    def __init__(self, origin: str, pairs: list[dict[str, str]], *, product: bool) -> None:
        with tempfile.NamedTemporaryFile("w", suffix=".json", delete=False) as file:
            json.dump({"origin": origin, "product": product, "pairs": pairs}, file)
        self._run("load.mjs", Path(file.name))

    @classmethod
    def running(cls, script: str, people: dict[str, Any]) -> Load:
        """Return a load by another script, which is given these people."""
        with tempfile.NamedTemporaryFile("w", suffix=".json", delete=False) as file:
            json.dump(people, file)
        other = cls.__new__(cls)
        other._run(script, Path(file.name))
        return other

    def _run(self, script: str, people: Path) -> None:
        self.file = people
        command = pinned(LOAD_CORE, program("node"), str(ROOT / "bench" / script), str(people))
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def order(self, do: str, **what: float) -> dict[str, float]:
        """Have something done; its figures. AssertionError when the load ended or the server refused anything."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps({"do": do, **what}) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        assert line, "the load ended: see its message above"
        figures: dict[str, float] = json.loads(line)
        assert not figures.get("faults"), f"the server refused {figures['faults']} commands"
        return figures

    def close(self) -> None:
        """End it; its sockets close with it."""
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait(20)
        self.file.unlink()


@contextmanager
def load(site: MeasuredSite, pairs: int) -> Iterator[Load]:
    """Pairs connected to a site."""
    writers = Load(site.url, site.people(pairs), product=True)
    try:
        writers.order("connect", count=pairs)
        yield writers
    finally:
        writers.close()


@contextmanager
def reference(pairs: int) -> Iterator[Load]:
    """The bare relay on Node with pairs connected to it."""
    with _relay(pairs) as writers:
        yield writers


@contextmanager
def durable_sqlite(pairs: int) -> Iterator[Load]:
    """The relay on Node that stores each message in SQLite before it passes it on, with pairs connected to it."""
    folder = tempfile.TemporaryDirectory(prefix="contactcenter-bench-")
    with folder, _durable(pairs, "sqlite", f"{folder.name}/relay.sqlite3") as writers:
        yield writers


@contextmanager
def durable_postgres(pairs: int, address: str) -> Iterator[Load]:
    """The same on an empty PostgreSQL database."""
    with _durable(pairs, "postgres", address) as writers:
        yield writers


@contextmanager
def _durable(pairs: int, store: str, place: str) -> Iterator[Load]:
    install_relays()
    with _relay(pairs, program("node"), str(RELAYS / f"{store}.mjs"), place) as writers:
        yield writers


def install_relays() -> None:
    """Install what the durable relays store with, once; nothing else needs it. better-sqlite3 is compiled where it has no binary."""
    if (RELAYS / "node_modules" / ".installed").exists():
        return
    env = os.environ | ({"npm_config_nodedir": "/usr"} if Path("/usr/include/node/node.h").exists() else {})
    subprocess.run([program("npm"), "ci", "--no-audit", "--no-fund", "--silent"], cwd=RELAYS, env=env, check=True)
    (RELAYS / "node_modules" / ".installed").touch()


@contextmanager
def reference_in_python(pairs: int) -> Iterator[Load]:
    """The same on the product's own server, started as the product is but without the product's limits."""
    port = str(free_port())
    options = [*UVICORN, "--ws", "websockets-sansio", "--loop", "uvloop", "--log-level", "error"]
    command = [sys.executable, "-m", "uvicorn", "--port", port, *options]
    with _relay(pairs, *command, "bench.relay:application", port=port) as writers:
        yield writers


@contextmanager
def bare_relay(*command: str, port: str = "") -> Iterator[str]:
    """A running relay, Node's unless a command is given; its origin. Without ``port`` it says its own."""
    words = command or (program("node"), str(ROOT / "bench" / "relay.mjs"))
    relay = subprocess.Popen(pinned(SERVER_CORE, *words), stdout=subprocess.PIPE, text=True, cwd=ROOT)
    try:
        assert relay.stdout
        port = port or relay.stdout.readline().strip()
        assert until(lambda: answers(int(port)))
        yield f"http://127.0.0.1:{port}"
    finally:
        relay.kill()
        relay.wait(20)


@contextmanager
def _relay(pairs: int, *command: str, port: str = "") -> Iterator[Load]:
    """A relay with pairs connected to it."""
    with bare_relay(*command, port=port) as origin:
        writers = Load(origin, [{"session": f"session-{number}"} for number in range(pairs)], product=False)
        try:
            writers.order("connect", count=pairs)
            yield writers
        finally:
            writers.close()
