"""The example environment names every variable, and requirements pin every package."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from contactcenter import VERSION

TEST_TOOLS = {"pytest", "pytest-django", "iniconfig", "pluggy", "pygments"}
ROOT = Path(__file__).resolve().parents[2]


def test_the_example_environment_names_every_variable_the_settings_read() -> None:
    read = set(re.findall(r'\benv\.\w+\(\s*"([A-Z0-9_]+)"', (ROOT / "contactcenter/settings.py").read_text()))
    of_providers = re.findall(r'f"\{prefix\}([A-Z_]+)"', (ROOT / "contactcenter/oidc_settings.py").read_text())
    read |= {f"CONTACTCENTER_OIDC_{name}" for name in of_providers}
    named = set(re.findall(r"^#?\s?([A-Z0-9_]+)=", (ROOT / "deploy/.env.example").read_text(), re.MULTILINE))
    used_by_compose = set(re.findall(r"\$\{([A-Z0-9_]+)", (ROOT / "deploy/compose.yaml").read_text()))
    assert read <= named
    assert named <= read | used_by_compose


EXAMPLE = (ROOT / "deploy/.env.example").read_text()
SHOWN = re.compile(r"^#([A-Z0-9_]+=.+)$", re.MULTILINE)
PLAIN = re.compile(r"[A-Za-z0-9:/.,@_=+-]+|'[^']*'")


def test_every_shown_value_is_quoted_as_shells_systemd_and_compose_need_it() -> None:
    assert [line for line in SHOWN.findall(EXAMPLE) if not PLAIN.fullmatch(line.partition("=")[2])] == []


def settings_with(folder: Path, **env: str) -> dict[str, str]:
    """Return all settings as text, in a process with this environment."""
    code = """
import json
from contactcenter import settings
number = lambda value: float(value) if type(value) is int else value  # 30 and 30.0 are the same
print(json.dumps({name: repr(number(value)) for name, value in vars(settings).items() if name.isupper()}))
"""
    # A provider of single sign-on is only there if it's named, and then shows the defaults of its other variables.
    env = env | {"CONTACTCENTER_DATA_DIR": str(folder), "SECRET_KEY": "x", "CONTACTCENTER_OIDC_ISSUER": "https://sso.example"}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True, check=True, timeout=60)
    return dict(json.loads(done.stdout))


def test_every_shown_value_is_the_default(tmp_path: Path) -> None:
    (tmp_path / "env").write_text("\n".join(SHOWN.findall(EXAMPLE)))
    sourced = subprocess.run(
        ["sh", "-euc", 'set -a; . "$0"; exec env -0', str(tmp_path / "env")],
        env={},
        capture_output=True,
        text=True,
        check=True,
        timeout=20,
    )
    shown = dict(line.split("=", 1) for line in sourced.stdout.rstrip("\0").split("\0"))
    shown = {name: value for name, value in shown.items() if re.search(rf"^#{name}=", EXAMPLE, re.MULTILINE)}
    assert len(shown) > 30
    assert shown["CONTACTCENTER_OIDC_NAME"] == "Single sign-on"
    assert shown.pop("CONTACTCENTER_DATA_DIR") == "var"
    assert settings_with(tmp_path / "a", **shown).items() - settings_with(tmp_path / "a").items() == set()


READ_BY_DJANGO = {"TIME_ZONE"}


def test_every_setting_of_ours_is_read_by_our_code() -> None:
    settings = (ROOT / "contactcenter/settings.py").read_text()
    own = set(re.findall(r'^([A-Z_]+) = env\.\w+\(\s*"CONTACTCENTER_', settings, re.MULTILINE)) - READ_BY_DJANGO
    packages = ("contactcenter", "accounts", "sessions_app", "videocall", "supervision", "operation", "api")
    code = "".join(file.read_text() for package in packages for file in (ROOT / package).rglob("*.py"))
    assert len(own) > 20
    assert {name for name in own if not re.search(rf"\bsettings\.{name}\b", code) and settings.count(name) < 3} == set()


def test_the_version_is_the_same_everywhere() -> None:
    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"] == VERSION


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_package_is_pinned(name: str) -> None:
    lines = [line for line in (ROOT / name).read_text().splitlines() if line and not line.startswith(("#", "-r "))]
    assert [line for line in lines if not re.fullmatch(r"[\w.-]+(\[[\w,]+\])?==[\w.]+", line)] == []


PIN = re.compile(r"^([\w.-]+)(?:\[[\w,]+\])?==([\w.]+)", re.MULTILINE)


def pins(name: str) -> dict[str, str]:
    """Return the versions a file of requirements pins, by normalised name."""
    found = PIN.findall((ROOT / name).read_text())
    return {name.lower().replace("_", "-").replace(".", "-"): version for name, version in found}


@pytest.mark.parametrize("name", ["deploy/requirements.txt", "deploy/requirements-observability.txt"])
def test_production_pins_by_hash(name: str) -> None:
    text = (ROOT / name).read_text()
    assert text.count("==") == len(pins(name))
    assert all(" \\\n    --hash=sha256:" in part for part in re.split(r"^(?=[\w.-]+==)", text, flags=re.MULTILINE)[1:])


def test_production_pins_the_same_versions_without_test_tools() -> None:
    ours = pins("requirements.txt")
    assert {name: version for name, version in ours.items() if name not in TEST_TOOLS} == pins("deploy/requirements.txt")


def test_what_sends_errors_and_traces_is_tested_in_the_same_versions() -> None:
    tested = pins("requirements.txt") | pins("requirements-dev.txt")
    assert pins("deploy/requirements-observability.txt").items() <= tested.items()


def test_the_node_lock_file_names_no_registry() -> None:
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text()
