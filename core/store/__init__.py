"""What is kept, on SQLite. `open_store` is the door; no SQL stands anywhere else in the core."""

from core.store.sqlite import SqliteStore, open_store

__all__ = ["SqliteStore", "open_store"]
