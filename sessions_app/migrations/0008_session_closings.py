"""Indexes of reports and of the list of sessions: closings for operators' time, tags (on PostgreSQL) for their filter."""

from django.db import migrations, models

TAGS = "CREATE INDEX session_tags ON sessions_app_session USING gin (tags jsonb_path_ops)"


def _on_postgres(statement):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(statement)

    return run


class Migration(migrations.Migration):
    dependencies = [
        ("sessions_app", "0007_widget_seen_at"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="session",
            index=models.Index(fields=["closed_at", "created_at"], name="session_closings"),
        ),
        migrations.RunPython(_on_postgres(TAGS), _on_postgres("DROP INDEX session_tags")),
    ]
