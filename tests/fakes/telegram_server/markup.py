"""Telegram's HTML, read as strictly as Telegram does: text and entities out, or "can't parse entities"."""

import html
import re
from typing import Any

from tests.fakes.telegram_server.refusals import Refusal, bad_request

_TYPES = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler",
    "code": "code", "pre": "pre", "blockquote": "blockquote", "a": "text_link",
}  # fmt: skip
_TOKEN = re.compile(
    r"<(?P<close>/?)(?P<tag>[A-Za-z][\w-]*)(?P<attrs>[^<>]*)>|&(?P<ref>#?\w+);|(?P<bad><)|(?P<char>.)", re.DOTALL
)
_REFS = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}


def units(text: str) -> int:
    """UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def parse_html(source: str) -> tuple[str, list[dict[str, Any]]]:
    """The text as shown, trimmed, and its entities. Raises Refusal."""
    out: list[str] = []
    length = 0
    open_tags: list[tuple[str, int, str]] = []
    entities: list[dict[str, Any]] = []
    for found in _TOKEN.finditer(source):
        if found["tag"]:
            if found["close"]:
                _close(found["tag"].lower(), open_tags, entities, length)
            else:
                _open(found["tag"].lower(), found["attrs"], open_tags, length)
            continue
        if found["bad"]:
            raise _unparsable("Unsupported start tag")
        piece = found["char"] or _reference(found["ref"])
        out.append(piece)
        length += units(piece)
    if open_tags:
        raise _unparsable(f'Can\'t find end tag corresponding to start tag "{open_tags[-1][0]}"')
    return _trim("".join(out), sorted(entities, key=lambda entity: (entity["offset"], -entity["length"])))


def _open(tag: str, attributes: str, open_tags: list[tuple[str, int, str]], length: int) -> None:
    if tag not in _TYPES:
        raise _unparsable(f'Unsupported start tag "{tag}"')
    href = re.search(r'href="([^"]*)"', attributes)
    open_tags.append((tag, length, html.unescape(href[1]) if href else ""))


def _close(tag: str, open_tags: list[tuple[str, int, str]], entities: list[dict[str, Any]], length: int) -> None:
    if not open_tags or open_tags[-1][0] != tag:
        raise _unparsable(f'Unexpected end tag "{tag}"')
    _, start, href = open_tags.pop()
    if length > start and (tag != "a" or href):
        entities.append(_entity(tag, start, length - start, href))


def _entity(tag: str, offset: int, length: int, href: str) -> dict[str, Any]:
    entity: dict[str, Any] = {"type": _TYPES[tag], "offset": offset, "length": length}
    if tag == "a":
        if href.startswith("tg://user?id="):
            person = {"id": int(href.split("=")[1]), "is_bot": False, "first_name": "Somebody"}
            return entity | {"type": "text_mention", "user": person}
        entity["url"] = href
    return entity


def _reference(name: str) -> str:
    if name in _REFS:
        return _REFS[name]
    return html.unescape(f"&{name};") if name.startswith("#") else f"&{name};"


def _trim(text: str, entities: list[dict[str, Any]]) -> tuple[str, list[dict[str, Any]]]:
    shown = text.strip()
    lead = units(text[: len(text) - len(text.lstrip())])
    total = units(shown)
    kept = []
    for entity in entities:
        start = max(0, entity["offset"] - lead)
        end = min(total, entity["offset"] + entity["length"] - lead)
        if end > start:
            kept.append(entity | {"offset": start, "length": end - start})
    return shown, kept


def _unparsable(why: str) -> Refusal:
    return bad_request(f"can't parse entities: {why}")


def natural_entities(text: str) -> list[dict[str, Any]]:
    """What a client marks by itself in what a person types: commands, mentions, addresses."""
    patterns = {
        "bot_command": r"(?<!\S)/[A-Za-z0-9_]{1,64}(@\w+)?",
        "mention": r"(?<![\w/])@\w{3,}",
        "url": r"https?://\S+",
    }
    found: list[dict[str, Any]] = []
    for kind, pattern in patterns.items():
        found.extend(
            {"type": kind, "offset": units(text[: match.start()]), "length": units(match[0])}
            for match in re.finditer(pattern, text)
        )
    return sorted(found, key=lambda entity: entity["offset"])
