"""Where the words of people can rest beside a running site: database, files, logs. Read as they lie there, in every form they can take."""

from __future__ import annotations

import base64
import contextlib
import json
import re
import sqlite3
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg

from tests.servers import Postgres, Site

PACKED = 24
"""Letters a string must have to be tried as something encoded."""


def forms(word: str) -> set[str]:
    """Return how a word can stand somewhere: plain, in JSON and in addresses with escapes, in hexadecimals and in Base64 at any place."""
    data = word.encode()
    plain = {word, json.dumps(word)[1:-1], quote(word), quote(word, safe=""), data.hex(), data.decode("latin-1")}
    return {form.lower() for form in plain} | {_in_base64(data, before) for before in range(3)}


def _in_base64(data: bytes, before: int) -> str:
    """Return the characters that stand for these bytes alone, after so many others."""
    encoded = base64.b64encode(b"\0" * before + data + b"\0\0").decode()
    return encoded[-(-8 * before // 6) : 8 * (before + len(data)) // 6]


def found(words: Iterable[str], places: dict[str, str]) -> dict[str, list[str]]:
    """Return which of the words stand in which places, with some letters around the first."""
    lower = {name: text.lower() for name, text in places.items()}
    hits: dict[str, list[str]] = {}
    for word in words:
        for form in forms(word):
            for name, text in places.items():
                hay = lower[name] if form == form.lower() else text
                if (at := hay.find(form)) >= 0:
                    hits.setdefault(word, []).append(f"{name}: …{text[max(0, at - 150) : at + 80]}…")
    return hits


def rows(site: Site, sql: str) -> list[tuple[Any, ...]]:
    """Ask the site's database directly."""
    if url := site.env.get("DATABASE_URL"):
        with psycopg.connect(url, autocommit=True) as connection:
            return connection.execute(sql.encode()).fetchall()
    with sqlite3.connect(site.folder / "data" / "contactcenter.sqlite3") as connection:
        return connection.execute(sql).fetchall()


def database(site: Site, postgres: Postgres) -> dict[str, str]:
    """Return the whole database: its dump, what the planner knows of columns, and the bytes of its files."""
    if url := site.env.get("DATABASE_URL"):
        dump = postgres.dump(url).decode()
        statistics = rows(
            site, "SELECT schemaname, tablename, attname, most_common_vals::text, histogram_bounds::text FROM pg_stats"
        )
        found_there = {"dump": dump, "statistics": "\n".join(map(repr, statistics))}
    else:
        data = site.folder / "data"
        with sqlite3.connect(data / "contactcenter.sqlite3") as connection:
            tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            dump = "\n".join(repr(row) for table in tables for row in connection.execute(f'SELECT * FROM "{table}"'))
        files = {file.name: file.read_bytes().decode("latin-1") for file in data.glob("contactcenter.sqlite3*")}
        found_there = {"dump": dump, **files}
    return found_there | {"unpacked": "\n".join(_unpacked(found_there["dump"]))}


def _unpacked(dump: str) -> Iterable[str]:
    """Return what is encoded, and perhaps compressed, in a dump, such as the sessions of people who are signed in."""
    for text in set(re.findall(rf"[\w=/+-]{{{PACKED},}}", dump)):
        try:
            data = base64.urlsafe_b64decode(text.replace("+", "-").replace("/", "_") + "=" * (-len(text) % 4))
        except ValueError:
            continue
        with contextlib.suppress(zlib.error):
            data = zlib.decompress(data)
        yield data.decode("latin-1")


def files(site: Site) -> dict[str, str]:
    """Return all files in the site's folder but the database and what was built for browsers: stored ones, half ones, backups, secrets."""
    out = {}
    for file in (site.folder / "data").rglob("*"):
        if file.is_file() and not file.name.startswith("contactcenter.sqlite3") and "static" not in file.parts:
            out[str(file.relative_to(site.folder))] = f"{file.name}\n{file.read_bytes().decode('latin-1')}"
    return out


def logs(site: Site, *others: Path) -> dict[str, str]:
    return {"log of the site": site.log} | {f"log {path}": path.read_text(errors="replace") for path in others if path.exists()}
