"""Runs every benchmark of this folder (a module with `run() -> str`), or those named: `python -m benchmarks [name ...]`."""

import importlib
import pkgutil
import sys
from collections.abc import Callable
from pathlib import Path


def _found() -> dict[str, Callable[[], str]]:
    names = sorted(module.name for module in pkgutil.iter_modules([Path(__file__).parent.as_posix()]))
    modules = {name: importlib.import_module(f"benchmarks.{name}") for name in names if not name.startswith("_")}
    return {name: module.run for name, module in modules.items() if hasattr(module, "run")}


def main(wanted: list[str]) -> int:
    """Print each benchmark's table under the command that makes it."""
    benchmarks = _found()
    unknown = [name for name in wanted if name not in benchmarks]
    if unknown:
        print(f"There is no benchmark {', '.join(unknown)}; there are: {', '.join(benchmarks)}", file=sys.stderr)
        return 2
    for name in wanted or benchmarks:
        print(f"$ python -m benchmarks {name}\n{benchmarks[name]()}\n", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
