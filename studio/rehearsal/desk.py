"""Where rules are kept and counted."""

from collections.abc import Sequence

from studio.rehearsal.books import Books
from studio.rehearsal.rules import Kind, Rule


class Rehearsal:
    """The rules in force, how often each was met, and the books."""

    def __init__(self, rules: Sequence[Rule], books: Books) -> None:
        self.books = books
        self._counted = [(rule, 0) for rule in rules]

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules in force."""
        return tuple(rule for rule, _ in self._counted)

    def replace(self, rules: Sequence[Rule]) -> None:
        """Put other rules in force; counting starts afresh."""
        self._counted = [(rule, 0) for rule in rules]

    def met(self, call: str, session: str | None = None, text: str | None = None) -> tuple[Rule, ...]:
        """Count a call and give the rules that make it go wrong."""
        fired: list[Rule] = []
        for index, (rule, count) in enumerate(self._counted):
            if rule.concerns(call, session, text):
                self._counted[index] = (rule, count + 1)
                if rule.fires(count + 1):
                    fired.append(rule)
        return tuple(fired)


def first(rules: Sequence[Rule], *kinds: Kind) -> Rule | None:
    """The first rule of these kinds."""
    return next((rule for rule in rules if rule.do in kinds), None)


def seconds(rules: Sequence[Rule], kind: Kind) -> float:
    """The seconds of all rules of a kind together."""
    return sum(rule.seconds for rule in rules if rule.do is kind)
