"""Why a backup or a restore does not go on."""


class BackupError(Exception):
    """The message is for whoever runs the command; nothing half is left behind."""
