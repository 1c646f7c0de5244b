"""One picture of the department: the parts of every room, each with the way to its rows."""
