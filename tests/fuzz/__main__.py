"""The command: `python -m tests.fuzz [target …] [--seconds N] [--keep FOLDER]`; `--replay FILE` plays one input of one target."""

import argparse
import sys
from pathlib import Path

from tests.fuzz.campaign import Outcome, attack, replay, watchful
from tests.fuzz.target import names


def main(arguments: list[str]) -> int:
    """Attack targets one after another and print what came of it; 1 when something broke."""
    parser = argparse.ArgumentParser("python -m tests.fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="target", choices=[*names(), []], help=", ".join(names()))
    parser.add_argument("--seconds", type=int, default=20, help="for each target (20)")
    parser.add_argument(
        "--keep", type=Path, default=Path(".fuzz"), help="where inputs are kept for the next time (.fuzz)"
    )
    parser.add_argument("--replay", type=Path, help="a file with one input")
    asked = parser.parse_args(arguments)
    if asked.replay:
        if len(asked.targets) != 1:
            parser.error("--replay needs one target")
        replay(asked.targets[0], asked.replay)
        return 0
    if not watchful():
        print("atheris is not installed: random changes only, no coverage", file=sys.stderr)  # noqa: T201
    outcomes = []
    for name in asked.targets or names():
        outcomes.append(attack(name, asked.seconds, asked.keep.absolute()))
        print(_line(outcomes[-1]), flush=True)  # noqa: T201
    return int(any(outcome.finding for outcome in outcomes))


def _line(outcome: Outcome) -> str:
    told = f"{outcome.target:<18}{outcome.inputs:>9} inputs  {outcome.inputs / outcome.seconds:>7.0f}/s  {outcome.edges:>6} edges"
    return f"{told}  BROKEN by {outcome.culprit}\n{outcome.finding}" if outcome.finding else f"{told}  holds"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
