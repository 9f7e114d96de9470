"""``/livez`` and ``/readyz``: what a proxy and a service manager ask."""

from __future__ import annotations

from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test import Client as Browser

from contactcenter.realtime import pubsub
from contactcenter.web import graceful_shutdown
from operation import readiness

READY = {"status": "ready", "database": "up", "migrations": "up", "storage": "up", "bridge": "up"}


@pytest.fixture(autouse=True)
def nothing_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "_migrated", False)
    monkeypatch.setattr(readiness, "_storage", (-100.0, True))


def down(*_args: Any, **_fields: Any) -> Any:
    raise DatabaseError


def test_a_process_is_alive_without_a_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "cursor", down)
    assert Browser().get("/livez").status_code == 200


def test_a_process_with_all_its_parts_is_ready(db: None) -> None:
    answer = Browser().get("/readyz")
    assert (answer.status_code, answer.json()) == (200, READY)


def test_a_process_without_its_database_is_not_ready(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "cursor", down)
    monkeypatch.setattr(connection, "close", lambda: None)
    answer = Browser().get("/readyz")
    assert (answer.status_code, answer.json()["database"]) == (503, "down")


def test_a_process_whose_database_is_behind_is_not_ready(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'videocall'")
    answer = Browser().get("/readyz")
    assert (answer.status_code, answer.json()["migrations"]) == (503, "down")


def test_a_process_without_its_bucket_is_not_ready(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    class Gone:
        def exists(self, _key: str) -> bool:
            raise OSError

    monkeypatch.setattr(readiness.storage, "direct", lambda: True)
    monkeypatch.setattr(readiness, "default_storage", Gone())
    answer = Browser().get("/readyz")
    assert (answer.status_code, answer.json()["storage"]) == (503, "down")


def test_a_process_whose_folder_cannot_be_written_to_is_not_ready(db: None, settings: Any, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    settings.MEDIA_ROOT = tmp_path / "file" / "files"
    answer = Browser().get("/readyz")
    assert (answer.status_code, answer.json()["storage"]) == (503, "down")


def test_a_process_without_redis_serves_slower_and_says_so(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    class Down:
        up = False

    monkeypatch.setattr(pubsub, "bridge", Down())
    answer = Browser().get("/readyz")
    assert (answer.status_code, answer.json()["bridge"]) == (200, "degraded")


def test_a_process_that_is_about_to_stop_is_not_ready(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graceful_shutdown, "_draining", False)
    graceful_shutdown.drain()
    answer = Browser().get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"status": "draining"})


@pytest.mark.parametrize(
    ("networks", "address", "status"),
    [
        ([], "127.0.0.1", 404),
        (["10.0.0.0/8"], "127.0.0.1", 404),
        (["127.0.0.0/8"], "127.0.0.1", 200),
        (["10.0.0.0/8"], "::ffff:10.1.2.3", 200),
        (["10.0.0.0/8"], "nonsense", 404),
    ],
)
def test_metrics_are_for_the_named_networks_only(db: None, settings: Any, networks: list[str], address: str, status: int) -> None:
    settings.METRICS_FROM = [ip_network(network) for network in networks]
    assert Browser().get("/metrics", REMOTE_ADDR=address).status_code == status
