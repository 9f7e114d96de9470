"""Alert rules and dashboard: promtool accepts and tests the rules, and both name metrics that we serve."""

from __future__ import annotations

import json
import re
import subprocess
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
from django.test import Client as Browser

from tests.servers.process import program

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
PROMETHEUS, DASHBOARD = DEPLOY / "prometheus", DEPLOY / "grafana/dashboard.json"
NAME = re.compile(r"\b(?:contactcenter|process|python)_\w+")
SUFFIXES = {"counter": ["_total"], "gauge": [""], "summary": ["_sum", "_count"], "histogram": ["_bucket", "_sum", "_count"]}


def promtool(*arguments: str) -> None:
    done = subprocess.run([program("promtool"), *arguments], cwd=PROMETHEUS, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_rules_are_well_formed() -> None:
    promtool("check", "rules", "alerts.yml")
    promtool("check", "config", "prometheus.yml")


def test_each_alert_fires_when_it_should_and_only_then() -> None:
    promtool("test", "rules", "alerts.test.yml")


def test_every_alert_is_tested() -> None:
    alerts = re.findall(r"- alert: (\w+)", (PROMETHEUS / "alerts.yml").read_text())
    tested = (PROMETHEUS / "alerts.test.yml").read_text()
    assert len(alerts) > 10
    assert [alert for alert in alerts if f'alertname="{alert}"' not in tested] == []


@pytest.fixture
def served(db: None, settings: Any) -> set[str]:
    """The names of all samples that /metrics may have."""
    settings.METRICS_FROM = [ip_network("127.0.0.0/8")]
    text = Browser().get("/metrics").content.decode()
    found = re.findall(r"^# TYPE (\w+) (\w+)$", text, re.MULTILINE)
    return {name.removesuffix("_total") + suffix for name, kind in found for suffix in SUFFIXES[kind]}


@pytest.mark.parametrize(
    "file", [PROMETHEUS / "alerts.yml", PROMETHEUS / "alerts.test.yml", DASHBOARD], ids=lambda file: file.name
)
def test_it_names_metrics_that_we_serve(file: Path, served: set[str]) -> None:
    lines = [line for line in file.read_text().splitlines() if not line.lstrip().startswith("#")]
    named = set(NAME.findall("\n".join(lines)))
    assert len(named) > 10
    assert named - served == set()


def test_every_panel_asks_the_chosen_source_and_none_overlaps_another() -> None:
    panels = json.loads(DASHBOARD.read_text())["panels"]
    places = [(x, y) for panel in panels for x, y in _cells(panel["gridPos"])]
    assert len(places) == len(set(places))
    assert all(x < 24 for x, _y in places)
    assert {panel["datasource"]["uid"] for panel in panels if panel["type"] != "row"} == {"${source}"}


def _cells(place: dict[str, int]) -> list[tuple[int, int]]:
    return [(place["x"] + x, place["y"] + y) for x in range(place["w"]) for y in range(place["h"])]
