"""Two hosts bridged with the server: network namespaces of this machine, created for one run and removed after it.

``near`` is wired to the bridge directly, ``far`` through ``tests.network.box``, whose delay, loss and outage a test sets.
"""

from __future__ import annotations

import atexit
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from tests.servers.process import program, until

ROOT: Final = Path(__file__).resolve().parents[2]
BRIDGE: Final = "ccbridge"
SUBNET: Final = "10.213.77"
SERVER: Final = f"{SUBNET}.1"
NEAR, FAR = "cc-near", "cc-far"


def missing() -> str:
    """Return what this machine lacks for such a run, in words; empty if nothing."""
    if os.geteuid() != 0:
        return "calls between hosts need root: network namespaces and TAP devices are made with its rights"
    if not shutil.which("ip"):
        return "the program `ip` is missing: install iproute2"
    if not Path("/dev/net/tun").exists():
        return "/dev/net/tun is missing: this kernel or container has no TAP devices"
    return ""


def ip(*words: str, check: bool = True) -> None:
    """Run ``ip``. Raises AssertionError with its message on failure."""
    done = subprocess.run([program("ip", Path("/usr/sbin")), *words], capture_output=True, text=True, check=False, timeout=20)
    assert not check or done.returncode == 0, f"ip {' '.join(words)}: {done.stderr.strip()}"


class Hosts:
    """``with Hosts() as hosts``; the server listens on ``SERVER`` in the test's namespace."""

    def __init__(self) -> None:
        self._box: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        atexit.register(self.remove)
        self.remove()
        ip("link", "add", BRIDGE, "type", "bridge")
        ip("addr", "add", f"{SERVER}/24", "dev", BRIDGE)
        ip("link", "set", BRIDGE, "up")
        for name in (NEAR, FAR):
            ip("netns", "add", name)
            ip("-n", name, "link", "set", "lo", "up")
        ip("link", "add", "cc-near0", "type", "veth", "peer", "name", "eth0", "netns", NEAR)
        command = [sys.executable, "-m", "tests.network.box", FAR, "cc-far0", "eth0"]
        self._box = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._box.stdout
        assert self._box.stdout.readline().strip() == "ready", "the wire didn't come up"
        for outer, name, number in (("cc-near0", NEAR, 2), ("cc-far0", FAR, 3)):
            ip("link", "set", outer, "master", BRIDGE, "up")
            ip("-n", name, "addr", "add", f"{SUBNET}.{number}/24", "dev", "eth0")
            ip("-n", name, "link", "set", "eth0", "up")
            ip("-n", name, "route", "add", "default", "via", SERVER)
        return self

    def wire(self, **settings: float | bool) -> None:
        """Set the far host's wire: ``delay`` in seconds one way, ``loss`` from 0 to 1, ``up`` further loss of what it sends, ``cut``, and
        the rates ``download`` and ``upload`` in bits a second.
        """
        assert self._box
        assert self._box.stdin
        self._box.stdin.write(json.dumps(settings) + "\n")
        self._box.stdin.flush()

    def browser(self, host: str, folder: Path) -> Path:
        """Return a program that starts Chromium on this host; it inherits Playwright's pipes."""
        wrapper = folder / f"chromium-{host}"
        wrapper.write_text(f'#!/bin/sh\nexec {program("ip", Path("/usr/sbin"))} netns exec {host} {program("chromium")} "$@"\n')
        wrapper.chmod(0o755)
        return wrapper

    def remove(self) -> None:
        """Remove everything; safe to repeat."""
        if self._box:
            if self._box.stdin and not self._box.stdin.closed:
                self._box.stdin.close()
            try:
                self._box.wait(5)
            except subprocess.TimeoutExpired:
                self._box.kill()
            if self._box.stdout:
                self._box.stdout.close()
            self._box = None
        for name in (NEAR, FAR):
            ip("netns", "del", name, check=False)
        for device in ("cc-near0", "cc-far0", BRIDGE):
            ip("link", "del", device, check=False)
        until(lambda: not Path(f"/sys/class/net/{BRIDGE}").exists(), seconds=5)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.remove()
