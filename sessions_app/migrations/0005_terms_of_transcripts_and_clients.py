import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('sessions_app', '0004_consent_ledger'),
    ]

    operations = [
        migrations.AlterField(
            model_name='retention',
            name='days',
            field=models.PositiveIntegerField(help_text='Files and transcripts: counted from the end of the session. Clients: from the end of their last one; then they’re erased with all that is left of them. The audit is kept for 365 days unless a line here says otherwise.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(36500)], verbose_name='days'),
        ),
        migrations.AlterField(
            model_name='retention',
            name='kind',
            field=models.CharField(choices=[('upload', 'upload'), ('snapshot', 'snapshot'), ('link', 'link'), ('messages', 'transcripts'), ('client', 'clients'), ('audit', 'audit')], max_length=8, unique=True, verbose_name='kind'),
        ),
    ]
