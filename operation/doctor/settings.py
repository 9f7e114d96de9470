"""Settings the product would not start with, and those that work in development only."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings

from contactcenter import checks
from operation.doctor.finding import Finding, ok, warning, wrong

PART = "settings"


def examine() -> Iterator[Finding]:
    if settings.DEVELOPMENT:
        yield warning(
            PART,
            "CONTACTCENTER_DEVELOPMENT is set: keys, hosts and demo accounts are for trying only.",
            "Unset it before clients come.",
        )
        return
    faults = checks.environment()
    for fault in faults:
        yield wrong(PART, str(fault.msg), str(fault.hint or ""))
    if not faults:
        yield ok(PART, "The environment is complete.")
