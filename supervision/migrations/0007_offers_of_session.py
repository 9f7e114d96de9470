import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("supervision", "0006_alerts"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="sessionoffer",
            index=models.Index(fields=["session", "outcome", "operator"], name="offers_of_session"),
        ),
        migrations.AlterField(
            model_name="sessionoffer",
            name="session",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="offers",
                to="sessions_app.session",
                verbose_name="session",
            ),
        ),
    ]
