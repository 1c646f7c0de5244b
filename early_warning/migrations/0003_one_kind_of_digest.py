"""The digests of all rooms are rows of one table."""

from django.db import migrations


def carry_over(apps, schema_editor):
    """Nobody gets again what he has got."""
    sent = apps.get_model("core", "SentDigest").objects
    sent.bulk_create(
        sent.model(
            user_id=row.user_id,
            digest="early_warning.month",
            period=row.month,
            sent_on=row.sent_on,
            items=row.watched,
            failures=row.failures,
            error=row.error,
        )
        for row in apps.get_model("early_warning", "WarningDigest").objects.all()
    )


class Migration(migrations.Migration):

    dependencies = [
        ("early_warning", "0002_further_figures"),
        ("core", "0007_notifications"),
    ]

    operations = [
        migrations.RunPython(carry_over, migrations.RunPython.noop),
        # The events stay in the database: nothing removes what was recorded.
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.DeleteModel(name="WarningDigestEvent")]
        ),
        migrations.DeleteModel(name="WarningDigest"),
    ]
