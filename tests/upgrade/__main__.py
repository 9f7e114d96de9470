"""``python -m tests.upgrade``: make this version's folder: a SQLite database, a PostgreSQL dump, and a backup, each of the demo
with a few days of history and a conversation with a file."""

from __future__ import annotations

import asyncio
import gzip
import json
import shutil
import sqlite3
import tempfile
import urllib.request
import zipfile
from collections.abc import Mapping
from pathlib import Path

from contactcenter import VERSION
from tests.contactcenter.live import Tab, conversation, new_token, sign_in
from tests.servers import Postgres, Site
from tests.servers.form import multipart
from tests.upgrade import HERE

HISTORY = ("demo", "--history", "3", "--a-day", "4", "--operators", "1")
TEXT = "The gauge shows 0.8 bar"
FILE = b"Serial number 4711\n"


async def talk(site: Site) -> str:
    """Hold a conversation with a file, to its end; return the session's id."""
    token, cookie = new_token(site), sign_in(site, "anna")
    operator, client = await Tab.operator(site, cookie=cookie), await Tab.client(site, token)
    session = await conversation(client, operator)
    await client.ok("message.post", session=session, text=TEXT)
    body, kind = multipart({"session": session, "name": "boiler.txt", "kind": "upload", "send": "1"}, "file", FILE)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": kind, "Origin": site.url}
    await asyncio.to_thread(post, f"{site.url}/share/upload/", body, headers)
    await operator.event("share.changed", lambda frame: frame["file"]["state"] == "ready")
    await client.ok("session.end", session=session)
    await operator.ok("session.wrapup", session=session, note="Technician ordered")
    await client.close()
    await operator.close()
    return session


def post(url: str, body: bytes, headers: Mapping[str, str]) -> None:
    urllib.request.urlopen(urllib.request.Request(url, body, dict(headers)), timeout=20).close()


def make(site: Site, backup: Path) -> str:
    """Fill a site; return the session of the conversation."""
    site.prepare()
    site.manage(*HISTORY)
    site.start()
    try:
        session = asyncio.run(talk(site))
    finally:
        site.stop()
    site.manage("backup", str(backup))
    return session


def sqlite(folder: Path, scratch: Path) -> None:
    site = Site(scratch / "sqlite")
    session = make(site, folder / "backup.zip")
    database = scratch / "database.sqlite3"
    with sqlite3.connect(site.folder / "data" / "contactcenter.sqlite3") as source:
        source.execute("VACUUM INTO ?", [str(database)])
    (folder / "database.sqlite3.gz").write_bytes(gzip.compress(database.read_bytes(), mtime=0))
    with zipfile.ZipFile(folder / "backup.zip") as archive:
        manifest = json.loads(archive.read("manifest.json"))
    rows = {name: table["rows"] for name, table in manifest["tables"].items()}
    facts = {"version": VERSION, "migrations": manifest["migrations"], "rows": rows, "session": session, "text": TEXT}
    (folder / "facts.json").write_text(json.dumps(facts, indent=1) + "\n")


def postgresql(folder: Path, scratch: Path) -> None:
    with Postgres() as server:
        url = server.url()
        make(Site(scratch / "postgresql", env={"DATABASE_URL": url}), scratch / "backup.zip")
        dump = server.dump(url)
    (folder / "postgresql.sql.gz").write_bytes(gzip.compress(dump, mtime=0))


def main() -> None:
    folder = HERE / f"v{VERSION}"
    with tempfile.TemporaryDirectory(prefix="contactcenter-upgrade-") as scratch:
        made = Path(scratch) / "made"
        made.mkdir()
        sqlite(made, Path(scratch))
        postgresql(made, Path(scratch))
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(made, folder)
    for file in sorted(folder.iterdir()):
        print(f"{file.relative_to(HERE.parent)}: {file.stat().st_size} bytes")


if __name__ == "__main__":
    main()
