"""Uploads, as parts of a form or by address."""

import re
from collections.abc import AsyncIterator
from typing import Final
from urllib.parse import unquote

from aiohttp import BodyPartReader, web
from aiohttp.http_exceptions import HttpProcessingError

from studio.api.envelope import success
from studio.api.reading import read_object
from studio.api.sessions import file_info
from studio.api.studio import Studio, account_of, studio_of
from studio.api.trouble import note_upload
from studio.errors import BadRequest
from studio.media.fetch import Fetcher
from studio.media.spool import Arrived, Spool
from studio.media.types import check_name, safe_name

CHUNK: Final = 256 * 1024
FIELDS: Final = ("files", "files[]", "file")
ESCAPED: Final = re.compile(r"(?:[^%]|%[0-9A-Fa-f]{2})*")


async def upload(request: web.Request) -> web.Response:
    """POST /api/upload-video/nemo_agent/me/{session}: all files of a request are taken, or none."""
    studio = studio_of(request)
    session = await studio.store.sessions.get(await account_of(request), request.match_info["session"])
    with Spool(studio.config.incoming, studio.config.allowances.file_bytes) as spool:
        if request.content_type == "multipart/form-data":
            arrived = await _parts(request, studio, spool)
        else:
            arrived = await _addresses(request, studio, spool)
        if not arrived:
            raise BadRequest("There is no file in this upload: send parts named “files”, or “urls”.")
        admitted = await studio.library.admit(session, arrived)
    files = [file_info(request, media) for media in admitted]
    return success({"files": files, "session_state_applied": True})


async def _chunks(part: BodyPartReader) -> AsyncIterator[bytes]:
    while chunk := await part.read_chunk(CHUNK):
        yield chunk


async def _parts(request: web.Request, studio: Studio, spool: Spool) -> list[Arrived]:
    arrived: list[Arrived] = []
    try:
        reader = await request.multipart()
        while (part := await reader.next()) is not None:
            if not isinstance(part, BodyPartReader) or part.name not in FIELDS or part.filename is None:
                continue
            _check_count(len(arrived), studio)
            name = safe_name(_plain(part.filename))
            note_upload(request, name)
            check_name(name)
            arrived.append(await spool.take(name, _chunks(part)))
    except (ValueError, AssertionError, EOFError, HttpProcessingError, web.RequestPayloadError) as error:
        raise BadRequest("The form of this upload is broken.") from error
    return arrived


def _plain(name: str) -> str:
    """A file name as its owner wrote it: several HTTP libraries percent-encode what is not ASCII (RFC 7578, 2)."""
    try:
        return unquote(name, errors="strict") if ESCAPED.fullmatch(name) else name
    except UnicodeDecodeError:
        return name


async def _addresses(request: web.Request, studio: Studio, spool: Spool) -> list[Arrived]:
    body = await read_object(request)
    urls = body.get("urls")
    if not isinstance(urls, list) or not all(isinstance(url, str) for url in urls):
        raise BadRequest("urls must be a list of addresses.")
    _check_count(len(urls) - 1, studio)
    fetcher = Fetcher(studio.config.allowances.file_bytes, allow_private=studio.config.allow_private_urls)
    arrived: list[Arrived] = []
    for url in urls:
        note_upload(request, safe_name(url.partition("?")[0]))
        arrived.append(await fetcher.fetch(url, spool))
    return arrived


def _check_count(taken: int, studio: Studio) -> None:
    if taken >= studio.config.allowances.files_at_once:
        raise BadRequest(f"At most {studio.config.allowances.files_at_once} files at once.")
