"""What docs/deployment.md and the Makefile say in numbers and names is what the code has."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

from django.test import Client as Browser

from operation.doctor import PARTS
from operation.doctor.database import POSTGRES
from sessions_app.files.sandbox.client import permits
from sessions_app.files.sandbox.server import MEMORY, PAGE_MEMORY
from sessions_app.whiteboard.page_images import QUICK_MEMORY

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/deployment.md").read_text()
MIB = 1024 * 1024


def test_the_oldest_versions_are_those_that_are_checked() -> None:
    python = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"].removeprefix(">=")
    assert f"Python {python} or newer on Linux; PostgreSQL {POSTGRES // 10_000} or newer" in PAGE


def test_every_part_of_the_doctor_is_named() -> None:
    (words,) = re.findall(r"^`manage\.py doctor` examines .+?`--json`", PAGE, re.MULTILINE | re.DOTALL)
    named = " ".join(words.lower().split())
    assert [part for part in PARTS if part.lower() not in named] == []


def test_the_memory_of_the_sandbox_is_what_it_may_take() -> None:
    at_once = {lane: permit.count for lane, permit in permits.items()}
    assert at_once == {"image": 2, "pdf": 2, "pdf-slow": 1, "archive": 1}
    words = f"up to {MEMORY // MIB // 1024} GB for each of two pictures and one archive at a time, "
    words += f"and up to {QUICK_MEMORY // MIB} MB for each of two pages of PDF and {PAGE_MEMORY // MIB} MB for a slow one"
    assert words in PAGE


def test_healthz_answers_what_the_page_says(db: None) -> None:
    (row,) = re.findall(r"^\| `/healthz` \|.+$", PAGE, re.MULTILINE)
    assert f"`{json.dumps(Browser().get('/healthz').json())}`" in row


def test_make_faults_runs_what_made_the_published_tables() -> None:
    published = re.findall(
        r"^`python -m (tests\.faults --on \w+ --faults .+? --write)`", (ROOT / "docs/reliability.md").read_text(), re.MULTILINE
    )
    run = re.findall(r"^\t@\$\(PY\) -m (tests\.faults --on .+)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert len(run) == 2
    assert run == published
