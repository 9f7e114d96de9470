"""Migrations that the previous version can live with: during an upgrade it runs on the new database (docs/deployment.md).

Expand first, contract later: what a version stops using is removed by a later one, and stands in ``CONTRACTIONS`` with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

import environ
import pytest
from django.db import ConnectionHandler, connections, migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django_migration_linter.sql_analyser import PostgresqlAnalyser, analyse_sql_statements

from tests.servers import Postgres
from tests.upgrade import RELEASES, migrations_of

OURS: Final = ("accounts", "sessions_app", "videocall", "supervision", "api", "webhooks")
CONTRACTIONS: Final[dict[tuple[str, str], str]] = {}
"""Migrations that take something away, and since which version nothing uses it."""
TIGHTER: Final = (migrations.AddConstraint, migrations.AlterUniqueTogether)
"""The previous version may write what a new constraint refuses."""

Faults = Callable[[migrations.Migration, ProjectState], list[str]]


@pytest.fixture
def faults(db: None, postgres_server: Postgres) -> Iterator[Faults]:
    """Return a function that says in words what the previous version, or a busy database, can't live with.

    It reads the SQL for PostgreSQL, whatever these tests run on: two versions side by side need it.
    """
    database = environ.Env.db_url_config(postgres_server.url())
    connection = connections["linted"] = ConnectionHandler({"default": {}, "linted": database})["linted"]

    def find(migration: migrations.Migration, before: ProjectState) -> list[str]:
        with connection.schema_editor(collect_sql=True, atomic=False) as editor:
            migration.apply(before.clone(), editor, collect_sql=True)
        errors, _ignored, warnings = analyse_sql_statements(PostgresqlAnalyser, editor.collected_sql, [])
        found = [issue.message for issue in (*errors, *warnings)]
        found += [f"{type(each).__name__} tightens a table" for each in migration.operations if isinstance(each, TIGHTER)]
        return found + [f"{type(each).__name__} can't be undone" for each in migration.operations if not each.reversible]

    yield find
    connection.close()
    del connections["linted"]


def test_no_migration_since_the_first_release_breaks_the_version_before(faults: Faults) -> None:
    loader = MigrationLoader(None)
    released = set(migrations_of(RELEASES[0]))
    found = {
        f"{app}.{name}": words
        for (app, name), migration in loader.disk_migrations.items()
        if app in OURS and (app, name) not in released and (app, name) not in CONTRACTIONS
        if (words := faults(migration, loader.project_state((app, name), at_end=False)))
    }
    assert found == {}


def planted(faults: Faults, *operations: Any) -> list[str]:
    """Return the faults of a migration with these operations."""
    migration = type("Migration", (migrations.Migration,), {"operations": list(operations)})("9999_planted", "sessions_app")
    loader = MigrationLoader(None)
    return faults(migration, loader.project_state(loader.graph.leaf_nodes()))


def unique(name: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(fields=["name"], name=name)


@pytest.mark.parametrize(
    "operation",
    [
        migrations.RemoveField("tag", "name"),
        migrations.RenameField("tag", "name", "title"),
        migrations.RenameModel("Tag", "Label"),
        migrations.DeleteModel("Retention"),
        migrations.AddField("tag", "colour", models.CharField(max_length=7, default="")),
        migrations.AddConstraint("tag", unique("one_tag")),
        migrations.AddConstraint("tag", models.CheckConstraint(condition=models.Q(pk__gt=0), name="positive")),
        migrations.RunPython(lambda apps, editor: None),
    ],
    ids=lambda operation: type(operation).__name__,
)
def test_what_takes_something_away_is_found(faults: Faults, operation: Any) -> None:
    assert planted(faults, operation)


@pytest.mark.parametrize(
    "operation",
    [
        migrations.AddField("tag", "colour", models.CharField(max_length=7, null=True)),
        migrations.AddField("tag", "colour", models.CharField(max_length=7, default="", db_default="")),
        migrations.CreateModel(
            "Label", [("id", models.BigAutoField(primary_key=True)), ("name", models.CharField(max_length=9))]
        ),
        migrations.RunPython(lambda apps, editor: None, migrations.RunPython.noop),
    ],
    ids=["nullable", "default in the database", "new table", "reversible"],
)
def test_what_only_adds_is_not(faults: Faults, operation: Any) -> None:
    assert planted(faults, operation) == []
