"""Discord's markdown, read as its clients read it: what a message shows, how, and whom it calls.

The rules are those of the clients' open parser (simple-markdown) with Discord's own additions, as its help pages list
them. They are tried in order at each place; what none of them takes is text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_BLOCKS = re.compile(r"(?P<mark>#{1,3} +(?=\S)|>>> |> |-# +(?=\S))")
_CODE_BLOCK = re.compile(r"```(?:[a-zA-Z0-9_+\-.#]*\n)?(?P<code>[\s\S]+?)```")
_INLINE_CODE = re.compile(r"(?P<ticks>`+)(?P<code>[\s\S]*?[^`])(?P=ticks)(?!`)")
_LINK = re.compile(r"\[(?P<label>(?:\\.|[^\[\]\\])*)\]\((?P<url>https?://[^\s()]+)\)")
_URL = re.compile(r"https?://[^\s<]+[^<.,:;\"')\]\s]")
_CALL = re.compile(
    r"@everyone|@here|<@[!&]?\d+>|<#\d+>|<a?:\w+:\d+>|</[^:>]+:\d+>|<t:-?\d+(?::\w)?>|<id:\w+>|<sound:\d+:\d+>"
)
_ESCAPE = re.compile(r"\\([^0-9A-Za-z\s])")
_SHOWN_URL = re.compile(r"<https?://[^\s>]+>")
_STYLES = (
    ("bold", re.compile(r"\*\*(?P<in>(?:\\[\s\S]|[^\\])+?)\*\*(?!\*)")),
    ("underline", re.compile(r"__(?P<in>(?:\\[\s\S]|[^\\])+?)__(?!_)")),
    ("italic", re.compile(r"\*(?=\S)(?P<in>(?:\*\*|\\[\s\S]|\s+(?:\\[\s\S]|[^\s*\\]|\*\*)|[^\s*\\])+?)\*(?!\*)")),
    ("italic", re.compile(r"\b_(?P<in>(?:__|\\[\s\S]|[^\\_])+?)_\b")),
    ("struck", re.compile(r"~~(?P<in>(?:\\[\s\S]|[^\\])+?)~~")),
    ("spoiler", re.compile(r"\|\|(?P<in>(?:\\[\s\S]|[^\\])+?)\|\|")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """A run of text as it is seen. `styles` holds bold, italic, code, block, link and whatever else was asked for."""

    text: str
    styles: frozenset[str] = frozenset()
    url: str = ""


def shown(source: str) -> list[Shown]:
    """What a message shows. Whom it calls (people, roles, channels, everybody) comes as a run in the style `call`."""
    return list(_read(source, frozenset(), "", at_line_start=True))


def _read(source: str, styles: frozenset[str], url: str, *, at_line_start: bool) -> Iterator[Shown]:
    at = 0
    while at < len(source):
        block = _BLOCKS.match(source, at) if source[at] in "#>-" and _fresh(source[:at], at_line_start) else None
        if block:
            yield Shown(block[0], styles | {"block"})
            at = block.end()
            continue
        at, runs = _one(source, at, styles, url)
        yield from runs


def _fresh(before: str, at_line_start: bool) -> bool:
    """Whether nothing but blanks stands before a place in its line."""
    line = before.rpartition("\n")
    return not line[2].strip() and (at_line_start or bool(line[1]))


def _one(source: str, at: int, styles: frozenset[str], url: str) -> tuple[int, list[Shown]]:
    """The run at a place, and where it ends."""
    for rule, style in ((_CODE_BLOCK, "code"), (_INLINE_CODE, "code")):
        if found := rule.match(source, at):
            return found.end(), [Shown(found["code"], styles | {style}, url)]
    if found := _ESCAPE.match(source, at):
        return found.end(), [Shown(found[1], styles, url)]
    if found := _CALL.match(source, at) or _SHOWN_URL.match(source, at):
        return found.end(), [Shown(found[0], styles | {"call"}, url)]
    if found := _URL.match(source, at):
        return found.end(), [Shown(found[0], styles, url or found[0])]
    if found := _LINK.match(source, at):
        return found.end(), list(_read(found["label"], styles | {"link"}, found["url"], at_line_start=False))
    for style, rule in _STYLES:
        if found := rule.match(source, at):
            return found.end(), list(_read(found["in"], styles | {style}, url, at_line_start=False))
    return at + 1, [Shown(source[at], styles, url)]
