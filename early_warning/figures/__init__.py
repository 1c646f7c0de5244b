"""Sets of versioned figures of this room."""
