"""What goes wrong with what is kept: the disk, the database, the key."""

from core.errors.root import ReelayError


class StorageFull(ReelayError):
    """There is no room on this machine for a file."""

    sentence = "There is no room left for files on my side right now. Nothing is lost; please try again a little later."


class StoreError(ReelayError):
    """The database said no."""


class LeaseLost(StoreError):
    """Another worker has claimed the job; this run must stop without a trace."""


class DatabaseUnusable(StoreError):
    """The database cannot be used as it is; it is never overwritten."""


class StoreUnavailable(StoreError):
    """The database does not answer right now (locked, disk full, connection lost): worth another try."""


class SecretsUnreadable(StoreError):
    """The secret key does not open what is stored."""
