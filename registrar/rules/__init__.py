"""Pure rules of the registrar's room: they take values and the day, and say why."""
