"""Exports."""

from typing import Any, Final

from aiohttp import web

from studio.api.envelope import success
from studio.api.files import export_link
from studio.api.reading import read_object, text_of
from studio.api.studio import account_of, studio_of
from studio.draft import Draft
from studio.errors import AttributionMissing, BadRequest
from studio.exports.order import QUALITIES, check
from studio.store import RenderOrder, RenderState, StoredRender

ATTRIBUTION: Final = ("X-Skill-Source", "X-Skill-Version", "X-Skill-Platform")


def _check_attribution(request: web.Request) -> None:
    missing = [name for name in ATTRIBUTION if not request.headers.get(name, "").strip()]
    if missing:
        raise AttributionMissing(f"The export needs the header {missing[0]}.")


def _quality(body: dict[str, Any]) -> str:
    output = body.get("output") or {}
    if not isinstance(output, dict):
        raise BadRequest("output must be an object.")
    if str(output.get("format") or "mp4").lower() != "mp4":
        raise BadRequest("Exports are made as mp4 only.")
    quality = str(output.get("quality") or "high")
    return quality if quality in QUALITIES else "high"


def _report(request: web.Request, render: StoredRender) -> web.Response:
    done = render.state is RenderState.COMPLETED
    cancelled = render.state is RenderState.CANCELLED
    data: dict[str, Any] = {
        "id": render.order.id,
        "status": "failed" if cancelled else str(render.state),
        "progress": 100 if done else studio_of(request).exports.progress(render),
    }
    if done:
        data["output"] = {
            "url": export_link(request, render),
            "duration": (render.duration or 0) / 1000,
            "size": render.size,
            "width": render.width,
            "height": render.height,
        }
    if cancelled:
        data |= {"cancelled": True, "error": "The export was cancelled."}
    elif render.state is RenderState.FAILED:
        data["error"] = render.error or "The export failed."
    return success(data, headers=None if render.state.finished else _soon(request))


def _soon(request: web.Request) -> dict[str, str]:
    """When to ask again: in a second, or at once where nothing is to take time."""
    return {"Retry-After": "1" if studio_of(request).config.temper.pace > 0 else "0"}


async def start(request: web.Request) -> web.Response:
    """POST /api/render/proxy/lambda: the same id again starts nothing new."""
    account = await account_of(request)
    _check_attribution(request)
    body = await read_object(request)
    studio = studio_of(request)
    session = await studio.store.sessions.get(account, text_of(body, "sessionId", "session_id"))
    check(Draft.from_json(body.get("draft")))
    order = RenderOrder(account, text_of(body, "id"), session.id, body["draft"], _quality(body))
    return _report(request, await studio.exports.submit(order))


async def poll(request: web.Request) -> web.Response:
    """GET /api/render/proxy/lambda/{render}."""
    account = await account_of(request)
    return _report(request, await studio_of(request).store.renders.get(account, request.match_info["render"]))


async def cancel(request: web.Request) -> web.Response:
    """POST /api/render/proxy/lambda/{render}/cancel."""
    account = await account_of(request)
    studio = studio_of(request)
    await studio.exports.cancel(await studio.store.renders.get(account, request.match_info["render"]))
    return _report(request, await studio.store.renders.get(account, request.match_info["render"]))
