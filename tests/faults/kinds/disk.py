"""The disk of SQLite: full, or its database locked by somebody else."""

from __future__ import annotations

import asyncio
import sqlite3

from tests.faults.model import SQLITE, Fault, NotHereError
from tests.faults.topology import Single, Topology

MIB = 1 << 20


async def full(topology: Topology) -> None:
    """Fill the file system for six seconds. The database must be whole afterwards."""
    assert isinstance(topology, Single)
    if not topology.small:
        raise NotHereError("a small file system of its own needs root")
    ballast = topology.file.with_name("ballast")
    await asyncio.to_thread(_fill, topology, ballast)
    for _ in range(6):
        await asyncio.sleep(1)
        await asyncio.to_thread(_fill, topology, ballast)
    ballast.unlink()
    assert topology.rows("PRAGMA integrity_check") == [("ok",)], "the database is damaged"


def _fill(topology: Single, ballast: object) -> None:
    """Write until nothing is left."""
    with open(str(ballast), "ab", buffering=0) as file:
        for size in (MIB, 4096, 1):
            try:
                while file.write(bytes(size)) == size:
                    pass
            except OSError:
                continue


async def locked(topology: Topology) -> None:
    """Somebody else, such as a backup, holds the write lock for eight seconds."""
    assert isinstance(topology, Single)
    await asyncio.to_thread(_lock, topology)


def _lock(topology: Single) -> None:
    import threading

    database = sqlite3.connect(topology.file, timeout=10, isolation_level=None)
    try:
        database.execute("BEGIN IMMEDIATE")
        threading.Event().wait(8)
        database.execute("ROLLBACK")
    finally:
        database.close()


DISK = [
    Fault("disk full", "for six seconds", full, back=5, where=(SQLITE,), keeps_sockets=True),
    Fault("database locked", "by another program for eight seconds", locked, back=2, where=(SQLITE,), keeps_sockets=True),
]
