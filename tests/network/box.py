"""A bad wire: forwards Ethernet frames between a TAP device in one network namespace and one in this.

``python -m tests.network.box NAMESPACE OUTER INNER``: create both devices, say ``ready``, then obey lines of JSON:
``{"delay": seconds one way, "loss": 0 to 1, "up": 0 to 1, "cut": true or false, "download": bits a second, "upload": bits a second}``;
``up`` is further loss on the way out of the namespace, a rate of 0 is none. Ends with its stdin. Not every kernel has netem, so this is
Python.
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
    """Create a TAP device in the current namespace; it lives as long as the descriptor."""
    device = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(device, TUNSETIFF, struct.pack("16sH", name.encode(), IFF_TAP | IFF_NO_PI))
    return device


def enter(namespace: Path) -> None:
    """Enter another network namespace."""
    with namespace.open() as file:
        if ctypes.CDLL(None, use_errno=True).setns(file.fileno(), CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), "setns")


def main(namespace: str, outer: str, inner: str) -> None:
    """Forward frames until stdin ends."""
    outside = tap(outer)
    enter(Path("/var/run/netns") / namespace)
    inside = tap(inner)
    other = {outside: inside, inside: outside}
    settings = {"delay": 0.0, "loss": 0.0, "up": 0.0, "cut": False, "download": 0, "upload": 0}
    free = {outside: 0.0, inside: 0.0}
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
            except OSError:  # the device isn't up yet
                continue
            if settings["cut"] or random.random() < settings["loss"] or (key.fd == inside and random.random() < settings["up"]):
                continue
            leaves = max(monotonic(), free[key.fd])
            if rate := settings["upload" if key.fd == inside else "download"]:
                leaves = free[key.fd] = leaves + len(frame) * 8 / rate
            heapq.heappush(due, (leaves + settings["delay"], next(numbers), other[key.fd], frame))
        while due and due[0][0] <= monotonic():
            _, _, to, frame = heapq.heappop(due)
            try:
                os.write(to, frame)
            except OSError:  # a device that is down or has a full queue loses the frame, as a wire would
                continue


if __name__ == "__main__":
    main(*sys.argv[1:])
