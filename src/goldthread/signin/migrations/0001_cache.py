"""The table behind Django's cache, as its createcachetable makes it: what throttling counts."""

from django.db import migrations


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.RunSQL(
            """
            CREATE TABLE signin_cache (
                cache_key varchar(255) PRIMARY KEY,
                value text NOT NULL,
                expires timestamp with time zone NOT NULL
            );
            CREATE INDEX signin_cache_expires ON signin_cache (expires);
            """,
            "DROP TABLE signin_cache",
        )
    ]
