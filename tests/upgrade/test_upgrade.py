"""The database of every release becomes one of this version by ``migrate``, and its backup by ``restore``; then people work with it."""

from __future__ import annotations

import asyncio
import gzip
import re
import urllib.parse
import urllib.request
import zipfile
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from contactcenter import VERSION
from tests.contactcenter.live import Tab, conversation, sign_in
from tests.servers import Postgres, Site
from tests.upgrade import HERE, RELEASES, facts_of, migrations_of

LINK = re.compile(r'href="(/admin/[^"?#]*)')
NOT_PAGES = ("/admin/", "/admin/logout/", "/admin/jsi18n/")


def page(site: Site, path: str, cookie: str = "") -> str:
    """Return a page; its status must be 200."""
    request = urllib.request.Request(f"{site.url}{path}", headers={"Cookie": cookie} if cookie else {})
    with urllib.request.urlopen(request, timeout=20) as answer:
        assert urllib.parse.urlsplit(answer.url).path == path.partition("?")[0], f"{path} leads to {answer.url}"
        return str(answer.read().decode())


async def serves(site: Site, release: str) -> None:
    """Open every page, find the old conversation and its file, and hold a new one."""
    facts = facts_of(release)
    for path in ("/", "/demo/", "/widget/demo/frame/"):
        await asyncio.to_thread(page, site, path)
    sofia = await asyncio.to_thread(sign_in, site, "sofia", "/admin/login/")
    links = set(LINK.findall(await asyncio.to_thread(page, site, "/admin/board/", sofia))) - set(NOT_PAGES)
    assert {"/admin/reports/", "/admin/sessions_app/session/"} <= links
    for path in sorted(links):
        await asyncio.to_thread(page, site, path, sofia)
    listed = await asyncio.to_thread(page, site, "/admin/sessions_app/session/?q=gauge", sofia)
    number = re.search(r"/admin/sessions_app/session/(\d+)/change/", listed)
    assert number
    shown = await asyncio.to_thread(page, site, number.group(0), sofia)
    assert facts["text"] in shown
    assert "boiler.txt" in shown

    anna = await asyncio.to_thread(sign_in, site, "anna")
    await asyncio.to_thread(page, site, "/console/", anna)
    operator, client = await Tab.operator(site, cookie=anna), await Tab.client(site)
    session = await conversation(client, operator)
    await client.ok("message.post", session=session, text="After the upgrade")
    await operator.event("message.posted", lambda frame: frame["text"] == "After the upgrade")
    assert session != facts["session"]
    await client.close()
    await operator.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def empty_site(folder: Path, database: str, server: Postgres) -> Site:
    return Site(folder, env={"DATABASE_URL": server.url()} if database == "postgresql" else {})


def old_site(folder: Path, database: str, server: Postgres, release: str) -> Site:
    """Return a site on the data as the release left them."""
    old, data = HERE / release, folder / "data"
    data.mkdir(parents=True)
    with zipfile.ZipFile(old / "backup.zip") as archive:
        archive.extractall(data, [name for name in archive.namelist() if name.startswith("files/")])
    if database == "postgresql":
        return Site(folder, env={"DATABASE_URL": server.load(gzip.decompress((old / "postgresql.sql.gz").read_bytes()))})
    (data / "contactcenter.sqlite3").write_bytes(gzip.decompress((old / "database.sqlite3.gz").read_bytes()))
    return Site(folder)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("release", RELEASES)
async def test_a_database_of_a_release_is_upgraded_and_serves(
    tmp_path: Path, postgres_server: Postgres, database: str, release: str
) -> None:
    site = await asyncio.to_thread(old_site, tmp_path, database, postgres_server, release)
    await asyncio.to_thread(site.manage, "migrate", "--verbosity=0")
    await asyncio.to_thread(site.manage, "migrate", "--check")
    await asyncio.to_thread(site.start)
    try:
        await serves(site, release)
    finally:
        await asyncio.to_thread(site.close)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("release", RELEASES)
async def test_a_backup_of_a_release_is_restored_and_serves(
    tmp_path: Path, postgres_server: Postgres, database: str, release: str
) -> None:
    site = await asyncio.to_thread(empty_site, tmp_path, database, postgres_server)
    told = await asyncio.to_thread(site.manage, "restore", str(HERE / release / "backup.zip"))
    rows = facts_of(release)["rows"]
    assert f"{len(rows)} tables and {sum(rows.values())} rows counted, 1 files compared by SHA-256" in told
    await asyncio.to_thread(site.manage, "migrate", "--check")
    await asyncio.to_thread(site.start)
    try:
        await serves(site, release)
    finally:
        await asyncio.to_thread(site.close)


@pytest.mark.django_db
def test_the_folder_of_the_version_in_work_is_up_to_date() -> None:
    """Once the version is released its folder stays as it is, and the next version's is made before its own release."""
    if RELEASES[-1] == f"v{VERSION}":
        known = set(MigrationLoader(connection).disk_migrations)
        assert set(migrations_of(RELEASES[-1])) == known, "run python -m tests.upgrade"
