"""The first walk of docs/api.md, sent as it's printed to a server: with curl and in Python."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import SiteMaker

PAGE = Path(__file__).resolve().parents[2] / "docs" / "api.md"


def blocks(kind: str) -> list[str]:
    return re.findall(rf"<!-- walk: {kind} -->\n```\w+\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.timeout(300)
def test_the_walk_in_the_documentation_works_as_printed(make_site: SiteMaker, tmp_path: Path) -> None:
    site = make_site()
    site.manage("demo", "--history", "1")
    command = next(
        line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("python manage.py api_token")
    )
    scopes = command.partition("--scopes ")[2]
    token = site.manage("api_token", "First walk", "--scopes", scopes).strip().splitlines()[-1]
    (operator,) = re.findall(r"^export OPERATOR=(\d+)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    env = os.environ | {"TOKEN": token, "CENTRE": site.other_url, "OPERATOR": operator}
    answers = [
        subprocess.run(["sh", "-c", block], env=env, stdout=subprocess.PIPE, text=True, check=True).stdout
        for block in blocks("curl")
    ]  # fmt: skip
    assert '"name":"Anna' in answers[0]
    assert "/i/" in answers[1]
    assert answers[2].count("query.invalid") == 2
    (code,) = blocks("python")
    program = tmp_path / "walk.py"
    program.write_text(code, encoding="utf-8")
    done = subprocess.run([sys.executable, str(program)], env=env, stdout=subprocess.PIPE, text=True, check=True)
    assert re.search(r"^\d+ closed ", done.stdout, re.MULTILINE)
