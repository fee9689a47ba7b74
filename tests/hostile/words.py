"""What attackers and accidents write, and how to tell that what came out of it is harmless."""

import re
from html.parser import HTMLParser

from hypothesis import strategies as st

from bots.discord import formatting as discord
from bots.telegram.formatting import split, to_html
from core.model import Content

EVIL = (
    "<b>bold</b><script>alert(1)</script>",
    "</b></a><a href='javascript:x'>",
    "&lt;&amp;&#x3c;",
    "*_~`|>#[x](http://evil.test)||spoiler||```code",
    "@everyone @here <@123> <@&5> <#7> </reel:1> <t:1:R>",
    "{count} {0} {name!r} {self.__class__} %s %(x)d",
    "'; DROP TABLE jobs; --",
    "\x00\x01\x1b[2J\x07\u202e\u2066\ufeff",
    "\ud800 half",
    "🏳️‍🌈👩‍👩‍👧‍👦" * 30,
    "a\u0300" * 400,
    "../../../etc/passwd",
    "CON.mp4",
    "r1",
    "²٣Ⅷ",
    "9" * 5000,
    "word " * 3000,
    "\n" * 500,
    "http://169.254.169.254/latest/meta-data/",
    "file:///etc/passwd http://[::1]:80/ ftp://x gopher://x",
    "export", "credits?", "stop", "undo", "status and credits, then export",
)  # fmt: skip
anything = st.one_of(
    st.sampled_from(EVIL),
    st.text(max_size=60),
    st.lists(st.sampled_from(EVIL), min_size=2, max_size=3).map(" ".join),
)
_TAGS = {"b", "i", "code", "pre", "a"}
_MENTION = re.compile(r"@(everyone|here)|<@[!&]?\d|<#\d|</\w|<t:\d")


class _Balanced(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in _TAGS, tag
        assert [name for name, _ in attrs] == (["href"] if tag == "a" else [])
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def assert_harmless(content: Content) -> None:
    """On Telegram every tag is ours and closed; on Discord nobody is mentioned; neither is cut too long."""
    for piece in split(content.text):
        parser = _Balanced()
        parser.feed(to_html(piece))
        parser.close()
        assert parser.open == []
        assert piece.plain
    for shown in discord.pieces(content.text):
        assert not _MENTION.search(re.sub(r"`[^`]*`", "", shown)), shown
        assert discord.length(shown) <= discord.TEXT_LIMIT
