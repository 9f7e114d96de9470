import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('sessions_app', '0002_search_indexes'),
    ]

    operations = [
        migrations.CreateModel(
            name='FileToDelete',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=200, unique=True)),
                ('since', models.DateTimeField()),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.AlterModelOptions(
            name='client',
            options={'permissions': [('export_client', 'Can export everything about a client'), ('erase_client', 'Can erase clients')], 'verbose_name': 'client', 'verbose_name_plural': 'clients'},
        ),
        migrations.AddField(
            model_name='client',
            name='erased_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='erased'),
        ),
        migrations.AddField(
            model_name='session',
            name='erased_at',
            field=models.DateTimeField(blank=True, editable=False, help_text='What the client wrote and gave has been deleted.', null=True, verbose_name='erased'),
        ),
        migrations.CreateModel(
            name='UnfinishedErasure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('client', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='unfinished_erasure', to='sessions_app.client')),
            ],
            options={
                'default_permissions': (),
            },
        ),
    ]
