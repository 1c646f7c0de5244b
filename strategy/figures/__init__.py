"""The plan's figures that no source gives, as versioned data."""
