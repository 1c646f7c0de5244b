"""Triggers of tables that a migration makes."""

from typing import Any


def install_triggers(app_label: str, apps: Any, schema_editor: Any) -> None:
    """Of every model of the app, as its state in the migration holds them.

    One operation for all: an operation for each would have Django build the app's models anew
    each time, which took most of the time of setting up a database.
    """
    for model in apps.get_app_config(app_label).get_models():
        for trigger in getattr(model._meta, "triggers", ()):
            # The statement is complete; parameters would make its percent signs placeholders.
            schema_editor.execute(trigger.install_sql, params=None)
