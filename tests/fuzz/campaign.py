"""One target attacked for a while: with atheris in a process of its own, or without it in this one."""

import importlib.util
import os
import re
import subprocess
import sys
import tempfile
import time
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.fuzz.changes import inputs
from tests.fuzz.quiet import unlogged
from tests.fuzz.target import Target, named

SLOWEST: Final = 20
"""Seconds after which an input counts as a hang."""
_MEGABYTES: Final = 2500
_ROOT: Final = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a campaign. `edges` counts the branches that were reached, 0 where nobody counted.

    `finding` is empty or says what broke; `culprit` is the file with the bytes that did it.
    """

    target: str
    inputs: int
    seconds: float
    edges: int = 0
    finding: str = ""
    culprit: Path | None = None


def watchful() -> bool:
    """Whether atheris is installed."""
    return importlib.util.find_spec("atheris") is not None


def attack(name: str, seconds: int, folder: Path) -> Outcome:
    """Attack one target for some seconds. `folder` keeps the inputs that reached something new, and those that broke it."""
    corpus = folder / name
    corpus.mkdir(parents=True, exist_ok=True)
    return _guided(name, seconds, corpus) if watchful() else _blind(name, seconds, corpus)


def replay(name: str, file: Path) -> None:
    """Play one input; raises what it raises."""
    target = named(name)
    with target.room():
        target.attack(file.read_bytes())


def _guided(name: str, seconds: int, corpus: Path) -> Outcome:
    target = named(name)
    seeds, words = corpus.with_name(f"{name}.seeds"), corpus.with_name(f"{name}.words")
    _write_seeds(target, seeds)
    words.write_text(
        "".join(f'"{_quoted(word)}"\n' for word in target.words if 0 < len(word.encode("utf-8", "surrogatepass")) < 60)
    )
    options = [
        f"-max_total_time={seconds}",
        f"-timeout={SLOWEST}",
        f"-rss_limit_mb={_MEGABYTES}",
        "-print_final_stats=1",
    ]
    options += [f"-dict={words}", f"-artifact_prefix={corpus.parent}/{name}."]
    command = [sys.executable, "-m", "tests.fuzz.watched", name, *options, str(corpus), str(seeds)]
    begin = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="reelay-fuzz-") as scratch:  # the process ends without cleaning up
        done = subprocess.run(
            command,
            cwd=_ROOT,
            env={**os.environ, "TMPDIR": scratch},
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
    return _judged(name, done.stderr + done.stdout, done.returncode, time.monotonic() - begin)


def _write_seeds(target: Target, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    for number, seed in enumerate(target.seeds()):
        (folder / f"{number:04}").write_bytes(seed[: target.largest])


def _quoted(word: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in word.encode("utf-8", "surrogatepass"))


def _judged(name: str, said: str, code: int, seconds: float) -> Outcome:
    executed = re.findall(r"number_of_executed_units:\s*(\d+)", said) or re.findall(r"^#(\d+)", said, re.MULTILINE)
    edges = re.findall(r"cov: (\d+)", said)
    culprit = re.search(r"Test unit written to (\S+)", said)
    finding = "" if code == 0 else said[said.find("=== Uncaught") if "=== Uncaught" in said else -3000 :][:3000].strip()
    return Outcome(
        name,
        int(executed[-1]) if executed else 0,
        seconds,
        int(edges[-1]) if edges else 0,
        finding,
        Path(culprit[1]) if culprit else None,
    )


def _blind(name: str, seconds: int, corpus: Path) -> Outcome:
    target, begin, number = named(name), time.monotonic(), 0
    with unlogged(), target.room():
        for number, data in enumerate(inputs(target, seed=time.time_ns()), 1):
            try:
                target.attack(data)
            except Exception:  # noqa: BLE001 - whatever breaks is what was looked for
                culprit = corpus.with_name(f"{name}.crash")
                culprit.write_bytes(data)
                finding = traceback.format_exc().encode(errors="backslashreplace").decode()
                return Outcome(name, number, time.monotonic() - begin, finding=finding, culprit=culprit)
            if time.monotonic() - begin > seconds:
                break
    return Outcome(name, number, time.monotonic() - begin)
