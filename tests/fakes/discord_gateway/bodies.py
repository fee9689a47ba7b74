"""Reading what a bot sends: JSON, or multipart with files that are streamed to disk; and refusing what Discord refuses."""

import hashlib
import json
from pathlib import Path
from typing import Any

from aiohttp import BodyPartReader, web

from tests.fakes.discord_gateway.world import FILE_LIFE, Refusal, StoredFile, World

PAYLOAD = web.RequestKey("payload", dict)
"""The JSON that came with files."""
_CHUNK = 256 * 2**10


async def read_body(
    request: web.Request, world: World, folder: Path, limit: int
) -> tuple[dict[str, Any], list[StoredFile]]:
    """The JSON of a request and its files. Refuses a file above `limit` with 413, code 40005."""
    if request.content_type != "multipart/form-data":
        text = await request.text()
        return (json.loads(text) if text else {}), []
    body: dict[str, Any] = {}
    files: list[StoredFile] = []
    too_large = False
    reader = await request.multipart()
    async for part in reader:
        if not isinstance(part, BodyPartReader):
            raise Refusal(400, 50035, "Invalid Form Body")
        if part.name == "payload_json":
            body = request[PAYLOAD] = json.loads(await part.text())
        else:
            stored = await _store(part, world, folder)
            too_large = too_large or stored.size > limit
            files.append(stored)
    if too_large:
        raise Refusal(413, 40005, "Request entity too large")
    return body, files


async def _store(part: BodyPartReader, world: World, folder: Path) -> StoredFile:
    number = world.snowflake()
    path = folder / str(number)
    seen = hashlib.sha256()
    size = 0
    with path.open("wb") as file:
        while chunk := await part.read_chunk(_CHUNK):
            size += file.write(chunk)
            seen.update(chunk)
    kind = part.headers.get("Content-Type", "application/octet-stream")
    stored = StoredFile(
        number, part.filename or "file", size, str(path), kind, seen.hexdigest(), world.now() + FILE_LIFE
    )
    return world.keep_file(stored)


def check_message(body: dict[str, Any], files: list[StoredFile], *, old: bool = False) -> None:
    """Refuse what Discord would refuse in a message."""
    content = body.get("content") or ""
    if len(content) > 2000:
        raise Refusal(400, 50035, "Invalid Form Body: content: Must be 2000 or fewer in length.")
    if not (content or files or body.get("embeds") or body.get("components") or old):
        raise Refusal(400, 50006, "Cannot send an empty message")
    nonce = body.get("nonce")
    if nonce is not None and len(str(nonce)) > 25:
        raise Refusal(400, 50035, "Invalid Form Body: nonce: Must be 25 or fewer in length.")
    _check_components(body.get("components") or [])


def _check_components(rows: list[dict[str, Any]]) -> None:
    ids: set[str] = set()
    if len(rows) > 5:
        raise Refusal(400, 50035, "Invalid Form Body: components: Must be between 1 and 5 in length.")
    for row in rows:
        buttons = row.get("components", [])
        if row.get("type") != 1 or not 1 <= len(buttons) <= 5:
            raise Refusal(400, 50035, "Invalid Form Body: components: Must be between 1 and 5 in length.")
        for button in buttons:
            _check_button(button, ids)


def _check_button(button: dict[str, Any], ids: set[str]) -> None:
    own_id = button.get("custom_id")
    if len(button.get("label") or "") > 80 or (own_id is not None and not 1 <= len(own_id) <= 100):
        raise Refusal(400, 50035, "Invalid Form Body: components: length")
    if own_id is not None and own_id in ids:
        raise Refusal(400, 50035, "Invalid Form Body: Component custom id cannot be duplicated")
    if own_id is not None:
        ids.add(own_id)
    if (own_id is None) == (button.get("url") is None):
        raise Refusal(400, 50035, "Invalid Form Body: A custom id or url, one of them, is required")
