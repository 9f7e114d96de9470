"""All examinations in order. One that breaks is a finding itself, and doesn't stop the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from operation.doctor import clock, database, machine, mail, public_address, redis, settings, static_files, storage, turn
from operation.doctor.finding import Finding, wrong

PARTS: Final[dict[str, Callable[[], Iterator[Finding]]]] = {
    "settings": settings.examine,
    "machine": machine.examine,
    "database": database.examine,
    "clock": clock.examine,
    "redis": redis.examine,
    "storage": storage.examine,
    "virus scanner": storage.examine_virus_scanner,
    "static files": static_files.examine,
    "mail": mail.examine,
    "TLS": public_address.examine_tls,
    "proxy": public_address.examine_proxy,
    "relay": turn.examine,
}


def examine(parts: Callable[[str], bool] = lambda _part: True) -> list[Finding]:
    """Return the findings of the chosen parts, in order."""
    return [finding for part, examination in PARTS.items() if parts(part) for finding in _findings(part, examination)]


def _findings(part: str, examination: Callable[[], Iterator[Finding]]) -> list[Finding]:
    try:
        return list(examination())
    except Exception as error:
        words = f"It could not be examined: {type(error).__name__}: {error}"
        return [wrong(part, words, "Mend what the message says, then run the doctor again.")]
