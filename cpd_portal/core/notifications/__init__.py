"""What has happened for a person, read from what the rooms record anyway."""
