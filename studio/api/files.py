"""Finished exports and uploaded files, with ranges. An address that we signed needs no token."""

from pathlib import Path
from typing import Final
from urllib.parse import quote

from aiohttp import web

from studio.api.studio import account_of, link, studio_of
from studio.api.trouble import send_file, troubles_of
from studio.errors import RenderNotFound
from studio.media.types import MEDIA_TYPES, suffix
from studio.rehearsal.desk import first
from studio.rehearsal.rules import Kind
from studio.store import RenderState, StoredMedia, StoredRender

SAFE: Final = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, max-age=3600"}


def _signed(request: web.Request, folder: str, name: str, shown: str) -> str:
    signature = studio_of(request).store.secret.sign(f"{folder}/{name}")
    return link(request, f"/files/{folder}/{name}/{signature}/{quote(shown, safe='')}")


def media_link(request: web.Request, media: StoredMedia) -> str:
    """The address of an uploaded file."""
    return _signed(request, "media", media.item.id, media.item.filename)


def export_link(request: web.Request, render: StoredRender) -> str:
    """The address of a finished export."""
    return _signed(request, "export", str(render.number), "export.mp4")


async def _answer(request: web.Request, path: Path, media_type: str) -> web.StreamResponse:
    if not path.is_file():  # noqa: ASYNC240 -- one stat of a local file
        raise RenderNotFound("This file is no longer kept.")
    headers = {**SAFE, "Content-Type": media_type}
    if first(troubles_of(request), Kind.DRIP, Kind.CUT, Kind.LOST):
        return await send_file(request, path, headers)
    return web.FileResponse(path, headers=headers, chunk_size=256 * 1024)


async def _export(request: web.Request, render: StoredRender) -> web.StreamResponse:
    if render.state is not RenderState.COMPLETED or not render.file:
        raise RenderNotFound("This export is not finished.")
    return await _answer(request, studio_of(request).config.renders / render.file, "video/mp4")


async def download(request: web.Request) -> web.StreamResponse:
    """GET /api/render/proxy/{render}/download."""
    account = await account_of(request)
    return await _export(request, await studio_of(request).store.renders.get(account, request.match_info["render"]))


def _check_signature(request: web.Request, folder: str) -> str:
    name = request.match_info["name"]
    if not studio_of(request).store.secret.signed(f"{folder}/{name}", request.match_info["signature"]):
        raise RenderNotFound("There is no such file.")
    return name


async def signed_export(request: web.Request) -> web.StreamResponse:
    """GET /files/export/{name}/{signature}/{file}: the MP4, for whoever has its address."""
    number = int(_check_signature(request, "export"))
    return await _export(request, await studio_of(request).store.renders.by_number(number))


async def signed_media(request: web.Request) -> web.StreamResponse:
    """GET /files/media/{name}/{signature}/{file}: an uploaded file, for whoever has its address."""
    studio = studio_of(request)
    media = await studio.store.media.get(_check_signature(request, "media"))
    if media is None:
        raise RenderNotFound("There is no such file.")
    media_type = MEDIA_TYPES.get(suffix(media.item.filename), "application/octet-stream")
    return await _answer(request, studio.library.path(media), media_type)
