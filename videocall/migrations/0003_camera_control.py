from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("videocall", "0002_sign_mode"),
    ]

    operations = [
        migrations.AddField(
            model_name="call",
            name="camera_asked",
            field=models.CharField(blank=True, db_default="", default="", max_length=16),
        ),
        migrations.AddField(
            model_name="call",
            name="camera_allowed",
            field=models.BooleanField(
                db_default=False, default=False, verbose_name="operator may control the client’s camera"
            ),
        ),
    ]
