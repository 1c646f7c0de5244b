"""The people of a unit: accounts, roles, acting holders by order, leaving."""
