"""The sample of this room; always marked as such."""
