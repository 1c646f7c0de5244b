"""Made-up defects, orders and plans for an installation that shows sample data; all marked."""
