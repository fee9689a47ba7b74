"""What a file is, by its first bytes and by its name."""

from enum import StrEnum
from pathlib import PurePosixPath
from typing import Final

import filetype  # type: ignore[import-untyped]

HEAD: Final = 4096
"""How many first bytes tell what a file is."""


class FileKind(StrEnum):
    """What a file is good for."""

    VIDEO = "video"
    IMAGE = "image"
    AUDIO = "audio"
    DOCUMENT = "document"  # read for its words
    UNKNOWN = "unknown"  # nothing known yet: neither an ending nor a byte was seen


_ALIASES: Final = {
    "jpeg": "jpg", "jpe": "jpg", "jfif": "jpg", "m4v": "mp4", "qt": "mov", "wave": "wav", "text": "txt",
    "oga": "ogg", "opus": "ogg",
}  # fmt: skip
_KINDS: Final = {
    **dict.fromkeys(("mp4", "mov", "avi", "webm", "mkv"), FileKind.VIDEO),
    **dict.fromkeys(("jpg", "png", "gif", "webp"), FileKind.IMAGE),
    **dict.fromkeys(("mp3", "wav", "m4a", "aac", "ogg"), FileKind.AUDIO),
    **dict.fromkeys(("txt", "docx", "pdf"), FileKind.DOCUMENT),
}
_QUICKTIME_ATOMS: Final = (b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")
_AUDIO_BRANDS: Final = (b"M4A ", b"M4B ", b"M4P ")
_OTHER_BRANDS: Final = (b"heic", b"heix", b"mif1", b"msf1", b"avif", b"avis", b"crx ", b"jp2 ")
_RIFF: Final = {b"WAVE": "wav", b"AVI ": "avi", b"WEBP": "webp"}
_MAGIC: Final = (
    (b"\xff\xd8\xff", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"ID3", "mp3"),
    (b"ADIF", "aac"),
)
_TEXT_MARKS: Final = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def kind_of(extension: str) -> FileKind:
    """What a canonical extension stands for."""
    return _KINDS.get(extension, FileKind.UNKNOWN)


def extension_of(name: str) -> str:
    """The ending of a name, canonical ("Photo.JPEG" -> "jpg"); "" when it has none."""
    ending = PurePosixPath(name.strip().replace("\\", "/")).suffix.lstrip(".").lower()
    return _ALIASES.get(ending, ending)


def extension_by_content(head: bytes, named: str = "") -> str:
    """The canonical extension of what begins with `head`; "" when it is nothing that is known.

    `named` is the ending of the file's name: it decides between what looks alike (a DOCX is a ZIP, a text is anything
    readable).
    """
    for known in (_container(head), _by_magic(head), _frames(head), _document(head, named)):
        if known:
            return known
    guess = filetype.guess(bytearray(head))
    return str(guess.extension) if guess is not None else ""


def _container(head: bytes) -> str:
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        if brand in _OTHER_BRANDS:
            return brand.decode("ascii").strip()
        return "m4a" if brand in _AUDIO_BRANDS else "mov" if brand == b"qt  " else "mp4"
    if head[4:8] in _QUICKTIME_ATOMS:
        return "mov"
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12], "riff")
    if head[:4] == b"\x1a\x45\xdf\xa3":
        return "webm" if b"webm" in head[:128] else "mkv"
    return ""


def _by_magic(head: bytes) -> str:
    return next((extension for magic, extension in _MAGIC if head.startswith(magic)), "")


def _frames(head: bytes) -> str:
    """Audio without a header: a frame's first eleven bits are ones, and then come its version and layer."""
    if len(head) < 4 or head[0] != 0xFF or head[:3] == b"\xff\xfe\x00":
        return ""
    if head[1] & 0xF6 == 0xF0:
        return "aac"
    layer, rate, sampling = head[1] & 0x06, head[2] >> 4, head[2] >> 2 & 3
    framed = head[1] & 0xE0 == 0xE0 and head[1] & 0x18 != 0x08
    return "mp3" if framed and layer == 0x02 and rate not in (0, 15) and sampling != 3 else ""


def _document(head: bytes, named: str) -> str:
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return "docx" if named == "docx" else "zip"
    return "txt" if named == "txt" and _is_text(head) else ""


def _is_text(head: bytes) -> bool:
    if head.startswith(_TEXT_MARKS):
        return True
    zeros = head.count(0)
    if zeros and not 0.2 < zeros / len(head) < 0.6:  # UTF-16 without a mark has a zero in every other byte
        return False
    controls = sum(byte < 32 and byte not in b"\t\n\r\f\x1b\x00" for byte in head)
    return bool(head) and controls <= len(head) * 0.01
