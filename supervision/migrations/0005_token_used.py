
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('supervision', '0004_audit_verb_erase'),
    ]

    operations = [
        migrations.AlterField(
            model_name='auditentry',
            name='verb',
            field=models.CharField(choices=[('add', 'added'), ('change', 'changed'), ('delete', 'deleted'), ('rights', 'changed the rights of'), ('password', 'changed the password of'), ('enable', 'enabled'), ('disable', 'disabled'), ('run', 'ran an action on'), ('revoke', 'revoked'), ('export', 'exported'), ('read', 'read'), ('download', 'downloaded'), ('sign_in', 'signed in'), ('sign_in_failed', 'failed to sign in'), ('sign_out', 'signed out'), ('use', 'used'), ('redirect', 'redirected'), ('end', 'ended'), ('set_state', 'set the state of'), ('force_sign_out', 'signed out (by force)'), ('end_wrapup', 'ended the wrap-up of'), ('erase', 'erased'), ('answer_help', 'answered the call for help in')], max_length=20, verbose_name='what'),
        ),
    ]
