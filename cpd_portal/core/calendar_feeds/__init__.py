"""The secret address under which a person's calendar program reads the person's deadlines."""
