"""Figures that no source prints, as versioned data: download, change, upload, compare, sign."""
