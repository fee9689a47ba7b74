"""Messages are what their types say: libraries of platforms hand on whatever came, databases do not take it."""

from collections.abc import Mapping
from dataclasses import asdict, fields, is_dataclass, replace
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from core.model import Message

T = TypeVar("T")
_MESSAGES = TypeAdapter(Message)


def sensible(message: Message) -> bool:
    """Whether every field holds what its type allows, so that it can be kept and read back."""
    try:
        _MESSAGES.validate_python(asdict(message))
    except (ValidationError, RecursionError):
        return False
    return True


def whole(value: T) -> T:
    """The same value (text, or a dataclass of such values), each half of a surrogate pair in it replaced by U+FFFD."""
    mended = _mended(value)
    return value if mended is None else mended


def _mended(value: object) -> Any:  # noqa: ANN401 - of the same type as `value`
    """The mended value; None when there is nothing to mend."""
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, tuple):
        return tuple(map(whole, value)) if any(_mended(item) is not None for item in value) else None
    if isinstance(value, Mapping):
        return {whole(key): whole(item) for key, item in value.items()} if _mended(tuple(value.items())) else None
    if is_dataclass(value) and not isinstance(value, type):
        changes = {field.name: mended for field in fields(value) if (mended := _mended(getattr(value, field.name)))}
        return replace(value, **changes) if changes else None
    return None


def _text(text: str) -> str | None:
    if text.isascii():
        return None
    mended = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return mended if mended != text else None
