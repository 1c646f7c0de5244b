"""Pages of the scorecard, of results and their rounds."""
