"""Every answer in the protocol's envelope, and every request body read with suspicion."""

import json
import logging
import time
from collections.abc import Mapping
from typing import Any, NoReturn

from aiohttp import web
from aiohttp.typedefs import Handler

from studio.errors import BadRequest, StudioError, TooManyRequests

log = logging.getLogger(__name__)


def _dump(data: object) -> str:
    return json.dumps(data, ensure_ascii=False)


def success(data: Mapping[str, Any], *, headers: Mapping[str, str] | None = None) -> web.Response:
    """`{"code": 0, "data": …}`."""
    return web.json_response({"code": 0, "data": dict(data), "message": "success"}, headers=headers, dumps=_dump)


def failure(error: StudioError, *, status: int | None = None) -> web.Response:
    """`{"code": …, "message": …}` with the error's HTTP status."""
    body = {"code": error.code, "data": None, "message": str(error)}
    headers = {"Retry-After": str(error.retry_after)} if isinstance(error, TooManyRequests) else None
    return web.json_response(body, status=status or error.status, headers=headers, dumps=_dump)


@web.middleware
async def envelope(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Errors become answers; what nobody foresaw is logged once and told without its inside."""
    begun = time.monotonic()
    response = await _answer(request, handler)
    path = request.match_info.route.resource.canonical if request.match_info.route.resource else "?"
    log.info("%s %s %s %.2f s", request.method, path, response.status, time.monotonic() - begun)
    return response


async def _answer(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except StudioError as error:
        return failure(error)
    except web.HTTPException as error:
        headers = {"Allow": error.headers["Allow"]} if "Allow" in error.headers else None
        body = {"code": error.status, "data": None, "message": error.reason}
        return web.json_response(body, status=error.status, headers=headers)
    except ConnectionError:
        raise
    except RecursionError:
        return failure(BadRequest("The body is nested too deeply."))
    except Exception:
        log.exception("%s broke", request.match_info.route.name)
        return failure(StudioError("Something went wrong here."))


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def parse_object(raw: bytes) -> dict[str, Any]:
    """A JSON object out of bytes; raises BadRequest."""
    try:
        data = json.loads(raw, parse_constant=_no_constant)
        if b"\\u" in raw:
            _dump(data).encode()  # half a surrogate pair can be written in JSON and nowhere else
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
