"""Who has seen a person is asked newest first: one index gives both, in place of the one on people alone."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """No row changes, and no mark: what is sealed are columns by name."""

    dependencies: ClassVar = [("ledger", "0008_file_checks")]

    operations: ClassVar = [
        migrations.AlterField(
            model_name="auditrow", name="subject", field=models.UUIDField(blank=True, null=True)
        ),
        migrations.AddIndex(
            model_name="auditrow",
            index=models.Index(fields=["subject", "-id"], name="audit_of_a_person"),
        ),
    ]
