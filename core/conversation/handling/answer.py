"""What the agent said, as it may be shown in a chat."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.nemo import redact
from core.nemo.screen_talk import Action, translate


@dataclass(frozen=True, slots=True)
class Answer:
    """The agent's words without screen talk and secrets, what that talk asked us to do, and a word of our own."""

    text: str = ""
    actions: frozenset[Action] = frozenset()
    note: str = ""


def answer_of(texts: Sequence[str]) -> Answer:
    """One answer out of the texts of a run; an apology that trails a normal answer is noise."""
    said: list[str] = []
    actions: set[Action] = set()
    for text in texts:
        talk = translate(text, after_answer=bool(said))
        actions |= talk.actions
        if talk.text:
            said.append(talk.text)
    return Answer(redact("\n\n".join(said)), frozenset(actions))


def without_apology(answer: Answer) -> Answer:
    """The answer of a run that did its work: when all it said was an apology for a temporary issue, that is noise too."""
    return answer if translate(answer.text, after_answer=True).text else replace(answer, text="")
