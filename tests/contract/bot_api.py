"""The Bot API's description as a checker: every field known, every required one there, every value of its type."""

import json
from pathlib import Path
from typing import Any

SPECIFICATION = Path(__file__).resolve().parents[3] / "shared" / "specs" / "telegram-bot-api.json"

_PLAIN: dict[str, tuple[type, ...]] = {
    "Integer": (int,),
    "Float": (int, float),
    "String": (str,),
    "Boolean": (bool,),
    "True": (bool,),
}


class BotApi:
    """Checks calls, answers and updates; each check gives a list of complaints."""

    def __init__(self, specification: dict[str, Any]) -> None:
        self._types: dict[str, Any] = specification["types"]
        self._methods: dict[str, Any] = specification["methods"]

    @classmethod
    def load(cls) -> "BotApi":
        """Read the description from where it lies beside a checkout."""
        return cls(json.loads(SPECIFICATION.read_text()))

    def call(self, method: str, parameters: dict[str, Any], files: dict[str, Any]) -> list[str]:
        """A request of ours."""
        if method not in self._methods:
            return [f"{method}: no such method"]
        attached = {name for name in files if name.startswith("attached")}
        given = parameters | {name: "attach://file" for name in files if name not in attached}
        return self._fields(given, self._methods[method].get("fields", []), method)

    def answer(self, method: str, result: Any) -> list[str]:
        """What a method gave."""
        wanted = self._methods[method]["returns"]
        return self._any_of(result, wanted, f"{method} ->")

    def update(self, update: dict[str, Any]) -> list[str]:
        """An update."""
        return self._value(update, "Update", "Update")

    def _fields(self, given: dict[str, Any], fields: list[dict[str, Any]], where: str) -> list[str]:
        known = {field["name"]: field for field in fields}
        complaints = [f"{where}.{name}: unknown" for name in given if name not in known]
        complaints += [
            f"{where}.{name}: missing" for name, field in known.items() if field["required"] and name not in given
        ]
        for name, value in given.items():
            if name in known and value is not None:
                complaints += self._any_of(value, known[name]["types"], f"{where}.{name}")
        return complaints

    def _any_of(self, value: Any, types: list[str], where: str) -> list[str]:
        attempts = [self._value(value, wanted, where) for wanted in types]
        return min(attempts, key=len)

    def _value(self, value: Any, wanted: str, where: str) -> list[str]:
        if wanted.startswith("Array of "):
            if not isinstance(value, list):
                return [f"{where}: not a list"]
            inner = wanted.removeprefix("Array of ")
            return [
                complaint
                for number, item in enumerate(value)
                for complaint in self._value(item, inner, f"{where}[{number}]")
            ]
        if wanted in _PLAIN:
            fits = isinstance(value, _PLAIN[wanted]) and (wanted in ("Boolean", "True") or not isinstance(value, bool))
            return [] if fits else [f"{where}: {value!r} is no {wanted}"]
        if wanted == "InputFile":
            return [] if str(value).startswith("attach://") else [f"{where}: {value!r} is no file"]
        return self._object(value, wanted, where)

    def _object(self, value: Any, wanted: str, where: str) -> list[str]:
        description = self._types[wanted]
        if "subtypes" in description:
            return self._any_of(value, description["subtypes"], where)
        if not isinstance(value, dict):
            return [f"{where}: {value!r} is no {wanted}"]
        return self._fields(value, description.get("fields", []), where)
