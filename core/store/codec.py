"""Dataclasses to JSON and back, tolerant of what later versions add."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar

from pydantic import JsonValue, TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError, to_jsonable_python

from core.errors import StoreError

T = TypeVar("T")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def to_micros(moment: datetime) -> int:
    """A moment (aware) as microseconds since 1970, UTC."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def from_micros(micros: int) -> datetime:
    """The moment, aware, UTC."""
    return _EPOCH + timedelta(microseconds=micros)


def optional_moment(micros: int | None) -> datetime | None:
    """`from_micros`, or None."""
    return None if micros is None else from_micros(micros)


class Codec(Generic[T]):
    """JSON text of one type. Reading ignores unknown fields and gives missing ones their default."""

    def __init__(self, kind: type[T]) -> None:
        self._name = kind.__name__
        self._adapter: TypeAdapter[T] = TypeAdapter(kind)

    def dump(self, value: T) -> str:
        """The value as JSON text. Half surrogate pairs, which no database stores, become U+FFFD.

        Raises StoreError for a value that could not be read back (a field that holds what its type does not allow).
        """
        try:
            return self._adapter.dump_json(value, warnings="error").decode()
        except PydanticSerializationError:
            text = dump_json(to_jsonable_python(value, inf_nan_mode="constants"))
            self.load(text)
            return text

    def load(self, text: str) -> T:
        """Read back what `dump` wrote. Raises StoreError, without the content, when it is something else."""
        try:
            return self._adapter.validate_json(text)
        except ValidationError as error:
            where = ", ".join(".".join(map(str, problem["loc"])) for problem in error.errors(include_input=False))
            raise StoreError(f"a stored {self._name} cannot be read back ({where})") from None


def dump_json(value: object) -> str:
    """Any JSON-like value as text. Half surrogate pairs, in keys too, become U+FFFD."""
    return _whole(json.dumps(value, default=to_jsonable_python, ensure_ascii=False, separators=(",", ":")))


def load_json(text: str) -> dict[str, Any]:
    """Read back what `dump_json` wrote."""
    value: dict[str, Any] = json.loads(text)
    return value


def map_strings(value: JsonValue, change: Callable[[str], str]) -> JsonValue:
    """The same JSON value with every string, keys too, put through `change`."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [map_strings(item, change) for item in value]
    if isinstance(value, dict):
        return {change(key): map_strings(item, change) for key, item in value.items()}
    return value


def _whole(text: str) -> str:
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
