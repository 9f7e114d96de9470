"""Faults of the installation that the doctor names: settings, machine, Redis, storage, virus scanner, static files."""

from __future__ import annotations

import os
import resource
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from operation.doctor import Level
from tests.operation.doctor.findings import command, fault, is_well, of, the_fault
from tests.servers import Redis, Site
from tests.servers.collected import collected
from tests.servers.process import free_port

NOWHERE = "/proc/contactcenter"
"""A place where even root can't make a folder."""


def test_a_weak_key_is_named(tmp_path: Path) -> None:
    production = {"CONTACTCENTER_DEVELOPMENT": "0", "CONTACTCENTER_PUBLIC_URL": "https://cc.example", "SECRET_KEY": "short"}
    code, findings = command(Site(tmp_path), "settings", production)
    assert code == 1
    assert "SECRET_KEY" in the_fault(findings).words
    assert "token_urlsafe" in the_fault(findings).advice


def test_a_server_for_development_is_a_warning() -> None:
    (found,) = of("settings")
    assert (found.level, "CONTACTCENTER_DEVELOPMENT" in found.words) == (Level.WARNING, True)


def test_a_full_disk_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _path: type("Usage", (), {"free": 1024})())
    assert "free" in fault("machine").words


@pytest.fixture
def few_files() -> Iterator[None]:
    """Let this process open 1,024 files, as a service does that says nothing."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (1024, hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_a_limit_of_open_files_that_is_too_low_is_a_warning(few_files: None) -> None:
    found = next(finding for finding in of("machine") if finding.level is Level.WARNING)
    assert "1024 files" in found.words
    assert "LimitNOFILE" in found.advice


def test_redis_that_is_away_is_named(settings: Any, redis_server: Redis) -> None:
    settings.REDIS_URL = redis_server.url
    assert is_well("redis")
    settings.REDIS_URL = f"redis://127.0.0.1:{free_port()}"
    assert "does not answer" in fault("redis").words


def test_redis_that_takes_no_orders_from_us_is_named(settings: Any, redis_server: Redis) -> None:
    settings.REDIS_URL = redis_server.url.replace("//", "//us:wrong@")
    assert "invalid username-password" in fault("redis").words


def test_a_folder_without_rights_is_named(settings: Any) -> None:
    assert is_well("storage")
    backend = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": NOWHERE}}
    settings.STORAGES = settings.STORAGES | {"default": backend}
    assert "can't be used" in fault("storage").words
    assert "user" in fault("storage").advice


def test_a_bucket_that_is_away_is_named(tmp_path: Path) -> None:
    away = f"s3://key:secret@127.0.0.1:{free_port()}/files?region=us-east-1&scheme=http"
    code, findings = command(Site(tmp_path), "storage", {"CONTACTCENTER_STORAGE_URL": away})
    assert code == 1
    assert "CONTACTCENTER_STORAGE_URL" in the_fault(findings).advice


def test_a_virus_scanner_that_is_away_is_named(settings: Any) -> None:
    settings.CLAMD, settings.CLAMD_SECONDS = f"tcp://127.0.0.1:{free_port()}", 1
    assert "nobody can send a file" in fault("virus scanner").words


def test_static_files_that_were_not_collected_are_named(settings: Any, tmp_path: Path) -> None:
    settings.HASHED_STATIC, settings.STATIC_ROOT = True, tmp_path
    assert "aren't collected" in fault("static files").words
    assert "collectstatic" in fault("static files").advice


def test_static_files_of_another_version_are_named(tmp_path: Path) -> None:
    site, folder = Site(tmp_path), tmp_path / "static"
    shutil.copytree(collected(site.env), folder)
    os.utime(folder / "css/tokens.css", (0, 0))
    env = {"CONTACTCENTER_HASHED_STATIC": "1", "CONTACTCENTER_STATIC_ROOT": str(folder)}
    code, findings = command(site, "static files", env)
    assert code == 1
    assert "1 of them are of another version" in the_fault(findings).words
