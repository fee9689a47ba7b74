"""Rich text as Telegram's HTML, cut to what one message holds."""

from html import escape
from urllib.parse import urlsplit

from core.model import RichText, Span, Style

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024

_TAGS = {Style.BOLD: "b", Style.ITALIC: "i", Style.CODE: "code"}
_LONGEST_ADDRESS = 48
_ENDS = ("\n\n", "\n", ". ", "。", " ")


def units(text: str) -> int:
    """The length as Telegram counts it: in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def to_html(text: RichText) -> str:
    """Everything escaped, every tag closed."""
    return "".join(_span_to_html(span) for span in text.spans)


def _span_to_html(span: Span) -> str:
    shown = escape(span.text, quote=False)
    if tag := _TAGS.get(span.style):
        tag = "pre" if tag == "code" and "\n" in span.text else tag
        shown = f"<{tag}>{shown}</{tag}>"
    return f'<a href="{escape(span.url)}">{shown}</a>' if span.url else shown


def to_plain(text: RichText) -> str:
    """Without markup; the targets of links follow them in brackets."""
    return "".join(
        f"{span.text} ({span.url})" if span.url and span.url.startswith("http") and span.url != span.text else span.text
        for span in text.spans
    )


def with_short_addresses(text: RichText) -> RichText:
    """Long addresses that are links stay links and are shown by where they lead: signed ones fill half a caption."""
    return RichText(tuple(_short(span) for span in text.spans))


def _short(span: Span) -> Span:
    if span.url is None or span.text != span.url or len(span.text) <= _LONGEST_ADDRESS:
        return span
    try:
        parts = urlsplit(span.url)
    except ValueError:  # an address that is none
        return span
    file = parts.path.rsplit("/", 1)[-1]
    shown = f"{parts.netloc}/…/{file}" if len(file) <= _LONGEST_ADDRESS // 2 else f"{parts.netloc}/…"
    return Span(shown, span.style, span.url)


def essence(text: RichText, limit: int) -> RichText:
    """The first paragraph, and the last one when it holds a link, so far as `limit` UTF-16 units hold them."""
    plain = text.plain
    head = plain.find("\n\n")
    tail = plain.rfind("\n\n") + 2
    first = _slice(text, *_trimmed(plain, 0, head if head > 0 else len(plain)))
    last = _slice(text, *_trimmed(plain, max(tail, head + 2), len(plain)))
    both = RichText.of(first, "\n\n", last) if head > 0 and any(span.url for span in last.spans) else first
    return next((short for short in (both, first) if units(short.plain) <= limit), RichText())


def split(text: RichText, limit: int = TEXT_LIMIT) -> list[RichText]:
    """Cut at paragraph ends where possible, so that each piece holds at most `limit` UTF-16 units. No piece is blank."""
    plain = text.plain
    pieces: list[RichText] = []
    start = 0
    while start < len(plain):
        stop = _cut(plain, start, limit)
        piece = _slice(text, *_trimmed(plain, start, stop))
        if piece.plain:
            pieces.append(piece)
        start = stop
    return pieces


def _cut(plain: str, start: int, limit: int) -> int:
    """Where the piece from `start` ends: after the last good end in the window, unless that leaves it mostly empty."""
    window = plain[start : start + limit].encode("utf-16-le", "surrogatepass")[: 2 * limit]
    end = start + len(window.decode("utf-16-le", "ignore"))
    if end >= len(plain):
        return len(plain)
    for mark in _ENDS:
        at = plain.rfind(mark, start, end)
        if at - start >= (end - start) // 3:
            return at + len(mark)
    return max(end, start + 1)


def _trimmed(plain: str, start: int, stop: int) -> tuple[int, int]:
    """Telegram trims messages; so do we, lest a piece of blanks be refused as empty."""
    while start < stop and plain[start].isspace():
        start += 1
    while stop > start and plain[stop - 1].isspace():
        stop -= 1
    return start, stop


def _slice(text: RichText, start: int, stop: int) -> RichText:
    parts: list[Span] = []
    at = 0
    for span in text.spans:
        cut = span.text[max(0, start - at) : max(0, stop - at)]
        if cut:
            parts.append(Span(cut, span.style, span.url))
        at += len(span.text)
    return RichText(tuple(parts))
