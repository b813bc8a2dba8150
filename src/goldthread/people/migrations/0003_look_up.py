"""What a look-up reads: one row a person, found by keys or words in one statement."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

# Whoever has one of the keys; then, for each probe, some of those who have all its words. The planner takes
# the keys for commoner than they are, and would read the whole table.
_FUNCTION = """
CREATE FUNCTION people_nearby(wanted int4[], probes text[], most int)
RETURNS TABLE (person uuid, held text, shown jsonb, has_all_words boolean)
LANGUAGE plpgsql STABLE SET enable_seqscan = off SET jit = off AS $$
BEGIN
    RETURN QUERY
        SELECT near.person, near.held, near.shown, false FROM people_lookup near WHERE near.keys && wanted
        UNION ALL
        SELECT near.person, near.held, near.shown, true
        FROM unnest(probes) probe
        CROSS JOIN LATERAL (
            SELECT * FROM people_lookup WHERE words @@ probe::tsquery LIMIT most
        ) near;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_what_was_answered"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="person", name="person_words"),
        migrations.RemoveField(model_name="person", name="words"),
        migrations.CreateModel(
            name="LookUp",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        db_column="person",
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="ledger.subject",
                    ),
                ),
                (
                    "keys",
                    django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None),
                ),
                ("held", models.TextField()),
                ("words", django.contrib.postgres.search.SearchVectorField()),
                ("shown", models.JSONField()),
            ],
            options={
                "db_table": "people_lookup",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False, fields=["keys"], name="people_lookup_keys"
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False, fields=["words"], name="people_lookup_words"
                    ),
                ],
            },
        ),
        migrations.RunSQL(_FUNCTION, "DROP FUNCTION people_nearby(int4[], text[], int)"),
    ]
