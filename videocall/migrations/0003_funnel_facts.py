from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("videocall", "0002_call_quality_level"),
    ]

    operations = [
        migrations.AddField(
            model_name="call",
            name="allowed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="client's devices allowed"),
        ),
        migrations.AddField(
            model_name="call",
            name="good_seconds",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="seconds without trouble"),
        ),
        migrations.AddField(
            model_name="callquality",
            name="good_seconds",
            field=models.PositiveIntegerField(default=0, verbose_name="seconds without trouble"),
        ),
    ]
