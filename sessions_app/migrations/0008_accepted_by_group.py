"""Finds a group's sessions of the last hour for the expected wait."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('sessions_app', '0007_chat_limit_bound'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='session',
            index=models.Index(condition=models.Q(('accepted_at__isnull', False)), fields=['group', 'accepted_at'], name='accepted_by_group'),
        ),
    ]
