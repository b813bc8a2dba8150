"""An event names the agency in whose name it was told; `goldthread rebuild` fills it in for older ones."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column."""

    dependencies: ClassVar = [("ledger", "0002_append_only")]

    operations: ClassVar = [
        migrations.AddField("event", "agency", models.UUIDField(blank=True, null=True)),
    ]
