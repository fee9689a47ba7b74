"""RichText as Discord markdown: escaped, mentioning nobody, in pieces that one message holds."""

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote

from core.conversation.commands import Word
from core.model import RichText, Span, Style

TEXT_LIMIT = 2000
_FENCE = len("```\n\n```")
"""What one message holds, counted in UTF-16 units (the safe reading of Discord's "characters")."""

_GAP = "\u200b"
_URL = re.compile(r"https?://[^\s<]+[^<.,:;\"')\]\s]")  # what Discord's clients take for one
_SCHEME = re.compile(r"(?<=https:)//|(?<=http:)//")  # of no address, which an escape behind it could make one
_MARKUP = re.compile(r"([\\*_~`|\[\]])")
_LINE_START = re.compile(r"(?m)^([^\S\n]*)(#{1,3}\s|>|-#)")
_TAG = re.compile(r"<(?=[@#:/a-z0-9])")
_CROWD = re.compile(r"@(?=everyone|here|[!&]?\d)")
_COMMAND = re.compile(rf"(?<![\w/:.<])/({'|'.join(word.value for word in Word)})\b(?!/|\.\w)")
_UNIT = re.compile(r"\S+\s*|\s+")
_MARKS = {Style.BOLD: "**", Style.ITALIC: "*"}


def length(text: str) -> int:
    """How much of a message a text takes."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def escape(text: str) -> str:
    """Text that shows as it is: no markup, no mention of anybody; addresses stay clickable."""
    parts: list[str] = []
    end = 0
    for found in _URL.finditer(text):
        parts += [_escape_words(text[end : found.start()]), _address(found.group())]
        end = found.end()
    parts.append(_escape_words(text[end:]))
    return "".join(parts)


def _address(url: str) -> str:
    return re.sub("@(?=everyone|here)", "%40", url)


def _escape_words(text: str) -> str:
    text = _MARKUP.sub(r"\\\1", text)
    text = _LINE_START.sub(r"\1\\\2", text)
    text = _TAG.sub("<" + _GAP, text)
    text = _SCHEME.sub("/" + _GAP + "/", text)
    return _CROWD.sub("@" + _GAP, text)


def with_our_commands(text: RichText) -> RichText:
    """The core says `/token`; here it is called `/reel token`."""
    spans = (
        span if span.url or span.style is Style.CODE else replace(span, text=_COMMAND.sub(r"/reel \1", span.text))
        for span in text.spans
    )
    return RichText(tuple(spans))


def render(spans: tuple[Span, ...]) -> str:
    """Spans as markdown; neighbours of one style share their marks."""
    return "".join(_render_span(span) for span in _joined(spans))


def pieces(text: RichText, limit: int = TEXT_LIMIT) -> list[str]:
    """The text as markdown, each piece at most `limit` long, cut at paragraph ends where there are any.

    Neither a link nor a run of code is broken in two. An empty text gives no piece.
    """
    done: list[str] = []
    current: list[Span] = []
    size = 0
    for unit in _units(text.spans, limit):
        size += _cost(unit, current[-1] if current else None)
        current.append(unit)
        while size > limit and len(current) > 1:
            cut = _best_cut(current)
            done.append(render(tuple(current[:cut])).strip())
            current = current[cut:]
            size = sum(_cost(span, None) for span in current)
    done.append(render(tuple(current)).strip())
    return [piece for piece in done if piece]


def _cost(unit: Span, before: Span | None) -> int:
    """How much a unit adds at most; one that goes on in the style before it needs no marks of its own."""
    goes_on = before is not None and before.style is unit.style and not before.url and not unit.url
    if goes_on and unit.style is not Style.CODE:
        return length(escape(unit.text))
    whole = length(_render_span(unit)) + 1  # a tag may come to be where two units meet
    if unit.style is not Style.CODE or unit.url:
        return whole
    return max(whole, length(unit.text) + _FENCE)  # code that stands alone loses line breaks at its ends


def _best_cut(units: list[Span]) -> int:
    """Where to cut before the last unit: after a paragraph, else a line, else a word; not in the first third."""
    for ending in ("\n\n", "\n", ""):
        for index in range(len(units) - 1, len(units) // 3, -1):
            text = units[index - 1].text
            if ending in text[len(text.rstrip()) :] if ending else index:
                return index
    return len(units) - 1


def _units(spans: tuple[Span, ...], limit: int) -> Iterator[Span]:
    for span in spans:
        if span.url is not None:
            whole = span if length(_render_span(span)) <= limit else Span(span.url)
            yield from [whole] if length(_render_span(whole)) <= limit else _words(whole, limit)
        elif span.style is Style.CODE and length(_render_span(span)) <= limit:
            yield span
        else:
            yield from _words(span, limit)


def _words(span: Span, limit: int) -> Iterator[Span]:
    longest = limit // 4  # every character could need an escape, and marks come on top
    for found in _UNIT.finditer(span.text):
        word = found.group()
        if length(_render_span(replace(span, text=word))) <= limit:
            yield replace(span, text=word)
            continue
        for start in range(0, len(word), longest):
            yield replace(span, text=word[start : start + longest])


def _joined(spans: tuple[Span, ...]) -> list[Span]:
    joined: list[Span] = []
    for span in spans:
        last = joined[-1] if joined else None
        if last is not None and last.url is None and span.url is None and last.style is span.style:
            joined[-1] = replace(last, text=last.text + span.text)
        else:
            joined.append(span)
    return joined


def _render_span(span: Span) -> str:
    if span.url is not None:
        return _link(span)
    if span.style is Style.CODE:
        return _code(span.text)
    mark = _MARKS.get(span.style, "")
    core = span.text.strip()
    if not mark or not core:
        return escape(span.text)
    start = span.text.index(core)
    return f"{span.text[:start]}{mark}{escape(core)}{mark}{span.text[start + len(core) :]}"


def _link(span: Span) -> str:
    address = _address(quote(span.url or "", safe="%/:?#[]@!$&'*+,;=~-._"))
    if span.text.strip() in ("", span.url):
        return address
    label = escape(_URL.sub(lambda found: found.group().split("//", 1)[1], span.text))
    mark = _MARKS.get(span.style, "")
    return f"{mark}[{label}]({address}){mark}"


def _parted(text: str) -> str:
    """Text without two backticks in a row, which would end the code around it."""
    return re.sub("`(?=`)", "`" + _GAP, text)


def _code(text: str) -> str:
    text = _CROWD.sub("@" + _GAP, _TAG.sub("<" + _GAP, text))
    if "\n" in text:
        body = _parted(text.strip("\n"))
        return f"```\n{body}\n```"
    if "`" in text:
        return f"`` {_parted(text)} ``"
    return f"`{text}`" if text.strip() else text
