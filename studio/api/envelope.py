"""Every answer in the protocol's envelope."""

import json
import logging
import time
from collections.abc import Mapping
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler

from studio.errors import BadRequest, StudioError, TooManyRequests

log = logging.getLogger(__name__)


def _dump(data: object) -> str:
    return json.dumps(data, ensure_ascii=False)


def success(data: Mapping[str, Any], *, headers: Mapping[str, str] | None = None) -> web.Response:
    """`{"code": 0, "data": …}`."""
    return web.json_response({"code": 0, "data": dict(data), "message": "success"}, headers=headers, dumps=_dump)


def failure(error: StudioError) -> web.Response:
    """`{"code": …, "message": …}` with the error's HTTP status."""
    body = {"code": error.code, "data": None, "message": str(error)}
    headers = {"Retry-After": str(error.retry_after)} if isinstance(error, TooManyRequests) else None
    return web.json_response(body, status=error.status, headers=headers, dumps=_dump)


def refusal(error: StudioError, status: int) -> web.Response:
    """The same for a message to the agent, whose clients may know the agent kit's own server: it says `detail`."""
    code = status if error.code in range(400, 500) else error.code
    body = {"code": code, "data": None, "message": str(error), "detail": str(error)}
    return web.json_response(body, status=status, dumps=_dump)


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
