"""File names of people and of servers: what is made of them is safe to show and to write under."""

import unicodedata

from core.fetching import file_name
from core.files import display_name
from core.sniffing import extension_of
from studio.media.types import safe_name, suffix
from tests.fuzz.feed import Feed, text_of
from tests.fuzz.target import Target
from tests.hostile.words import EVIL

NAMES = (
    *EVIL,
    "a.mp4",
    "Photo.JPEG",
    "..",
    ".",
    "",
    " .mp4",
    "a.b.c.docx",
    "x" * 300 + ".mov",
    "a/b\\c.mp4",
    "C:\\a.mp4",
    "é" * 100 + ".mp4",
    "a.mp4 ",
    "a\u202e4pm.exe",
    "\u200b.mp4",
    "ﷺ" * 90,
    "a.𝕞𝕡𝟜",
    "%2e%2e%2fetc",
    "a.mp4\x00.exe",
)


def attack(data: bytes) -> None:
    """One name, in a message and in a server's header."""
    feed = Feed(data)
    name = text_of(feed.rest()) if feed.chance() else feed.text(NAMES)
    _check(display_name(name), 80)
    assert len(display_name(name).encode()) <= 180
    assert extension_of(display_name(name)) == extension_of(display_name(name)).lower()
    _check(safe_name(name), 120)
    assert suffix(safe_name(name)) == suffix(safe_name(name)).lower()
    _from_header(name)


def _from_header(name: str) -> None:
    for header in (
        f'attachment; filename="{name}"',
        f"attachment; filename={name}",
        f"inline; filename*=UTF-8''{name}",
    ):
        found = file_name(header, f"https://a.test/{name}")
        assert found.strip(" .")
        assert "/" not in found
        assert "\\" not in found
        assert found.isprintable()


def _check(name: str, most: int) -> None:
    assert name.strip(" .")
    assert len(name) <= most
    assert "/" not in name
    assert "\\" not in name
    assert not any(unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Zl", "Zp") for sign in name), ascii(name)


def seeds() -> list[bytes]:
    """Each of the names."""
    return [b"\1" + name.encode("utf-8", "surrogatepass") for name in NAMES]


TARGET = Target(attack, seeds, NAMES)
