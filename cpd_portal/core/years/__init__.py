"""Opening of a fiscal year: what the rooms contribute, and what an opening made."""
