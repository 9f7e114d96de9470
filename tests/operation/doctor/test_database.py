"""Faults of the database that the doctor names: a wrong password, none there, a missing migration, a wrong clock."""

from __future__ import annotations

import ctypes
import signal
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest
from django.db import connection

from operation.doctor import clock
from tests.operation.doctor.findings import command, fault, is_well, of, the_fault
from tests.servers import Postgres, Site
from tests.servers.process import free_port

CLOCK_OF_TOMORROW = """
CREATE FUNCTION public.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE
    AS $$ SELECT pg_catalog.clock_timestamp() + interval '1 day' $$;
"""


def test_a_wrong_password_is_named(tmp_path: Path) -> None:
    with Postgres() as postgres:
        with psycopg.connect(postgres.address("postgres"), autocommit=True) as root:
            root.execute("CREATE ROLE shop LOGIN PASSWORD 'right'")
        rules = postgres.folder / "data/pg_hba.conf"
        rules.write_text("host all shop 127.0.0.1/32 scram-sha-256\n" + rules.read_text())
        postgres.signal(signal.SIGINT)
        postgres.start()
        url = f"postgresql://shop:wrong@127.0.0.1:{postgres.port}/postgres"
        code, findings = command(Site(tmp_path), "database", {"DATABASE_URL": url})
    assert code == 1
    assert "password authentication failed" in the_fault(findings).words
    assert "DATABASE_URL" in the_fault(findings).advice


def test_a_database_that_is_down_is_named_with_its_clock(tmp_path: Path) -> None:
    url = {"DATABASE_URL": f"postgresql://us@127.0.0.1:{free_port()}/x", "CONTACTCENTER_DATABASE_POOL": "0"}
    site = Site(tmp_path)
    assert "refused" in the_fault(command(site, "database", url)[1]).words
    assert "can't be asked" in the_fault(command(site, "clock", url)[1]).words


def test_a_missing_migration_is_named(db: None) -> None:
    assert not any("missing" in finding.words for finding in of("database"))
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'supervision'")
    found = fault("database")
    assert "supervision.0001_initial" in found.words
    assert "manage.py migrate" in found.advice


def test_a_clock_that_is_a_day_off_is_named(tmp_path: Path, postgres_server: Postgres) -> None:
    url = postgres_server.url()
    with psycopg.connect(url, autocommit=True) as root:
        root.execute(CLOCK_OF_TOMORROW)
        root.execute(f"ALTER DATABASE {url.rpartition('/')[2]} SET search_path = public, pg_catalog")
    code, findings = command(Site(tmp_path), "clock", {"DATABASE_URL": url})
    assert code == 1
    assert "86400 seconds apart" in the_fault(findings).words


def test_a_clock_that_nothing_keeps_right_is_a_warning(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    for kept in (True, False):
        monkeypatch.setattr(clock, "is_kept", lambda kept=kept: kept)
        assert is_well("clock") is kept


@pytest.mark.parametrize(("state", "kept"), [(0, True), (clock.UNSYNCHRONISED, False)])
def test_the_kernel_says_whether_the_clock_is_kept_right(monkeypatch: pytest.MonkeyPatch, state: int, kept: bool) -> None:
    assert clock.is_kept() in (True, False)
    libc = SimpleNamespace(adjtimex=lambda _timex: state)
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: libc)
    assert clock.is_kept() is kept
