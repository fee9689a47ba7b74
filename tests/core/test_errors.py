"""The tree of errors is the one that is printed, and each error can be told."""

import re

import core.errors
from core.errors import ReelayError


def tree(root: type[ReelayError], depth: int = 0) -> list[tuple[int, str]]:
    """The classes below one, each with how deep it lies, in the order in which they were made."""
    found = [(depth, root.__name__)]
    for child in root.__subclasses__():
        if child.__module__.startswith("core.errors"):
            found += tree(child, depth + 1)
    return found


def printed() -> list[tuple[int, str]]:
    """The same, as the package's words have it."""
    lines = re.findall(r"^([│├└─ ]*)([A-Z]\w+)", core.errors.__doc__ or "", re.MULTILINE)
    return [(len(branch) // 4, name) for branch, name in lines if branch or name == "ReelayError"]


def test_the_printed_tree_is_the_tree() -> None:
    assert sorted(printed()) == sorted(tree(ReelayError))


def test_every_error_is_one_name_of_the_package() -> None:
    assert core.errors.__all__ == sorted(name for _, name in tree(ReelayError))
