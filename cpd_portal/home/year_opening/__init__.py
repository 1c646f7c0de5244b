"""Opening of a fiscal year in one guided step, over the parts that the rooms registered."""
