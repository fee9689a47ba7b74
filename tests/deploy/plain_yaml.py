"""Reads the part of YAML that the files in deploy/ keep to: block mappings and lists, scalars, `>-` text, comments.

No tabs, anchors, tags, flow collections or documents: whatever is not understood is an error, never a guess.
"""

import re
from dataclasses import dataclass
from typing import Any

_KEY = re.compile(r"""^(?P<key>[A-Za-z0-9_./-]+):(?: +(?P<rest>.*))?$""")


@dataclass
class _Line:
    number: int
    indent: int
    text: str


class PlainYamlError(ValueError):
    """A line that is not of this part of YAML."""


def load(text: str) -> Any:
    """The document as mappings, lists, strings, numbers and booleans."""
    if "\t" in text:
        raise PlainYamlError("a tab")
    lines = [
        _Line(number, len(raw) - len(raw.lstrip(" ")), raw.strip())
        for number, raw in enumerate(text.splitlines(), 1)
        if raw.strip() and not raw.lstrip().startswith("#")
    ]
    value, rest = _block(lines, lines[0].indent)
    if rest:
        raise PlainYamlError(f"line {rest[0].number}: unexpected indentation")
    return value


def _block(lines: list[_Line], indent: int) -> tuple[Any, list[_Line]]:
    return _items(lines, indent) if lines[0].text.startswith("- ") else _mapping(lines, indent)


def _items(lines: list[_Line], indent: int) -> tuple[list[Any], list[_Line]]:
    items: list[Any] = []
    while lines and lines[0].indent == indent and lines[0].text.startswith("- "):
        first = lines[0]
        inner = first.text[2:]
        if _KEY.match(inner) and not inner.startswith(('"', "'")):
            nested = [_Line(first.number, indent + 2, inner), *lines[1:]]
            value, lines = _mapping(nested, indent + 2)
        else:
            value, lines = _scalar(inner, first), lines[1:]
        items.append(value)
    return items, lines


def _mapping(lines: list[_Line], indent: int) -> tuple[dict[str, Any], list[_Line]]:
    found: dict[str, Any] = {}
    while lines and lines[0].indent == indent and not lines[0].text.startswith("- "):
        line = lines[0]
        match = _KEY.match(line.text)
        if match is None or match["key"] in found:
            raise PlainYamlError(f"line {line.number}: {line.text}")
        found[match["key"]], lines = _value(match["rest"], line, lines[1:])
    return found, lines


def _value(rest: str | None, line: _Line, lines: list[_Line]) -> tuple[Any, list[_Line]]:
    if rest == ">-":
        taken = 0
        while taken < len(lines) and lines[taken].indent > line.indent:
            taken += 1
        return " ".join(part.text for part in lines[:taken]), lines[taken:]
    if rest:
        return _scalar(rest, line), lines
    deeper = bool(lines) and lines[0].indent > line.indent
    return _block(lines, lines[0].indent) if deeper else (None, lines)


def _scalar(text: str, line: _Line) -> Any:
    if text.startswith('"'):
        if not re.fullmatch(r'"[^"\\]*"', text):
            raise PlainYamlError(f"line {line.number}: {text}")
        return text[1:-1]
    if text[0] in "'[{&*!|>%@`" or " #" in text or ": " in text:
        raise PlainYamlError(f"line {line.number}: {text}")
    if text in ("true", "false"):
        return text == "true"
    return int(text) if re.fullmatch(r"-?[0-9]+", text) else text
