"""A part of an entry that was written in the wrong record is placed in another; no row is changed by it."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Two columns and a table."""

    dependencies: ClassVar = [("ledger", "0003_event_agency")]

    operations: ClassVar = [
        migrations.AddField(
            "entrysubject",
            "placed_by",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="placed",
                to="ledger.entry",
            ),
        ),
        migrations.AddField(
            "entrysubject",
            "replaces",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replaced_by",
                to="ledger.entrysubject",
            ),
        ),
        migrations.CreateModel(
            name="Astray",
            fields=[
                (
                    "part",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="astray",
                        serialize=False,
                        to="ledger.entrysubject",
                    ),
                )
            ],
        ),
    ]
