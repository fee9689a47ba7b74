"""Steering a rehearsal while it runs; only there with `--rehearse`, and only for this machine."""

import ipaddress
import json

from aiohttp import web

from studio.api.envelope import success
from studio.api.studio import studio_of
from studio.errors import BadRequest, RenderNotFound
from studio.rehearsal.desk import Rehearsal
from studio.rehearsal.rules import rules


def _rehearsal(request: web.Request) -> Rehearsal:
    found = studio_of(request).rehearsal
    if found is None or not ipaddress.ip_address((request.remote or "::").split("%")[0]).is_loopback:
        raise RenderNotFound("There is no rehearsal here.")
    return found


async def show(request: web.Request) -> web.Response:
    """GET /rehearsal: the rules in force."""
    return success({"rules": [rule.model_dump(mode="json") for rule in _rehearsal(request).rules]})


async def replace(request: web.Request) -> web.Response:
    """PUT /rehearsal: other rules; a list, an object with `rules`, or a text in the short form."""
    rehearsal = _rehearsal(request)
    try:
        raw = (await request.read()).decode()
        data = json.loads(raw) if request.content_type == "application/json" else raw
    except (ValueError, RecursionError) as error:
        raise BadRequest("The body is not JSON.") from error
    rehearsal.replace(rules(data))
    return await show(request)


async def clear(request: web.Request) -> web.Response:
    """DELETE /rehearsal: no rules any more; the books stay."""
    _rehearsal(request).replace(())
    return await show(request)


async def books(request: web.Request) -> web.Response:
    """GET /rehearsal/books: every call, oldest first."""
    return success({"calls": _rehearsal(request).books.to_json()})


async def clear_books(request: web.Request) -> web.Response:
    """DELETE /rehearsal/books: begin new books."""
    _rehearsal(request).books.clear()
    return success({"calls": []})
