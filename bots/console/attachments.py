"""Paths and addresses that were typed, as attachments."""

import asyncio
import mimetypes
import os
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote, urlsplit

from core.errors import RequestRefused
from core.model import Attachment, AttachmentSource
from core.skills import DOCUMENT_TYPES

ADDRESSES = ("http://", "https://")
MEDIA = ("video", "audio", "image")


async def attachments_of(words: Iterable[str]) -> tuple[Attachment, ...]:
    """Each word as a file. Raises RequestRefused for a path where there is no file."""
    return tuple([await attachment_of(word) for word in words])


async def attachment_of(word: str) -> Attachment:
    """A path or an http(s) address as an attachment."""
    if word.startswith(ADDRESSES):
        parts = urlsplit(word)
        return Attachment(Path(unquote(parts.path)).name or parts.netloc, AttachmentSource.URL, word)
    return await asyncio.to_thread(_local, word)


def _local(word: str) -> Attachment:
    if _is_folder(word):
        raise RequestRefused(f"{word} is a folder: name the files in it")
    if not _is_there(word):
        raise RequestRefused(f"there is no file {word}")
    path = _path(word).resolve()
    if not os.access(path, os.R_OK):
        raise RequestRefused(f"{word} cannot be read")
    kind, _ = mimetypes.guess_type(path.name)
    if path.stat().st_size == 0:
        raise RequestRefused(f"{word} is empty: there is nothing in it to work with")
    return Attachment(path.name, AttachmentSource.FILE, str(path), kind, path.stat().st_size)


def looks_like_a_file(word: str) -> bool:
    """Whether a word of the command line is meant as a file: an address, a path that exists, or the name of one.

    “node.js”, “2.0” and a folder's bare name are words; “clip.mp4” is a file even where there is none of that name.
    """
    if word.startswith(ADDRESSES):
        return not any(character.isspace() for character in word)
    return (
        _is_there(word)
        or (os.sep in word and _is_folder(word))
        or (not any(character.isspace() for character in word) and _is_named_like_one(word))
    )


def _is_named_like_one(word: str) -> bool:
    ending = Path(word).suffix[1:].lower()
    kind, _ = mimetypes.guess_type(f"x.{ending}")
    known = ending in DOCUMENT_TYPES or (kind or "").split("/")[0] in MEDIA
    return known or (bool(ending) and ending.isalnum() and len(ending) <= 5 and os.sep in word)


def _is_folder(word: str) -> bool:
    try:
        return _path(word).is_dir()
    except OSError:
        return False


def _is_there(word: str) -> bool:
    try:
        return _path(word).is_file()
    except OSError:  # words can be longer than any name may be
        return False


def _path(word: str) -> Path:
    try:
        return Path(word).expanduser()
    except RuntimeError:  # "~somebody" who is not known here
        return Path(word)
