"""Reports that are made again and again: for one person, with that person's rights of the day."""
