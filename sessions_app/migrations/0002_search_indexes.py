"""Indexes a model can't declare: of the full text search (GIN over a tsvector on PostgreSQL, an FTS5 table kept by triggers on SQLite),
and of a session's tags (PostgreSQL)."""

from django.db import migrations

POSTGRES = [
    "CREATE INDEX search_words ON sessions_app_searchdocument USING gin (words) WITH (fastupdate = on)",
    "CREATE INDEX session_tags ON sessions_app_session USING gin (tags jsonb_path_ops)",
]
POSTGRES_BACK = ["DROP INDEX search_words", "DROP INDEX session_tags"]

_ADD = "INSERT INTO sessions_app_search(rowid, words) VALUES (new.session_id, new.words)"
_REMOVE = "INSERT INTO sessions_app_search(sessions_app_search, rowid, words) VALUES ('delete', old.session_id, old.words)"
SQLITE = [
    # "ascii": what isn't ASCII belongs to words, and nothing is folded: the words come folded and cut.
    """CREATE VIRTUAL TABLE sessions_app_search USING fts5(
        words, content = 'sessions_app_searchdocument', content_rowid = 'session_id', tokenize = 'ascii', detail = 'none', prefix = '2 3'
    )""",
    f"CREATE TRIGGER search_words_added AFTER INSERT ON sessions_app_searchdocument BEGIN {_ADD}; END",
    f"CREATE TRIGGER search_words_deleted AFTER DELETE ON sessions_app_searchdocument BEGIN {_REMOVE}; END",
    f"CREATE TRIGGER search_words_changed AFTER UPDATE ON sessions_app_searchdocument BEGIN {_REMOVE}; {_ADD}; END",
]
SQLITE_BACK = [
    "DROP TRIGGER search_words_added",
    "DROP TRIGGER search_words_deleted",
    "DROP TRIGGER search_words_changed",
    "DROP TABLE sessions_app_search",
]


def _run(postgres, sqlite):
    def run(apps, schema_editor):
        for statement in {"postgresql": postgres, "sqlite": sqlite}[schema_editor.connection.vendor]:
            schema_editor.execute(statement)

    return run


class Migration(migrations.Migration):
    dependencies = [("sessions_app", "0001_initial")]

    operations = [migrations.RunPython(_run(POSTGRES, SQLITE), _run(POSTGRES_BACK, SQLITE_BACK))]
