"""Personal data: who looked at it, and what is held on one person."""
