"""A sealed record may belong to a domain, and names those outside to whom its papers may go."""

from django.db import migrations, models
from django.db.models.deletion import PROTECT


class Migration(migrations.Migration):
    dependencies = [("access", "0003_kept_from"), ("ledger", "0006_seal")]

    operations = [
        migrations.AddField("protection", "opens_to", models.CharField(blank=True, default="", max_length=40), preserve_default=False),
        migrations.CreateModel(
            name="Release",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=500)),
                ("since", models.DateTimeField()),
                ("subject", models.ForeignKey("ledger.Subject", on_delete=PROTECT, related_name="releases")),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("subject", "key"), name="released_once")]},
        ),
    ]
