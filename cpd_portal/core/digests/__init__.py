"""E-mails that sum up what a person should know: claimed, sent, and told when they fail."""
