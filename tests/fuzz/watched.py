"""A target under atheris, in a process of its own: `python -m tests.fuzz.watched TARGET [libFuzzer's options] [corpus …]`.

libFuzzer ends the process itself: 0 when its time was up, anything else with a finding.
"""

import sys

import atheris  # type: ignore[import-not-found,import-untyped,unused-ignore]

from tests.fuzz.quiet import unlogged

WATCHED = ["core", "bots", "studio"]


def main(name: str, options: list[str]) -> None:
    """Watch what is imported, and attack it until libFuzzer has had enough."""
    with atheris.instrument_imports(include=WATCHED, enable_loader_override=False):
        from tests.fuzz.target import named

        target = named(name)
    with unlogged(), target.room():
        atheris.Setup([name, f"-max_len={target.largest}", *options], target.attack)
        atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
