"""From the backend's payloads to our words. Tolerant of spellings and of what is missing, except where it matters."""

import math
import re
import uuid
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin

from core.errors import BackendUnavailable
from core.json_text import decode_json
from core.model import AnonymousToken, Credits, Render, RenderState, Session, SessionState, UploadedFile
from core.nemo.envelopes import message_in
from core.nemo.redaction import error_words

Payload = Mapping[str, Any]

_RENDER_STATES = {
    **dict.fromkeys(("pending", "queued", "queueing", "waiting", "submitted", "created"), RenderState.PENDING),
    **dict.fromkeys(("processing", "running", "rendering", "in_progress", "started"), RenderState.PROCESSING),
    **dict.fromkeys(("completed", "complete", "succeeded", "success", "done", "finished"), RenderState.COMPLETED),
    **dict.fromkeys(("failed", "failure", "error", "timeout"), RenderState.FAILED),
    **dict.fromkeys(("cancelled", "canceled", "aborted"), RenderState.CANCELLED),
}
_FILE_TYPES = {
    "video": ("mp4", "mov", "avi", "webm", "mkv"),
    "image": ("jpg", "jpeg", "png", "gif", "webp"),
    "audio": ("mp3", "wav", "m4a", "aac"),
}


def new_render_id() -> str:
    """A render id that nobody else has: `render_` and 32 hexadecimal digits."""
    return f"render_{uuid.uuid4().hex}"


def anonymous_token(data: Payload) -> AnonymousToken:
    """A free token. Raises BackendUnavailable when there is none in the answer."""
    return AnonymousToken(
        token=_demanded(data, "token"),
        user_id=_text(data, "user_id", "userId"),
        expires_at=_moment(data.get("expires_at", data.get("expiresAt"))),
        credits=_number(data, "credits"),
    )


def session(data: Payload) -> Session:
    """A new session. Raises BackendUnavailable when it has no id."""
    session_id = _demanded(data, "session_id", "sessionId")
    return Session(session_id, _text(data, "task_id", "taskId") or "", _text(data, "user_id", "userId"))


def claim_token(data: Payload) -> str:
    """The token of a browser link. Raises BackendUnavailable when there is none."""
    return _demanded(data, "claim_token", "claimToken")


def balance(data: Payload) -> Credits:
    """A balance. Raises BackendUnavailable when it does not say what is available."""
    available = _number(data, "available")
    if available is None:
        raise BackendUnavailable("The balance says nothing about available credits")
    frozen = _number(data, "frozen") or 0
    total = _number(data, "total")
    return Credits(available, frozen, available + frozen if total is None else total)


def session_state(data: Payload) -> SessionState:
    """A session's state with its draft untouched. A session that holds nothing yet has an empty draft."""
    state = _object(data.get("state")) or (data if "draft" in data else {})
    canvas = _object(state.get("canvas_config")) or {}
    infos = state.get("video_infos")
    return SessionState(
        draft=_object(state.get("draft")) or {},
        video_infos=tuple(filter(None, map(_object, infos))) if isinstance(infos, list) else (),
        generated=_how_many(state.get("generated_media")),
        width=_whole(canvas, "width"),
        height=_whole(canvas, "height"),
        user_id=_text(data, "user_id", "userId") or _text(state, "user_id", "userId"),
        raw=state,
    )


def _how_many(media: object) -> int:
    """How many things a list holds, or an object with lists by kind."""
    if isinstance(media, Mapping):
        return sum(len(kind) if isinstance(kind, list) else kind is not None for kind in media.values())
    return len(media) if isinstance(media, list) else 0


def uploaded_files(data: Payload) -> tuple[UploadedFile, ...]:
    """The files as the backend has them."""
    files = data.get("files")
    if isinstance(files, Mapping):
        files = [files]
    if not isinstance(files, list):
        files = [data] if _text(data, "filename", "file_name") else []
    return tuple(_uploaded(file) for file in files if isinstance(file, Mapping))


