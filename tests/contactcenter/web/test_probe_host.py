"""Probes are answered whatever name the process is asked by; nothing else is, and no guard of a probe is weaker for it."""

from __future__ import annotations

from ipaddress import ip_network
from typing import Any

import pytest
from django.test import Client as Browser

CONTAINER = "172.18.0.5:8000"


@pytest.fixture(autouse=True)
def production_hosts(settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["cc.example", "localhost", "127.0.0.1"]


@pytest.mark.parametrize("path", ["/livez", "/readyz", "/metrics"])
@pytest.mark.parametrize("host", [CONTAINER, "[fd00::5]:8000", "web:8000", "cc.example"])
def test_a_probe_is_answered_at_any_address(db: None, settings: Any, path: str, host: str) -> None:
    settings.METRICS_FROM = [ip_network("172.18.0.0/16")]
    assert Browser().get(path, HTTP_HOST=host, REMOTE_ADDR="172.18.0.9").status_code == 200


@pytest.mark.parametrize("host", [CONTAINER, "cc.example"])
@pytest.mark.parametrize("address", ["172.19.0.9", "203.0.113.77", ""])
def test_metrics_are_hidden_from_a_stranger_at_any_address(db: None, settings: Any, host: str, address: str) -> None:
    settings.METRICS_FROM = [ip_network("172.18.0.0/16")]
    assert Browser().get("/metrics", HTTP_HOST=host, REMOTE_ADDR=address).status_code == 404


def test_a_stranger_behind_the_proxy_does_not_become_prometheus_by_naming_a_host(db: None, settings: Any) -> None:
    settings.METRICS_FROM, settings.TRUSTED_PROXIES = [ip_network("172.18.0.0/16")], 1
    from_proxy = {"HTTP_HOST": CONTAINER, "REMOTE_ADDR": "172.18.0.2", "HTTP_X_FORWARDED_FOR": "203.0.113.77"}
    assert Browser().get("/metrics", **from_proxy).status_code == 404  # type: ignore[arg-type]


@pytest.mark.parametrize("path", ["/", "/console/login/", "/healthz", "/livez/", "/readyz/x", "/metrics/"])
def test_everything_else_is_refused_at_a_foreign_address(db: None, path: str) -> None:
    assert Browser().get(path, HTTP_HOST=CONTAINER).status_code == 400


@pytest.mark.parametrize("host", ["a b", "<script>", "cc.example/path", "x@y", ""])
def test_what_is_no_host_at_all_is_refused_by_probes_too(db: None, host: str) -> None:
    assert Browser().get("/readyz", HTTP_HOST=host).status_code == 400
