"""The trigger lets one change through: the detail of a line is emptied when the client it tells of is erased."""

from django.db import migrations

_STAYS = ("id", "at", "user_id", "user_name", "verb", "kind", "target_id", "target_name", "rows", "address")

SQLITE = """
CREATE TRIGGER supervision_audit_read_only BEFORE UPDATE ON supervision_auditentry
WHEN NEW.detail <> '' OR {changed}
BEGIN SELECT RAISE(ABORT, 'the audit is never changed'); END
""".format(changed=" OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in _STAYS))
SQLITE_BEFORE = """
CREATE TRIGGER supervision_audit_read_only BEFORE UPDATE ON supervision_auditentry
BEGIN SELECT RAISE(ABORT, 'the audit is never changed'); END
"""
FUNCTION = """
CREATE OR REPLACE FUNCTION supervision_audit_read_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN {exception} RAISE EXCEPTION 'the audit is never changed'; END $$;
"""
EXCEPTION = "IF NEW.detail = '' AND ({new}) IS NOT DISTINCT FROM ({old}) THEN RETURN NEW; END IF;".format(
    new=", ".join(f"NEW.{name}" for name in _STAYS), old=", ".join(f"OLD.{name}" for name in _STAYS)
)


def _replace(sqlite, postgresql):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(postgresql)
            return
        schema_editor.execute("DROP TRIGGER supervision_audit_read_only")
        schema_editor.execute(sqlite)

    return run


class Migration(migrations.Migration):

    dependencies = [("supervision", "0002_audit_is_read_only")]

    operations = [
        migrations.RunPython(
            _replace(SQLITE, FUNCTION.format(exception=EXCEPTION)), _replace(SQLITE_BEFORE, FUNCTION.format(exception=""))
        )
    ]
