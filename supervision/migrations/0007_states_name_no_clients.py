"""Operators' states that clients brought about kept their names, which outlived the clients' erasure."""

from django.db import migrations


def forget(apps, schema_editor):
    spans = apps.get_model("supervision", "StateSpan").objects.using(schema_editor.connection.alias)
    spans.filter(role="client").exclude(author="").update(author="")


class Migration(migrations.Migration):
    dependencies = [("supervision", "0006_audit_verbs_of_sign_in")]

    operations = [migrations.RunPython(forget, migrations.RunPython.noop)]
