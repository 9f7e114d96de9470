"""What the doctor finds in one part: here, or in a process of its own with another environment."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping

from operation.doctor import Finding, Level, examine
from tests.servers import Site
from tests.servers.site import ROOT


def of(part: str) -> list[Finding]:
    return examine(lambda name: name == part)


def fault(part: str) -> Finding:
    """Return the only fault of a part; it has words and advice."""
    return the_fault(of(part))


def the_fault(findings: list[Finding]) -> Finding:
    (found,) = [finding for finding in findings if finding.level is Level.WRONG]
    assert found.words
    assert found.advice
    return found


def is_well(part: str) -> bool:
    return {finding.level for finding in of(part)} == {Level.OK}


def command(site: Site, part: str, env: Mapping[str, str]) -> tuple[int, list[Finding]]:
    """Run the command for one part with the site's data and this environment; return its exit code and what it found."""
    program = [sys.executable, "manage.py", "doctor", "--json", "--only", part]
    done = subprocess.run(program, cwd=ROOT, env=site.env | dict(env), capture_output=True, text=True, check=False)
    rows = json.loads(done.stdout)["findings"]
    return done.returncode, [Finding(**row | {"level": Level(row["level"])}) for row in rows]
