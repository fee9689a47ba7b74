"""Numbers out of metadata that anybody may have written."""

from collections.abc import Mapping
from typing import Any


def whole(value: object, fallback: int = 0) -> int:
    """A number of ms out of free metadata; `fallback` for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 86_400_000:
        return fallback
    return round(value)


def factor(value: object, fallback: float = 1.0) -> float:
    """A positive factor out of free metadata."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0.01 <= value <= 100:
        return fallback
    return float(value)


def merged(meta: Mapping[str, Any], **changes: object) -> dict[str, Any]:
    """The metadata with changes; None takes a key away."""
    result = {**meta, **changes}
    return {key: value for key, value in result.items() if value is not None}