def render(data: Payload, render_id: str, base_url: str, retry_after: float | None) -> Render:
    """How an export stands, from either shape. A relative download address is resolved against `base_url`."""
    output = _object(data.get("output")) or {}
    url = (
        _text(output, "url", "outputUrl", "output_url")
        or _text(data, "outputUrl", "output_url", "url")
        or (data["output"] if isinstance(data.get("output"), str) else None)
    )
    state = _render_state(data.get("status"), has_url=bool(url))
    return Render(
        id=render_id,
        state=state,
        progress=100 if state is RenderState.COMPLETED else _percent(data.get("progress")),
        url=_absolute(base_url, str(url)) if url else None,
        size=_whole(output, "size", "fileSize", "file_size") or _whole(data, "size"),
        duration=_number(output, "duration") or _number(data, "duration"),
        error=error_words(message_in({"error": data.get("error"), "message": data.get("errorMessage")})) or None,
        retry_after=retry_after,
    )


def _render_state(status: object, *, has_url: bool) -> RenderState:
    known = _RENDER_STATES.get(str(status).strip().lower().replace("-", "_")) if status else None
    if known is not None:
        return known
    if has_url:
        return RenderState.COMPLETED
    return RenderState.PROCESSING if status else RenderState.PENDING


def _percent(value: object) -> int:
    """Progress as 0-100. A fraction counts as one only where it is written as one (0.5, not 1)."""
    if isinstance(value, str):
        value = value.strip().removesuffix("%")
    number = _as_number(value)
    if number is None:
        return 0
    if isinstance(value, float) and 0 < number < 1:
        number *= 100
    return round(min(max(number, 0.0), 100.0))


def _uploaded(file: Payload) -> UploadedFile:
    name = _text(file, "filename", "file_name", "name") or "file"
    return UploadedFile(
        filename=name,
        file_type=_file_type(_text(file, "file_type", "fileType", "type"), name),
        cdn_url=_text(file, "cdn_url", "cdnUrl", "url"),
        duration=_number(file, "duration"),
        width=_whole(file, "width"),
        height=_whole(file, "height"),
        fps=_number(file, "fps"),
        hash=_text(file, "hash"),
    )


def _file_type(said: str | None, name: str) -> str:
    kind = (said or "").split("/")[0].lower()
    if kind in _FILE_TYPES:
        return kind
    extension = name.rpartition(".")[2].lower()
    return next((kind for kind, extensions in _FILE_TYPES.items() if extension in extensions), "video")


def _absolute(base_url: str, url: str) -> str | None:
    try:
        joined = urljoin(base_url.rstrip("/") + "/", url.strip())
    except ValueError:
        return None
    return joined if re.match(r"https?://", joined, re.IGNORECASE) else None


def _demanded(data: Payload, *keys: str) -> str:
    value = _text(data, *keys)
    if value is None:
        raise BackendUnavailable(f"The answer has no {keys[0]}")
    return value


def _text(data: Payload, *keys: str) -> str | None:
    for key in keys:
        value = data.get(key)
        if isinstance(value, str) and value:
            return value
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
    return None


def _number(data: Payload, *keys: str) -> float | None:
    return next(_numbers(data, keys), None)


def _whole(data: Payload, *keys: str) -> int | None:
    number = _number(data, *keys)
    return None if number is None else round(number)


def _numbers(data: Payload, keys: Iterable[str]) -> Iterator[float]:
    for key in keys:
        number = _as_number(data.get(key))
        if number is not None:
            yield number


def _as_number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    if not math.isfinite(number):
        return None
    return value if isinstance(value, int) else number


def _object(value: object) -> dict[str, Any] | None:
    """An object, also where it came as JSON inside a string."""
    if isinstance(value, str):
        value = decode_json(value)
    return value if isinstance(value, dict) else None


def _moment(value: object) -> datetime | None:
    """A point in time from ISO 8601 or epoch seconds (or milliseconds), aware, UTC."""
    try:
        if isinstance(value, str):
            moment = datetime.fromisoformat(value.strip())
            return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
        number = _as_number(value)
        if number is None:
            return None
        return datetime.fromtimestamp(number / 1000 if number > 1e11 else number, UTC)
    except (ValueError, OverflowError, OSError):
        return None
