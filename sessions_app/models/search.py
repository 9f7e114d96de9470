"""The words a session is found by (A10), in the form its database searches: a tsvector on PostgreSQL, an FTS5 table on SQLite."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models.lookups import Lookup

from sessions_app.models.session import Session
from sessions_app.rules.search_words import Wanted


class WordsField(models.TextField):  # type: ignore[type-arg]
    """Words with spaces between them. They're letters and digits only (``rules/search_words.py``), so neither database parses them."""

    def db_type(self, connection: Any) -> str | None:
        return "tsvector" if connection.vendor == "postgresql" else super().db_type(connection)

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        """PostgreSQL writes ``'word' 'word'``."""
        return value.replace("'", "") if value and connection.vendor == "postgresql" else value


@WordsField.register_lookup
class Found(Lookup):
    """``words__found=Wanted(…)``."""

    lookup_name = "found"
    rhs: Wanted

    def get_prep_lookup(self) -> Wanted:
        return self.rhs

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        left, parameters = self.process_lhs(compiler, connection)
        asked = _query(self.rhs, "'{}':*", " & ", " | ")
        return f"{left} @@ %s::tsquery", [*parameters, asked]

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        table = compiler.quote_name_unless_alias(self.lhs.alias)
        asked = _query(self.rhs, '"{}" *', " AND ", " OR ")
        rows = "SELECT rowid FROM sessions_app_search WHERE sessions_app_search MATCH %s"
        return f"{table}.session_id IN ({rows})", [asked]


def _query(asked: Wanted, begins: str, both: str, either: str) -> str:
    parts = [f"({both.join(begins.format(word) for word in asked.words)})"] if asked.words else []
    return either.join([*parts, *([begins.format(asked.phone)] if asked.phone else [])])


class SearchDocument(models.Model):
    """Written when the conversation is over (``services/search.py``), deleted with the session."""

    session = models.OneToOneField(Session, on_delete=models.CASCADE, primary_key=True, related_name="search_document")
    words = WordsField()

    def __str__(self) -> str:
        return str(self.session_id)
