"""Paths and addresses that were typed, as attachments."""

import asyncio
import mimetypes
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote, urlsplit

from core.errors import RequestRefused
from core.model import Attachment, AttachmentSource


async def attachments_of(words: Iterable[str]) -> tuple[Attachment, ...]:
    """Each word as a file. Raises RequestRefused for a path where there is no file."""
    return tuple([await attachment_of(word) for word in words])


async def attachment_of(word: str) -> Attachment:
    """A path or an http(s) address as an attachment."""
    if word.startswith(("http://", "https://")):
        parts = urlsplit(word)
        return Attachment(Path(unquote(parts.path)).name or parts.netloc, AttachmentSource.URL, word)
    return await asyncio.to_thread(_local, word)


def _local(word: str) -> Attachment:
    path = Path(word).expanduser().resolve()
    if not path.is_file():
        raise RequestRefused(f"there is no file {word}")
    kind, _ = mimetypes.guess_type(path.name)
    return Attachment(path.name, AttachmentSource.FILE, str(path), kind, path.stat().st_size)


def looks_like_a_file(word: str) -> bool:
    """Whether a word of the command line is meant as a file: an address, a path that exists, or one that ends like one."""
    if word.startswith(("http://", "https://")):
        return True
    if any(character.isspace() for character in word) and not Path(word).expanduser().exists():
        return False
    path = Path(word).expanduser()
    return path.is_file() or (bool(path.suffix) and path.suffix[1:].isalnum() and len(path.suffix) <= 5)
