import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('sessions_app', '0003_erasure'),
    ]

    operations = [
        migrations.CreateModel(
            name='ConsentText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sha256', models.CharField(max_length=64, unique=True, verbose_name='version')),
                ('text', models.TextField(verbose_name='text')),
                ('privacy_url', models.CharField(blank=True, max_length=200, verbose_name='privacy page')),
                ('created_at', models.DateTimeField(verbose_name='first used')),
            ],
            options={
                'verbose_name': 'consent text',
                'verbose_name_plural': 'consent texts',
                'ordering': ['-pk'],
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(blank=True, max_length=35, verbose_name='language')),
                ('answer', models.BooleanField(verbose_name='consented')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='sessions_app.session', verbose_name='session')),
                ('text', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='sessions_app.consenttext', verbose_name='version')),
            ],
            options={
                'verbose_name': 'consent',
                'verbose_name_plural': 'consents',
                'ordering': ['pk'],
                'default_permissions': ('view',),
            },
        ),
    ]
