"""A trigger that refuses changes of the audit, whoever makes them. Deleting stays possible: lines have a term."""

from django.db import migrations

SQLITE = """
CREATE TRIGGER supervision_audit_read_only BEFORE UPDATE ON supervision_auditentry
BEGIN SELECT RAISE(ABORT, 'the audit is never changed'); END
"""
POSTGRESQL = """
CREATE FUNCTION supervision_audit_read_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit is never changed'; END $$;
CREATE TRIGGER supervision_audit_read_only BEFORE UPDATE ON supervision_auditentry
FOR EACH ROW EXECUTE FUNCTION supervision_audit_read_only();
"""


def protect(apps, schema_editor):
    schema_editor.execute(POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE)


def release(apps, schema_editor):
    schema_editor.execute(
        "DROP TRIGGER supervision_audit_read_only ON supervision_auditentry; DROP FUNCTION supervision_audit_read_only()"
        if schema_editor.connection.vendor == "postgresql"
        else "DROP TRIGGER supervision_audit_read_only"
    )


class Migration(migrations.Migration):

    dependencies = [("supervision", "0001_initial")]

    operations = [migrations.RunPython(protect, release)]
