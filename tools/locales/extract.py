"""Where message ids stand in the code.

Babel's own extraction finds calls by a function's name alone. Ours are calls of a `Speech` whatever it is held in
(`say("…")`, `task.say("…")`, `Speech(locale)("…")`, `say.count("…", "…", n)`), marks (`N_("…")`, Discord's
`locale_str("…")`) and the `sentence` of an error class, so this one reads the syntax tree.
"""

import ast
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence

Message = str | tuple[str, str]
"""One id, or the two forms of a plural."""

SPEAKERS = frozenset({"say", "_say"})
"""What a `Speech` is called, unless it is a method that the file defines itself."""
MARKS = frozenset({"N_", "locale_str"})
NOT_SPEECH = frozenset({"terminal", "_terminal", "session", "_session"})
"""What also has a method called `say`."""
NAME_OF_A_COMMAND = re.compile(r"[a-z]+")
"""Commands are called the same in every language: the help names them."""

SKILL_TEXTS = ("title", "greeting", "hint", "examples", "steps")


def python(source: str) -> list[Message]:
    """The message ids of a Python file, from top to bottom."""
    tree = ast.parse(source)
    found: list[tuple[int, Message]] = []
    methods = frozenset(
        f"self.{node.name}" for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            found += _of_call(node, methods)
        elif isinstance(node, ast.ClassDef):
            found += _of_class(node)
    return [message for _, message in sorted(found, key=lambda each: each[0])]


def skill(source: str) -> list[Message]:
    """The message ids of a skill file."""
    data = tomllib.loads(source)
    return [text for key in SKILL_TEXTS for text in _texts(data[key])]


def _texts(value: str | Sequence[str] | Mapping[str, str]) -> Sequence[str]:
    if isinstance(value, str):
        return [value]
    return list(value.values()) if isinstance(value, Mapping) else value


def _of_call(call: ast.Call, methods: frozenset[str]) -> Iterator[tuple[int, Message]]:
    function = call.func
    if isinstance(function, ast.Attribute) and function.attr == "count" and len(call.args) == 3:
        one, many = _literals(call.args[0]), _literals(call.args[1])
        if one and many:
            yield call.lineno, (one[0], many[0])
    elif call.args and (_speaks(function, methods) or _name(function) in MARKS):
        for text in _literals(call.args[0]):
            if text and (_name(function) != "locale_str" or not NAME_OF_A_COMMAND.fullmatch(text)):
                yield call.lineno, text


def _speaks(function: ast.expr, methods: frozenset[str]) -> bool:
    if isinstance(function, ast.Call):
        return _name(function.func) == "Speech"
    if isinstance(function, ast.Attribute) and _name(function.value) in NOT_SPEECH:
        return False
    return _name(function) in SPEAKERS and ast.unparse(function) not in methods


def _of_class(node: ast.ClassDef) -> Iterator[tuple[int, Message]]:
    for statement in node.body:
        match statement:
            case ast.Assign([ast.Name("sentence")], value) | ast.AnnAssign(ast.Name("sentence"), _, value):
                yield from ((statement.lineno, text) for text in _literals(value))


def _literals(node: ast.expr | None) -> list[str]:
    """The texts that an expression can come to, as far as they are written out."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp):
        return _literals(node.body) + _literals(node.orelse)
    return []


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
