from django.db import migrations

MAKE = """
CREATE UNLOGGED TABLE core_kept (
    key varchar(100) PRIMARY KEY,
    state char(64) NOT NULL,
    value bytea,
    counted_at timestamptz NOT NULL
)
"""


class Migration(migrations.Migration):
    """What is computed once for all processes (`core/kept.py`): no record, so no model."""

    dependencies = [("core", "0007_notifications")]

    operations = [migrations.RunSQL(MAKE, "DROP TABLE core_kept")]
