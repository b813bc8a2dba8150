"""The chain of seals on the audit trail, written once like the trail itself."""

from typing import ClassVar

import django.contrib.postgres.fields
from django.db import migrations, models

PROTECT = """
create trigger append_only before update or delete on ledger_seal
    for each row execute function goldthread_refuse();
create trigger never_truncate before truncate on ledger_seal
    for each statement execute function goldthread_refuse();
do $$ begin
    if exists (select from pg_roles where rolname = 'goldthread_app') then
        revoke update, delete, truncate on ledger_seal from goldthread_app;
    end if;
end $$;
"""
UNPROTECT = "drop trigger append_only on ledger_seal; drop trigger never_truncate on ledger_seal;"


class Migration(migrations.Migration):
    """One table."""

    dependencies: ClassVar = [("ledger", "0005_shared_drafts")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                (
                    "rows",
                    django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None),
                ),
                ("marks", models.BinaryField()),
                ("previous", models.CharField(max_length=64, unique=True)),
                ("digest", models.CharField(max_length=64)),
            ],
        ),
        migrations.RunSQL(PROTECT, UNPROTECT),
    ]
