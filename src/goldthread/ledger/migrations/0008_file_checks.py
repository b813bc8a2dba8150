import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("ledger", "0007_destruction"),
    ]

    operations = [
        migrations.CreateModel(
            name="FileCheck",
            fields=[
                (
                    "attachment",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="check_of",
                        serialize=False,
                        to="ledger.attachment",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("unscanned", "not scanned for viruses"),
                            ("waiting", "not scanned for viruses yet"),
                            ("safe", "scanned: no virus found"),
                            ("infected", "closed: a virus was found"),
                        ],
                        max_length=9,
                    ),
                ),
                ("found", models.CharField(blank=True, max_length=100)),
                ("checked_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        # The service's own papers are in the field `paper`; every other file came from somebody.
        migrations.RunSQL(
            "insert into ledger_filecheck (attachment_id, state, found)"
            " select id, 'unscanned', '' from ledger_attachment where field <> 'paper'",
            migrations.RunSQL.noop,
        ),
    ]
