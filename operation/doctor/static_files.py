"""Scripts and styles: collected, and those of this version."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Final

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command

from operation.doctor.finding import Finding, ok, wrong

PART: Final = "static files"
COLLECT: Final = "Run: manage.py collectstatic --noinput"


def examine() -> Iterator[Finding]:
    if not settings.HASHED_STATIC:
        yield ok(PART, "Served from the source, as in development.")
        return
    known = getattr(staticfiles_storage, "hashed_files", {})
    if not known:
        yield wrong(PART, f"They aren't collected in {settings.STATIC_ROOT}.", COLLECT)
        return
    out = io.StringIO()
    call_command("collectstatic", interactive=False, dry_run=True, post_process=False, stdout=out)
    changed = out.getvalue().count("Pretending to copy")
    if changed:
        yield wrong(PART, f"{changed} of them are of another version: pages would load scripts that don't fit.", COLLECT)
    else:
        yield ok(PART, f"{len(known)} are collected.")
