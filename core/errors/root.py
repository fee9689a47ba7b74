"""The root of the tree, and what only an operator can mend."""

from collections.abc import Mapping
from typing import Any, ClassVar


class ReelayError(Exception):
    """The root. Every subclass carries its data as attributes and a `sentence` for the person it concerns."""

    sentence: ClassVar[str] = "Something went wrong on our side. Nothing is lost; please try again in a moment."

    def __init__(self, message: str = "", **data: Any) -> None:
        super().__init__(message or (type(self).__doc__ or "").strip().splitlines()[0])
        self._data = data

    def fields(self) -> Mapping[str, Any]:
        """The values for the named fields of `sentence`."""
        return self._data


class SettingsError(ReelayError):
    """A setting is missing or makes no sense; the message says which and what to do."""
