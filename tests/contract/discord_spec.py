"""Discord's OpenAPI description, and requests looked up and checked in it."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

SPEC = Path(__file__).parents[3] / "shared" / "specs" / "discord-openapi.json"
_SAFE_INTEGER = 2**53
_LIBRARY = {"tts"}
"""discord.py writes it into edits too, where it means nothing."""


class Spec:
    """The description, read once."""

    def __init__(self, path: Path) -> None:
        self._spec: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))

    @cached_property
    def _paths(self) -> list[tuple[re.Pattern[str], str]]:
        # a path without a variable at a place goes before one with it
        names = sorted(self._spec["paths"], key=lambda name: name.count("{"))
        return [
            (re.compile(re.sub(r"\{[^}]+\}", "[^/]+", re.escape(name).replace(r"\{", "{").replace(r"\}", "}"))), name)
            for name in names
        ]

    def operation(self, method: str, path: str) -> Mapping[str, Any] | None:
        """What a request is called in the description, or None when it is unknown."""
        for pattern, name in self._paths:
            if pattern.fullmatch(path) and method.lower() in self._spec["paths"][name]:
                found: Mapping[str, Any] = self._spec["paths"][name][method.lower()]
                return found
        return None

    def complaints(self, operation: Mapping[str, Any], body: Any) -> Iterator[str]:
        """What is wrong with the JSON of a request."""
        content = operation.get("requestBody", {}).get("content", {})
        if "application/json" not in content:
            yield "takes no JSON"
            return
        schema = content["application/json"]["schema"]
        validator = Draft202012Validator({**schema, "components": self._spec["components"]})
        for error in validator.iter_errors(_with_text_ids(body)):
            yield f"{error.json_path}: {error.message[:300]}"
        known = self._known(schema)
        if isinstance(body, dict) and known:
            for name in sorted(body.keys() - known - _LIBRARY):
                yield f"{name}: is not in the description"

    def _known(self, schema: Mapping[str, Any]) -> set[str]:
        """The names that an object of a schema may have."""
        if "$ref" in schema:
            return self._known(self._spec["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]])
        names = set(schema.get("properties", ()))
        for kind in ("allOf", "anyOf", "oneOf"):
            for part in schema.get(kind, ()):
                names |= self._known(part)
        return names


def _with_text_ids(value: Any) -> Any:
    """discord.py writes ids as numbers, which Discord takes; the description knows them as text."""
    if isinstance(value, dict):
        if "filename" in value:
            return {**value, "id": str(value["id"])}
        return {name: _with_text_ids(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_with_text_ids(part) for part in value]
    return str(value) if type(value) is int and value > _SAFE_INTEGER else value
