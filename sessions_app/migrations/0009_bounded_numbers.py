"""Times and terms have an upper bound: a date can be reckoned with each of them."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sessions_app", "0008_session_closings"),
    ]

    operations = [
        migrations.AlterField(
            model_name="group",
            name="answer_seconds",
            field=models.PositiveIntegerField(
                default=20,
                help_text="Seconds. Reports count sessions that were accepted in this time.",
                validators=[django.core.validators.MaxValueValidator(86400)],
                verbose_name="answer within",
            ),
        ),
        migrations.AlterField(
            model_name="group",
            name="longest_wait",
            field=models.PositiveIntegerField(
                default=0,
                help_text="Seconds after which a waiting chat or video call is missed; 0 for no limit.",
                validators=[django.core.validators.MaxValueValidator(604800)],
                verbose_name="longest wait",
            ),
        ),
        migrations.AlterField(
            model_name="group",
            name="short_seconds",
            field=models.PositiveIntegerField(
                default=5,
                help_text="Seconds. Clients who leave within this time count in no ratio.",
                validators=[django.core.validators.MaxValueValidator(86400)],
                verbose_name="short abandon",
            ),
        ),
        migrations.AlterField(
            model_name="retention",
            name="days",
            field=models.PositiveIntegerField(
                help_text="Files: counted from the end of the session. The audit is kept for 365 days unless a line here says otherwise.",
                validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(36500)],
                verbose_name="days",
            ),
        ),
    ]
