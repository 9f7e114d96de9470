"""A wire that can be bad: carries Ethernet frames between a TAP device in one network namespace and one in this.

``python -m tests.network.box NAMESPACE OUTER INNER``: makes both devices, says ``ready``, then obeys lines of JSON:
``{"delay": seconds one way, "loss": 0 to 1, "up": 0 to 1, "cut": true or false}``; ``up`` is lost on the way out of the namespace, beside
``loss`` both ways. It ends with its stdin. Not every kernel has netem: this is Python.
"""

from __future__ import annotations

import ctypes
import fcntl
import heapq
import json
import os
import random
import selectors
import struct
import sys
from itertools import count
from pathlib import Path
from time import monotonic

TUNSETIFF, IFF_TAP, IFF_NO_PI = 0x400454CA, 0x0002, 0x1000
CLONE_NEWNET = 0x40000000
FRAME = 65536


def tap(name: str) -> int:
    """A TAP device in the present namespace; it lives as long as the descriptor."""
    device = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(device, TUNSETIFF, struct.pack("16sH", name.encode(), IFF_TAP | IFF_NO_PI))
    return device


def enter(namespace: Path) -> None:
    """Be in another network namespace from now on."""
    with namespace.open() as file:
        if ctypes.CDLL(None, use_errno=True).setns(file.fileno(), CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), "setns")


def main(namespace: str, outer: str, inner: str) -> None:
    """Shuttle until stdin ends."""
    outside = tap(outer)
    enter(Path("/var/run/netns") / namespace)
    inside = tap(inner)
    other = {outside: inside, inside: outside}
    settings = {"delay": 0.0, "loss": 0.0, "up": 0.0, "cut": False}
    due: list[tuple[float, int, int, bytes]] = []
    numbers = count()
    ready = selectors.DefaultSelector()
    for descriptor in (outside, inside, sys.stdin.fileno()):
        ready.register(descriptor, selectors.EVENT_READ)
    print("ready", flush=True)
    while True:
        for key, _ in ready.select(max(0.0, due[0][0] - monotonic()) if due else None):
            if key.fd == sys.stdin.fileno():
                line = os.read(key.fd, FRAME)
                if not line:
                    return
                settings |= json.loads(line.splitlines()[-1])
                continue
            try:
                frame = os.read(key.fd, FRAME)
            except BlockingIOError:
                continue
            except OSError:  # the device is not up yet
                continue
            if settings["cut"] or random.random() < settings["loss"] or (key.fd == inside and random.random() < settings["up"]):
                continue
            heapq.heappush(due, (monotonic() + settings["delay"], next(numbers), other[key.fd], frame))
        while due and due[0][0] <= monotonic():
            _, _, to, frame = heapq.heappop(due)
            try:
                os.write(to, frame)
            except OSError:  # a device that is down, or whose queue is full, loses the frame as a wire would
                continue


if __name__ == "__main__":
    main(*sys.argv[1:])
