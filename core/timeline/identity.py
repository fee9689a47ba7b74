"""Whether two drafts mean the same film."""

import math
from collections.abc import Mapping
from functools import lru_cache
from itertools import repeat
from typing import Any, Final

_VOLATILE: Final = frozenset(
    {"id", "uuid", "ts", "timestamp", "etag", "version", "revision", "rev", "hash", "created", "updated", "modified"}
)
_VOLATILE_ENDINGS: Final = (
    "_at",
    "At",
    "_time_ms",
    "request_id",
    "requestId",
    "trace_id",
    "traceId",
    "modified",
    "Modified",
)
_DEEPEST: Final = 60


def same(first: object, second: object) -> bool:
    """Whether two drafts mean the same: ids, time stamps, versions and the signatures of addresses do not count.

    Takes some milliseconds for ten thousand segments: what is equal as it stands is not looked into.
    """
    return _alike(first, second, 0)


def _alike(first: object, second: object, depth: int) -> bool:
    if depth > _DEEPEST or _equal(first, second):
        return True
    if isinstance(first, Mapping) and isinstance(second, Mapping):
        return _alike_mappings(first, second, depth + 1)
    if isinstance(first, list | tuple) and isinstance(second, list | tuple):
        return len(first) == len(second) and all(map(_alike, first, second, repeat(depth + 1)))
    if isinstance(first, Mapping | list | tuple) or isinstance(second, Mapping | list | tuple):
        return False
    return bool(_meaning(first) == _meaning(second))


def _equal(first: object, second: object) -> bool:
    try:
        return first is second or bool(first == second)
    except RecursionError:  # deeper than anybody draws
        return False


def _alike_mappings(first: Mapping[Any, Any], second: Mapping[Any, Any], depth: int) -> bool:
    for key in first.keys() | second.keys():
        if _volatile(str(key)):
            continue
        one, other = first.get(key), second.get(key)
        if not _alike(one, other, depth) and not (_says_nothing(one, depth) and _says_nothing(other, depth)):
            return False
    return True


def _says_nothing(value: object, depth: int) -> bool:
    """Whether a value may as well be left out of its mapping."""
    if isinstance(value, Mapping):
        return depth <= _DEEPEST and all(
            _volatile(str(key)) or _says_nothing(item, depth + 1) for key, item in value.items()
        )
    return value is None or value in ([], ())


def _meaning(value: object) -> object:
    """A word or number as far as it counts."""
    if isinstance(value, str):
        return value.split("?", 1)[0] if value.startswith(("http://", "https://")) else value
    if isinstance(value, float):
        return round(value, 6) if math.isfinite(value) else repr(value)
    return value


@lru_cache(maxsize=4096)
def _volatile(key: str) -> bool:
    return key.lower() in _VOLATILE or key.endswith(_VOLATILE_ENDINGS)
