"""How many labelled phrases are understood, in every language."""

import csv
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from core.intents import Intent, IntentKind, classify

DATA = Path(__file__).parent.parent / "tests" / "data"


@dataclass(frozen=True, slots=True)
class Case:
    """A phrase and what it means: a kind, `agent+export` for an edit with an export after it, `ask` for a doubtful one."""

    language: str
    expected: str
    phrase: str


def cases(name: str) -> list[Case]:
    """The labelled phrases of a table in tests/data."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [Case(row["language"], row["expected"], row["phrase"]) for row in rows]


def answer(intent: Intent) -> str:
    """An intent in the words of the tables."""
    if intent.doubtful:
        return "ask"
    return "agent+export" if intent.then_export else intent.kind.value


def pays_for_an_export(case: Case, intent: Intent) -> bool:
    """Whether a paid run would start although only an export was meant."""
    return case.expected == "export" and intent.kind is IntentKind.AGENT and not intent.doubtful


def loses_an_edit(case: Case, intent: Intent) -> bool:
    """Whether words for the agent would never reach it."""
    return case.expected.startswith("agent") and intent.kind is not IntentKind.AGENT and not intent.doubtful


def run() -> str:
    """Both tables: right answers per language, what was asked, and the two mistakes that must not happen."""
    lines = []
    for title, name in (("table", "intents.tsv"), ("held out", "intents_heldout.tsv")):
        lines.extend(_report(title, cases(name)))
    return "\n".join(lines)


def _report(title: str, table: list[Case]) -> list[str]:
    started = time.perf_counter()
    answers = [(case, classify(case.phrase)) for case in table]
    took = (time.perf_counter() - started) / len(table)
    right = Counter(case.language for case, intent in answers if answer(intent) == case.expected)
    total = Counter(case.language for case, _ in answers)
    asked = sum(intent.doubtful and case.expected != "ask" for case, intent in answers)
    languages = ", ".join(f"{language} {right[language]}/{total[language]}" for language in total)
    return [
        f"intents, {title}: {right.total()}/{len(table)} = {right.total() / len(table):.1%} ({languages})",
        f"  asked without need {asked}, paid for an export {sum(pays_for_an_export(*pair) for pair in answers)}, "
        f"lost an edit {sum(loses_an_edit(*pair) for pair in answers)}; {took * 1e6:.0f} us a phrase",
    ]
