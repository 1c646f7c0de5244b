class SetupError(Exception):
    """What is missing and what to do, in one or two lines."""
