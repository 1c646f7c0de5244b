"""The table of the cache (django.core.cache.backends.db); unlogged: a lost cache is a miss."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [
        migrations.RunSQL(
            """
            CREATE UNLOGGED TABLE core_cache (
                cache_key varchar(255) PRIMARY KEY,
                value text NOT NULL,
                expires timestamptz NOT NULL
            );
            CREATE INDEX core_cache_expires ON core_cache (expires);
            """,
            "DROP TABLE core_cache;",
        )
    ]
