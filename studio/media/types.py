"""Which files are taken."""

from pathlib import PurePosixPath
from typing import Final

import filetype  # type: ignore[import-untyped]

from studio.errors import FileTypeUnsupported

ACCEPTED: Final = ("mp4", "mov", "avi", "webm", "mkv", "jpg", "png", "gif", "webp", "mp3", "wav", "m4a", "aac")
SAME: Final = {"jpeg": "jpg", "m4v": "mp4"}
MEDIA_TYPES: Final = {
    "mp4": "video/mp4",
    "mov": "video/quicktime",
    "avi": "video/x-msvideo",
    "webm": "video/webm",
    "mkv": "video/x-matroska",
    "jpg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "webp": "image/webp",
    "mp3": "audio/mpeg",
    "wav": "audio/wav",
    "m4a": "audio/mp4",
    "aac": "audio/aac",
}
SNIFFED: Final = 8192
MEDIA_FAMILIES: Final = ("video/", "image/", "audio/")


def suffix(name: str) -> str:
    """The lower-case extension without its dot, "" where there is none."""
    found = PurePosixPath(name.replace("\\", "/")).suffix.lower().lstrip(".")
    return SAME.get(found, found)


def safe_name(name: str) -> str:
    """A file's own name without folders and control characters, at most 120 characters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(letter for letter in last if letter.isprintable()).strip()
    if not kept.strip(". "):
        return "file"
    stem, dot, end = kept.rpartition(".")
    return f"{stem[: 119 - len(end)]}{dot}{end}" if dot and len(end) < 20 and stem else kept[:120]


def _refusal(what: str) -> FileTypeUnsupported:
    return FileTypeUnsupported(f"{what} cannot be used. Accepted: {', '.join(ACCEPTED)}.")


def check_name(name: str) -> None:
    """Refuse a file by its extension; one without is judged by its content. Raises FileTypeUnsupported."""
    found = suffix(name)
    if found and found not in ACCEPTED:
        raise _refusal(f"“.{found[:20]}” files")


def check_content(name: str, head: bytes) -> None:
    """Refuse a file whose first bytes (up to 8 KiB) are plainly of another kind. Raises FileTypeUnsupported.

    Bytes that say nothing are left for the probe to judge.
    """
    if not head:
        raise _refusal("An empty file")
    kind = filetype.guess(head)
    if kind is not None and not kind.mime.startswith(MEDIA_FAMILIES):
        raise _refusal(f"“{name}” holds {kind.extension} data, which")
    if head.lstrip()[:1] == b"<" or head.startswith((b"#EXTM3U", b"%PDF")):
        raise _refusal(f"“{name}” holds text, which")
