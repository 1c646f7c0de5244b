"""Pages of the registrar's room."""
