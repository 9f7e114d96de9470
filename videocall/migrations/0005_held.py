from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("videocall", "0004_real_time_text"),
    ]

    operations = [
        migrations.AddField(
            model_name="call",
            name="held",
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
    ]
