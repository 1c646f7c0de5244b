"""Made-up defects for an installation that shows sample data; every row is marked."""
