"""Forms of the registrar's room."""
