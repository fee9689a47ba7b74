"""Going back and forth: undo and redo, how many times, and what is wanted after."""

import re

from studio.director.grammar.clauses import clauses
from studio.director.grammar.foreign import in_english
from studio.director.grammar.normal import Source
from studio.director.grammar.numbers import number
from studio.director.grammar.words import words
from studio.director.wishes import Redo, Undo

_UNDO = words("undo", "revert", "roll ?back", "go back(?: to (?:the )?(?:previous|last|earlier|before)\\b.*)?",
    "take (?:that|it) back", "(?:restore|back to) the (?:previous|last|earlier|old) (?:version|one|state)",
    "(?:like|how|as) it was(?: before)?", "put it back", "deshac\\w*", "deshaz", "rückgängig", "annule[rz]?",
    "desfa[çz]\\w*", "отмени\\w*", "верни", "never ?mind", "scratch that", "that was (?:wrong|better before)", cjk=
    "撤销|撤回|撤消|恢复上一|回到上一|返回上一|取消上一|取消刚才|退回|还原|上一步|元に戻|取り消",)  # fmt: skip
_REDO = words("redo", "undo the undo", "(?:re-?apply|restore) (?:it|that|the (?:last )?(?:change|edit))",
    "bring (?:it|that) back", "rehacer", "rehaz", "wiederherstellen", "wiederhol\\w*", "rétabli\\w*", "refazer",
    "refa[çz]a", "повтори", cjk="重做|恢复撤销|取消撤销|撤销撤销|やり直",)  # fmt: skip
_EVERYTHING = words(
    "everything",
    "all(?: (?:my |the )?(?:changes|edits))?",
    "back to the (?:start|beginning|original)",
    "original version",
    cjk="全部|所有|最初|原始",
)
_TIMES = re.compile(
    r"(?:last|previous|past) (\w+) (?:changes|edits|steps|things)|(\w+) (?:steps|times|"
    r"changes|edits)|([一二三四五两\d]+)(?:步|次)"
)
_TWICE = re.compile(r"\btwice\b|两次|两步|dos veces|zweimal|deux fois|duas vezes|дважды")
_LONGEST = 80  # letters: whoever writes more speaks of other things too


def going_back(low: str) -> Undo | Redo | None:
    """How far the prompt wants to go back or forth in the history, None when it does not."""
    found = undo_redo(low)
    if found is None or len(low) > _LONGEST:
        return None
    match = _TIMES.search(low)
    if match is None and _TWICE.search(low):
        return Redo(2) if found[0] == "redo" else Undo(2)
    times = int(number(next(group for group in match.groups() if group)) or 1) if match else 1
    return Redo(max(1, times), _brings_back(low)) if found[0] == "redo" else Undo(max(1, times), found[1])


def after_going_back(prompt: Source, language: str) -> str:
    """What the prompt wants after it went back: "undo that and make it 20 seconds"."""
    spoken = in_english(prompt, language)
    row = list(clauses(spoken.english))
    at = next((at for at, clause in enumerate(row) if undo_redo(clause.low)), len(row))
    return ", ".join(words for clause in row[at + 1 :] if len(words := spoken.words_of(clause)) > 3)


def undo_redo(low: str) -> tuple[str, bool] | None:
    """("undo" | "redo", everything) when the prompt wants to go back or forth in the history."""
    if _REDO.search(low) and not re.search(r"redo (?:it|the|this|with|in|as)\b(?! (?:undo|change|edit|last))", low):
        return "redo", False
    if _UNDO.search(low) and not re.search(r"go back to (?:the )?(?:ocean|city|colou?r)|verni", low):
        return "undo", _EVERYTHING.search(low) is not None
    return None


def _brings_back(low: str) -> bool:
    """ "Bring it back": what was undone, or what the last edit took away."""
    return re.search(r"\b(?:bring|get|put) (?:it|that|this|them) back\b", low) is not None
