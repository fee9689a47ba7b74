"""Whether two drafts mean the same film."""

import hashlib
import json
import math
from collections.abc import Mapping
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
    """Whether two drafts mean the same: ids, time stamps, versions and the signatures of addresses do not count."""
    return first is second or fingerprint(first) == fingerprint(second)


def fingerprint(draft: object) -> str:
    """A stable hash (64 hex digits) of what a draft means. Equal for drafts that are `same`."""
    text = json.dumps(_meaning(draft, 0), sort_keys=True, ensure_ascii=True, allow_nan=False)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _meaning(value: object, depth: int) -> Any:  # noqa: ANN401 - JSON
    if depth > _DEEPEST:
        return "…"
    if isinstance(value, Mapping):
        kept = {str(key): _meaning(item, depth + 1) for key, item in value.items() if not _volatile(str(key))}
        return {key: item for key, item in kept.items() if item not in (None, {}, [])}
    if isinstance(value, list | tuple):
        return [_meaning(item, depth + 1) for item in value]
    if isinstance(value, str):
        return value.split("?", 1)[0] if value.startswith(("http://", "https://")) else value
    return _number(value)


def _number(value: object) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, float):
        if not math.isfinite(value):
            return repr(value)
        return int(value) if value.is_integer() else round(value, 6)
    return value if isinstance(value, int) and abs(value) < 10**18 else repr(value)[:100]


def _volatile(key: str) -> bool:
    return key.lower() in _VOLATILE or key.endswith(_VOLATILE_ENDINGS)
