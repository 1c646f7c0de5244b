"""Many new tables in one step of a migration."""

from collections.abc import Sequence
from typing import Any

from django.db.migrations import CreateModel
from django.db.migrations.operations.base import Operation


class CreateTables(Operation):
    """As so many `CreateModel`, in their order; a foreign key may point at a later one.

    Django builds the models of a state anew after each `CreateModel`, with everything related to
    them: here that is nearly all, and setting up a database took most of its time for it. The
    state of these models is built once, when all are known.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, models: Sequence[Operation]) -> None:
        """`models`: CreateModel, and AddField for what closes a circle."""
        self.models = list(models)

    def state_forwards(self, app_label: str, state: Any) -> None:
        # What has been built so far is thrown away: the next look builds everything once.
        state.__dict__.pop("apps", None)
        for one in self.models:
            one.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        for model in self._tables(app_label, schema_editor, to_state):
            schema_editor.create_model(model)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        for model in reversed(self._tables(app_label, schema_editor, from_state)):
            schema_editor.delete_model(model)

    def describe(self) -> str:
        return f"Create {len(self.models)} tables"

    def _tables(self, app_label: str, schema_editor: Any, state: Any) -> list[Any]:
        names = [one.name for one in self.models if isinstance(one, CreateModel)]
        models = [state.apps.get_model(app_label, name) for name in names]
        alias = schema_editor.connection.alias
        return [model for model in models if self.allow_migrate_model(alias, model)]
