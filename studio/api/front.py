"""What a person sees who opens the studio in a browser."""

from html import escape
from typing import Final

from aiohttp import web

from studio.api.files import export_link
from studio.api.studio import studio_of
from studio.draft import Draft, Track, TrackType
from studio.errors import SessionNotFound
from studio.store import RenderState

ABOUT: Final = (
    "This is Reelay's studio: an HTTP server that speaks the NemoVideo protocol, edits by fixed rules and renders real "
    "MP4 files.\n"
)
NAMES: Final = {TrackType.VIDEO: "Video", TrackType.AUDIO: "Audio", TrackType.TEXT: "Text"}
PAGE: Final = (
    "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>"
    "<meta name=referrer content=no-referrer><title>{title}</title>"
    "<style>body{{font:16px/1.5 system-ui;margin:2rem auto;max-width:48rem;padding:0 1rem}}video{{width:100%}}</style>"
    "<h1>{title}</h1>{body}"
)


async def about(_: web.Request) -> web.Response:
    """GET /."""
    return web.Response(text=ABOUT)


async def health(_: web.Request) -> web.Response:
    """GET /healthz."""
    return web.json_response({"status": "ok"})


def _label(track: Track) -> str:
    name = track.meta.get("name") or next((NAMES[kind] for kind in NAMES if kind == track.type), "Track")
    parts = [
        f"{segment.meta.get('title') or segment.meta.get('text') or segment.meta.get('name') or '…'}"
        f" ({segment.start / 1000:g}-{segment.end / 1000:g} s)"
        for segment in track.segments
    ]
    return f"<li>{escape(str(name))}: {escape(', '.join(parts))}"


def _timeline(draft: Draft) -> str:
    if not draft.tracks:
        return "<p>The timeline is empty.</p>"
    return f"<ol>{''.join(_label(track) for track in draft.tracks)}</ol>"


async def claimed(request: web.Request) -> web.Response:
    """GET /workspace/claim?ct=…: the project that a claim token opens, to look at, and nothing else."""
    store = studio_of(request).store
    try:
        session = await store.sessions.claimed(request.query.get("ct", ""))
    except SessionNotFound as error:
        page = PAGE.format(title="No such project", body=f"<p>{escape(str(error))}</p>")
        return web.Response(text=page, content_type="text/html", status=404)
    draft = await store.sessions.present(session.id)
    films = "".join(
        f"<p><video controls src='{escape(export_link(request, render))}'></video></p>"
        for render in await store.renders.of_session(session.id)
        if render.state is RenderState.COMPLETED
    )
    page = PAGE.format(title=escape(session.task_name), body=_timeline(draft) + films)
    return web.Response(text=page, content_type="text/html", headers={"Referrer-Policy": "no-referrer"})
