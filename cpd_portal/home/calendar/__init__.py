"""A person's deadlines as a page and as a feed for calendar programs."""
