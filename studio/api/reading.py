"""Request bodies, read with suspicion."""

import json
import math
import re
from collections.abc import Mapping
from typing import Any, Final, NoReturn

from aiohttp import web

from studio.errors import BadRequest

DEEPEST: Final = 100
"""Levels of nesting that are taken; Python's own parser keeps its limit by unwinding a full stack."""
BRACKETS: Final = re.compile(rb'"(?:[^"\\]|\\.)*+"?|[\[\]{}]', re.DOTALL)


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise ValueError(f"{text:.20} is too large")
    return number


def depth(raw: bytes) -> int:
    """How deeply JSON is nested, as far as that exceeds what is taken."""
    level = deepest = 0
    for match in BRACKETS.finditer(raw):
        token = match.group()
        level += (token in b"[{") - (token in b"]}")
        deepest = max(deepest, level)
        if deepest > DEEPEST:
            break
    return deepest


def parse_object(raw: bytes) -> dict[str, Any]:
    """A JSON object out of bytes; raises BadRequest."""
    if raw.count(b"[") + raw.count(b"{") > DEEPEST and depth(raw) > DEEPEST:
        raise BadRequest("The body is nested too deeply.")
    try:
        data = json.loads(raw.decode("utf-8-sig"), parse_constant=_no_constant, parse_float=_finite)
        if b"\\u" in raw:  # which can write half a surrogate pair
            json.dumps(data, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise BadRequest("The body is not JSON.") from error
    if not isinstance(data, dict):
        raise BadRequest("The body must be a JSON object.")
    return data


async def read_object(request: web.Request) -> dict[str, Any]:
    """The request's JSON object; raises BadRequest."""
    return parse_object(await request.read())


def text_of(data: Mapping[str, Any], *names: str, limit: int = 200) -> str:
    """A text of 1 to `limit` characters under the first of these names; raises BadRequest."""
    value = next((data[name] for name in names if data.get(name) is not None), None)
    if not isinstance(value, str) or not value.strip() or len(value) > limit:
        raise BadRequest(f"{names[0]} must be a text of 1 to {limit} characters.")
    return value


def optional_text(data: Mapping[str, Any], name: str, *, limit: int = 200) -> str | None:
    """The same where it may be left out."""
    return text_of(data, name, limit=limit) if data.get(name) not in (None, "") else None
