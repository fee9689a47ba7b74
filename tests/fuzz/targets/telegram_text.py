"""Rich text as Telegram's HTML: parsed by its rules it is the same text in the same styles, and every piece fits."""

from bots.telegram.formatting import CAPTION_LIMIT, essence, split, to_html, to_plain, units, with_short_addresses
from core.model import RichText, Span, Style
from tests.fakes.telegram_server.markup import parse_html
from tests.fuzz.feed import Feed
from tests.fuzz.target import Target
from tests.hostile.words import EVIL

URLS = (
    None,
    'https://example.com/a?b=1&c="2"',
    "tg://user?id=7",
    "https://[::1",
    "https://example.com/" + "x" * 80,
    "https://[" + "x" * 80,
    "javascript:alert(1)",
    "http://a.test/'>\"<b>",
)
WORDS = (*EVIL, "<", "&", "&amp;", "</a>", "\n\n", ". ", " ", "\u2060")
KINDS = {Style.BOLD: {"bold"}, Style.ITALIC: {"italic"}, Style.CODE: {"code", "pre"}, Style.PLAIN: set[str]()}


def attack(data: bytes) -> None:
    """Some spans, cut to different sizes."""
    feed = Feed(data)
    limit = 4 + feed.number(5000)
    text = RichText.of(*feed.several(lambda: span(feed, URLS), 6))
    for whole in (text, with_short_addresses(text)):
        pieces = split(whole, limit)
        for piece in pieces:
            assert 0 < units(piece.plain) <= limit
            _check_shown(piece)
        assert "".join("".join(piece.plain for piece in pieces).split()) == "".join(whole.plain.split())
        short = essence(whole, CAPTION_LIMIT)
        assert units(short.plain) <= CAPTION_LIMIT
        assert all(part.text in to_plain(whole) for part in whole.spans)


def span(feed: Feed, urls: tuple[str | None, ...]) -> Span:
    """Any text in any style; sometimes an address that shows itself."""
    url = feed.pick(urls)
    text = feed.text(WORDS) if feed.chance() or url is None else url
    return Span(text, feed.pick(tuple(Style)), url)


def _check_shown(piece: RichText) -> None:
    shown, entities = parse_html(to_html(piece).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"))
    wanted = piece.plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    assert shown == wanted
    styles = set().union(*(KINDS[part.style] for part in piece.spans))
    assert {entity["type"] for entity in entities} <= styles | {"text_link", "text_mention"}
    assert {entity["url"] for entity in entities if "url" in entity} <= {part.url for part in piece.spans}


def seeds() -> list[bytes]:
    """One span of each style, with and without an address."""
    return [
        bytes([0, 40, 2, url, 1, 1, 0, 5]) + b"a <b> " + bytes([style, 0, 1, 1, 1, number])
        for url in range(len(URLS))
        for style in range(4)
        for number in range(0, len(WORDS), 5)
    ]


TARGET = Target(attack, seeds, WORDS)
