"""What a file is, by its first bytes and its name: always an answer, and a file is only taken for what is accepted."""

from contextlib import suppress

from core.errors import AttachmentTooLarge, AttachmentTypeRefused
from core.files import accept
from core.skills import load_skills
from core.sniffing import FileKind, extension_by_content, extension_of, kind_of
from studio.errors import FileTypeUnsupported
from studio.media.types import check_content, check_name, safe_name
from tests.fuzz.feed import Feed
from tests.fuzz.target import Target

NAMES = (
    "",
    "a.mp4",
    "a.mov",
    "a.JPG",
    "a.png",
    "a.gif",
    "a.webp",
    "a.mp3",
    "a.wav",
    "a.m4a",
    "a.aac",
    "a.ogg",
    "a.txt",
    "a.docx",
    "a.pdf",
    "a.exe",
    "a.mkv",
)
HEADS = (
    b"\0\0\0\x18ftypmp42",
    b"\0\0\0\x18ftypM4A ",
    b"\0\0\0\x08moov",
    b"RIFF\0\0\0\0WAVEfmt ",
    b"RIFF\0\0\0\0AVI ",
    b"RIFF\0\0\0\0WEBP",
    b"\x1a\x45\xdf\xa3webm",
    b"\xff\xd8\xff\xe0",
    b"\x89PNG\r\n\x1a\n",
    b"GIF89a",
    b"ID3\3",
    b"ADIF",
    b"\xff\xf1\x50\x80",
    b"\xff\xfb\x90\x00",
    b"OggS\0\2",
    b"%PDF-1.4",
    b"PK\3\4",
    b"hello, world",
    b"\xff\xfeh\0i\0",
    b"#EXTM3U",
    b"<svg>",
    b"ffconcat version 1.0",
    b"MZ\x90\0",
)
SKILLS = tuple(load_skills().values())


def attack(data: bytes) -> None:
    """A name, a size and a head."""
    feed = Feed(data)
    name = feed.pick(NAMES) if feed.chance() else feed.text(NAMES)
    size, skill = feed.number(2**32), feed.pick(SKILLS)
    head = feed.rest()
    found = extension_by_content(head, extension_of(name))
    with suppress(AttachmentTypeRefused, AttachmentTooLarge):
        kind = accept(name, size, head, skill)
        assert kind is kind_of(found)
        assert kind is not FileKind.UNKNOWN
        assert found in (*skill.accepts, "ogg")
        assert 0 < size <= skill.max_bytes
    with suppress(FileTypeUnsupported):
        check_name(safe_name(name))
        check_content(safe_name(name), head)


def seeds() -> list[bytes]:
    """Each head under each name."""
    return [bytes([1, name, 0, 0, 0, 0, 9, 0]) + head for name in range(len(NAMES)) for head in HEADS][::3]


TARGET = Target(
    attack,
    seeds,
    words=("ftyp", "moov", "mdat", "RIFF", "WAVE", "webm", "PK\3\4", "%PDF-", "mimetype", "word/"),
    largest=8192,
)
