from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("videocall", "0003_funnel_facts"),
    ]

    operations = [
        migrations.AddField(
            model_name="call",
            name="picture_tenths",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="time to picture"),
        ),
        migrations.AddField(
            model_name="call",
            name="relayed",
            field=models.BooleanField(blank=True, null=True, verbose_name="through the relay"),
        ),
    ]
