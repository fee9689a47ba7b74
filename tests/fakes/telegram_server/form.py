"""Parameters and files out of a request, streamed to disk."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import BodyPartReader, web

from tests.fakes.telegram_server.refusals import Refusal, bad_request
from tests.fakes.telegram_server.world import World

OBJECTS = frozenset({
    "allowed_updates", "commands", "entities", "caption_entities", "link_preview_options", "reaction",
    "reply_markup", "reply_parameters", "scope", "media",
})  # fmt: skip
INTEGERS = frozenset(
    {
        "message_id",
        "message_thread_id",
        "offset",
        "limit",
        "max_connections",
        "timeout",
        "user_id",
        "width",
        "height",
        "duration",
    }
)
FLAGS = frozenset({"disable_notification", "supports_streaming", "show_alert", "drop_pending_updates", "is_big"})


@dataclass
class Uploaded:
    """A file that came with a request."""

    name: str
    path: Path
    size: int
    media_type: str


@dataclass
class Form:
    """A request's parameters, decoded, and its files by field."""

    values: dict[str, Any] = field(default_factory=dict)
    files: dict[str, Uploaded] = field(default_factory=dict)

    def need(self, name: str) -> Any:
        """A parameter that must be there."""
        if self.values.get(name) in (None, ""):
            raise bad_request(f"{name} is empty" if name != "text" else "message text is empty")
        return self.values[name]

    def get(self, name: str, default: Any = None) -> Any:
        """A parameter that may be there."""
        return self.values.get(name, default)


async def read_form(request: web.Request, world: World) -> Form:
    """Read any of the encodings that the Bot API takes. Raises Refusal."""
    form = Form()
    if request.content_type == "multipart/form-data":
        await _read_multipart(request, world, form)
    elif request.content_type == "application/json":
        form.values.update(await request.json())
    else:
        form.values.update(await request.post())
    form.values.update(request.query)
    form.values = {name: _decoded(name, value) for name, value in form.values.items()}
    return form


async def _read_multipart(request: web.Request, world: World, form: Form) -> None:
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or part.name is None:
            raise bad_request("malformed multipart body")
        if part.filename is None:
            form.values[part.name] = await part.text()
            continue
        form.files[part.name] = await _save(part, world)
    if any(file.size > world.upload_limit for file in form.files.values()):
        raise Refusal(413, "Request Entity Too Large")


async def _save(part: BodyPartReader, world: World) -> Uploaded:
    """Write to disk what is within the limit; the rest is only counted."""
    path = world.folder / f"upload-{world.number()}"
    size = 0
    with path.open("wb") as file:
        while chunk := await part.read_chunk(256 * 1024):
            size += len(chunk)
            if size <= world.upload_limit:
                file.write(chunk)
    return Uploaded(part.filename or "", path, size, part.headers.get("Content-Type", ""))


def _decoded(name: str, value: Any) -> Any:
    try:
        if name in OBJECTS and isinstance(value, str):
            return json.loads(value)
        if name in INTEGERS:
            return int(value)
    except ValueError:
        raise bad_request(f"can't parse {name}") from None
    if name in FLAGS:
        return value in (True, "true", "True", "1")
    return value
