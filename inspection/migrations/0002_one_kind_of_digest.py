"""The digests of all rooms are rows of one table."""

from django.db import migrations


def carry_over(apps, schema_editor):
    """Nobody gets again what he has got."""
    sent = apps.get_model("core", "SentDigest").objects
    sent.bulk_create(
        sent.model(
            user_id=row.user_id,
            digest="inspection.defects",
            period=row.sent_on or row.failed_on,
            sent_on=row.sent_on,
            items=row.defects,
            failures=row.failures,
            error=row.error,
        )
        for row in apps.get_model("inspection", "DefectDigest").objects.all()
    )


class Migration(migrations.Migration):

    dependencies = [
        ("inspection", "0001_portal"),
        ("core", "0007_notifications"),
    ]

    operations = [
        migrations.RunPython(carry_over, migrations.RunPython.noop),
        # The events stay in the database: nothing removes what was recorded.
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.DeleteModel(name="DefectDigestEvent")]
        ),
        migrations.DeleteModel(name="DefectDigest"),
    ]
