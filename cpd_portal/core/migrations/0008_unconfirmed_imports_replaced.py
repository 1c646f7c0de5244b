from typing import Any

from django.db import migrations


def close_unconfirmed(apps: Any, schema_editor: Any) -> None:
    """Their planned changes went with the old column: the file has to be chosen again."""
    apps.get_model("core", "Import").objects.filter(state="checked").update(state="replaced")


class Migration(migrations.Migration):
    dependencies = [("core", "0007_planned_rows")]

    operations = [migrations.RunPython(close_unconfirmed, migrations.RunPython.noop)]
