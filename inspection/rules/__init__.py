"""Pure rules of inspections: no database, no clock."""
