"""What a target is, and where they are found."""

import importlib
import pkgutil
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

from tests.fuzz import targets


@dataclass(frozen=True, slots=True)
class Target:
    """Something to attack.

    `attack` takes any bytes and raises when a promise is broken; `seeds` are bytes that lead it to the interesting
    places, `words` what is worth putting into an input. `largest` bounds an input in bytes; `rounds` is how many inputs
    the suite plays. `room` is entered before the first attack and left after the last.
    """

    attack: Callable[[bytes], None]
    seeds: Callable[[], list[bytes]]
    words: tuple[str, ...] = ()
    largest: int = 4096
    rounds: int = 200
    room: Callable[[], AbstractContextManager[None]] = nullcontext


def names() -> list[str]:
    """The names of all targets: each module beside this one in `targets`."""
    return sorted(module.name for module in pkgutil.iter_modules(targets.__path__))


def named(name: str) -> Target:
    """A target by its name. What it attacks is imported only now, so that it can be watched from its first line on."""
    target: Target = importlib.import_module(f"tests.fuzz.targets.{name}").TARGET
    return target
