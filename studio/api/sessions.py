"""Sessions, their state, and links that open them in a browser."""

from typing import Any, Final

from aiohttp import web

from studio.api.envelope import success
from studio.api.files import media_link
from studio.api.reading import optional_text, read_object, text_of
from studio.api.studio import account_of, studio_of
from studio.config import WEEK
from studio.director.model import MediaKind
from studio.draft import Draft, TrackType
from studio.exports.order import size
from studio.store import StoredMedia

CUTS_SHOWN: Final = 20


async def create(request: web.Request) -> web.Response:
    """POST /api/tasks/me/with-session/nemo_agent."""
    account = await account_of(request)
    body = await read_object(request) if request.can_read_body else {}
    name = optional_text(body, "task_name") or "project"
    session = await studio_of(request).store.sessions.create(account, name, optional_text(body, "language", limit=35))
    return success({"session_id": session.id, "task_id": session.task_id, "user_id": account})


async def claim(request: web.Request) -> web.Response:
    """POST /api/auth/claim-token."""
    account = await account_of(request)
    body = await read_object(request)
    studio = studio_of(request)
    session, task = text_of(body, "session_id", "sessionId"), text_of(body, "task_id", "taskId")
    token = await studio.store.sessions.claim(account, session, task, studio.clock.now() + WEEK)
    return success({"claim_token": token, "expires_in": round(WEEK)})


def file_info(request: web.Request, media: StoredMedia) -> dict[str, Any]:
    """An uploaded file as the protocol shows it: `duration` in seconds."""
    item = media.item
    return {
        "id": item.id,
        "filename": item.filename,
        "file_type": str(item.kind),
        "cdn_url": media_link(request, media),
        "duration": item.duration / 1000,
        "width": item.width,
        "height": item.height,
        "fps": item.fps,
        "hash": media.hash,
        "size": media.size,
    }


def _analysis(media: StoredMedia) -> dict[str, Any]:
    cuts = [cut / 1000 for cut in media.item.cuts[:CUTS_SHOWN]]
    return {"id": media.item.id, "filename": media.item.filename, "has_audio": media.item.has_audio, "cuts": cuts}


def _generated(draft: Draft) -> list[dict[str, Any]]:
    return [
        {
            "id": segment.id,
            "type": "video",
            "title": segment.meta.get("title"),
            "scene": segment.meta.get("scene"),
            "duration": segment.duration / 1000,
        }
        for track in draft.of_type(TrackType.VIDEO)
        for segment in track.segments
        if segment.meta.get("source") == "scene"
    ]


async def state(request: web.Request) -> web.Response:
    """GET /api/state/nemo_agent/me/{session}/latest."""
    account = await account_of(request)
    store = studio_of(request).store
    session = await store.sessions.get(account, request.match_info["session"])
    draft = await store.sessions.present(session.id)
    media = await store.media.of_session(session.id)
    width, height = size(draft)
    now = {
        "draft": draft.to_json(),
        "video_infos": [file_info(request, item) for item in media],
        "canvas_config": {"width": width, "height": height},
        "generated_media": _generated(draft),
        "video_analyses": [_analysis(item) for item in media if item.item.kind is MediaKind.VIDEO],
    }
    about = {"session_id": session.id, "task_id": session.task_id, "task_name": session.task_name, "user_id": account}
    return success({**about, "state": now})
