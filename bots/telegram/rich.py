"""Rich messages (Bot API 10.1), which the library hands on undecoded: their words and their files."""

from collections.abc import Iterator, Mapping
from typing import Any

from bots.telegram.attachments import whole
from core.model import Attachment, AttachmentSource

_FILES = {
    "video": (".mp4", "video/mp4"),
    "animation": (".mp4", "video/mp4"),
    "audio": (".mp3", "audio/mpeg"),
    "voice_note": (".ogg", "audio/ogg"),
    "photo": (".jpg", "image/jpeg"),
}
_INLINE = ("text", "alternative_text", "expression")
_LINES = ("blocks", "items", "caption", "credit")


def rich_text(value: object) -> str:
    """The words, a block a line; markup is left out, the addresses behind links are kept."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "".join(rich_text(part) for part in value)
    return _of_block(value) if isinstance(value, Mapping) else ""


def _of_block(block: Mapping[str, Any]) -> str:
    inline = "".join(rich_text(block[key]) for key in _INLINE if key in block)
    url = block.get("url")
    if isinstance(url, str) and url not in inline:
        inline = f"{inline} ({url})"
    lines = [rich_text(block.get("summary")), inline]
    for key in _LINES:
        part = block.get(key)
        lines += map(rich_text, part) if isinstance(part, list) else [rich_text(part)]
    lines += map(_row, _list(block.get("cells")))
    text = "\n".join(line for line in lines if line)
    return f"{block['label']} {text}" if isinstance(block.get("label"), str) else text


def _row(cells: object) -> str:
    return " | ".join(rich_text(cell) for cell in _list(cells))


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def rich_attachments(value: object) -> Iterator[Attachment]:
    """The files, in order; of a photo its largest size."""
    if isinstance(value, list):
        for part in value:
            yield from rich_attachments(part)
    elif isinstance(value, Mapping):
        for key, part in value.items():
            file = _file(part) if key in _FILES else None
            if file is not None:
                yield _attachment(key, file)
            else:
                yield from rich_attachments(part)


def _file(part: object) -> Mapping[str, Any] | None:
    sizes = [one for one in _list(part) or [part] if isinstance(one, Mapping) and isinstance(one.get("file_id"), str)]
    return max(sizes, key=lambda one: whole(one.get("width")) or 0) if sizes else None


def _attachment(kind: str, file: Mapping[str, Any]) -> Attachment:
    suffix, media_type = _FILES[kind]
    return Attachment(
        name=str(file.get("file_name") or f"{kind}_{file.get('file_unique_id', '')}{suffix}"),
        source=AttachmentSource.PLATFORM,
        reference=file["file_id"],
        media_type=str(file.get("mime_type") or media_type),
        size=whole(file.get("file_size")),
        duration=whole(file.get("duration")),
        width=whole(file.get("width")),
        height=whole(file.get("height")),
    )
