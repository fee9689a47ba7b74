"""The backend's agent speaks as if there were a screen; in a chat there is none.

Sentences that tell somebody to click, drag, open a panel or look at a timeline are dropped, and what they lead to is
named as an `Action`. Sentences about the video stay as they are, formatting and paragraphs included; what stands in
quotation marks is content whatever it says.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from core.nemo import screen_words as words


class Action(StrEnum):
    """What a dropped sentence would have had its reader do, as far as it is one of ours."""

    EXPORT = "export"
    STATE = "state"  # show the timeline
    CREDITS = "credits"
    SEND_EDIT = "send_edit"  # say the change in words


@dataclass(frozen=True, slots=True)
class Translated:
    """The words that are left (perhaps none), and the actions that the dropped ones stood for."""

    text: str
    actions: frozenset[Action] = frozenset()


MAX_SENTENCE = 600  # characters; nobody explains a button at such length

_QUOTED = re.compile(
    r'"([^"\n]{1,300})"|“([^”\n]{1,300})”|«([^»\n]{1,300})»|「([^」\n]{1,300})」|『([^』\n]{1,300})』|《([^》\n]{1,300})》|`([^`\n]{1,300})`'
    r"|(?<![\w’'])'(?=\S)([^'\n]{1,300}(?:'\w[^'\n]{0,100})?)(?<=\S)'(?!\w)|(?<!\w)‘([^’\n]{1,300})’(?!\w)"
)
_SENTENCE = re.compile(r"(?:[.!?…]+[)\]*_\"”’»]*(?=\s|$)|[。！？]+[）」』”*_]*)\s*")
_PREFIX = re.compile(r"\s*(?:[-*•–>]\s+|#{1,6}\s+|\(?\d{1,2}[.)、]\s*|[①-⑳]\s*)*")
_MARKUP = re.compile(r"[*_`~]+")
_ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|vs|etc|approx|no|mr|ms|dr|st)|\b[a-z])$", re.IGNORECASE)
_LONGEST_ABBREVIATION = 6


def translate(text: str, *, after_answer: bool = False) -> Translated:
    """The agent's text for a chat. `after_answer` says that a normal answer came before it in the same run: then a text
    that is nothing but an apology for a temporary issue is noise and dropped whole."""
    actions: set[Action] = set()
    lines = _without_screen(text.split("\n"), actions)
    spoken = _joined(lines)
    return Translated(_without_apology(spoken, after_answer=after_answer), frozenset(actions))


def _without_screen(lines: list[str], actions: set[Action]) -> list[str | None]:
    """Each line as it stays; None for one that is gone."""
    kept: list[str | None] = []
    fenced = listing = False
    for line in lines:
        if line.lstrip().startswith("```"):
            fenced = not fenced
        listing = _is_text_list(line, listing)
        content = fenced or (listing and _is_item(line))
        kept.append(line if content or not line.strip() else _line(line, actions))
    return kept


def _is_text_list(line: str, before: bool) -> bool:
    """Whether the lines that follow list texts of the video, which are content."""
    if _opens_list(line):
        return bool(words.TEXT_LIST.search(line))
    return before and _is_item(line)


def _is_item(line: str) -> bool:
    return bool((_PREFIX.match(line) or [""])[0].strip())


def _opens_list(line: str) -> bool:
    return _MARKUP.sub("", line).rstrip().endswith((":", "："))


def _line(line: str, actions: set[Action]) -> str | None:
    prefix = (_PREFIX.match(line) or [""])[0]
    body = line[len(prefix) :]
    kept = "".join(_sentence(sentence, actions) for sentence in _sentences(body)).rstrip()
    return prefix + kept if kept.strip(" *_–—-:：👉➡️") else None


def _sentences(body: str) -> list[str]:
    """A line cut into sentences, white space kept with the sentence it follows; never inside quotation marks."""
    masked = _masked(body)
    sentences, start = [], 0
    for end in _SENTENCE.finditer(masked):
        if end.end() < len(body) and end[0].rstrip() == "." and _is_abbreviated(masked, end.start()):
            continue
        sentences.append(body[start : end.end()])
        start = end.end()
    return [*sentences, body[start:]]


def _is_abbreviated(text: str, end: int) -> bool:
    return bool(_ABBREVIATION.search(text, max(0, end - _LONGEST_ABBREVIATION), end))


def _sentence(sentence: str, actions: set[Action]) -> str:
    """A sentence as it stays: whole, without its last clause, or empty."""
    if len(sentence) > MAX_SENTENCE:
        return sentence
    masked = _masked(sentence)
    plain = _MARKUP.sub("", masked).strip()
    if not plain:
        return sentence
    if _is_screen_talk(plain):
        actions.update(_actions(sentence))
        return ""
    clause = words.HAND_CLAUSE.search(masked) or words.ZH_CLAUSE.search(masked)
    if clause is None:
        return sentence
    actions.update(_actions(sentence[clause.start() :]))
    if words.LEFT_OVER.search(_MARKUP.sub("", masked[: clause.start()])):
        return ""
    return (
        sentence[: clause.start()].rstrip()
        + ("。" if _is_chinese(sentence) else ".")
        + sentence[len(sentence.rstrip()) :]
    )


def _is_screen_talk(plain: str) -> bool:
    if any(pattern.search(plain) for pattern in (words.HAND_SENTENCE, words.ZH_SENTENCE, words.OTHERS)):
        return True
    if words.REPORT.search(plain) or words.ZH_REPORT.search(plain):
        return False
    patterns = (words.NOUN_SENTENCE, words.STATEMENT, words.ACCOUNT, words.PREVIEW)
    return any(pattern.search(plain) for pattern in patterns)


def _actions(sentence: str) -> set[Action]:
    """What a dropped sentence leads to; the first kind that fits."""
    for pattern, action in (
        (words.EDIT, Action.SEND_EDIT),
        (words.EXPORT, Action.EXPORT),
        (words.CREDITS, Action.CREDITS),
        (words.STATE, Action.STATE),
    ):
        if pattern.search(sentence):
            return {action}
    return set()


def _joined(lines: list[str | None]) -> str:
    """The lines that stay, without list headings whose whole list is gone, and without holes."""
    gone = _lists_gone(lines)
    kept = [
        line
        for line, list_is_gone in zip(lines, gone, strict=True)
        if line is not None and not (_opens_list(line) and list_is_gone)
    ]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip("\n").rstrip()


def _lists_gone(lines: list[str | None]) -> list[bool]:
    """For each line whether the paragraph below it was dropped to the last line, blank lines before it not counting."""
    found: list[bool] = []
    dropped_so_far = True  # of the paragraph that is being read, from its end
    dropped_below = False
    for line in reversed(lines):
        found.append(dropped_below)
        if line is None:
            dropped_below = dropped_so_far
        elif line.strip():
            dropped_so_far = dropped_below = False
        else:
            dropped_so_far = True
    return found[::-1]


def _without_apology(text: str, *, after_answer: bool) -> str:
    """Drop trailing sentences that apologise for a temporary issue, as long as an answer is left before them."""
    paragraphs = re.split(r"(\n+)", text)
    sentences = [piece for part in paragraphs for piece in (_sentences(part) if part.strip() else [part])]
    end = len(sentences)
    apologised = False
    while end and (not sentences[end - 1].strip() or _apologises(sentences[end - 1])):
        apologised = apologised or bool(words.APOLOGY.search(sentences[end - 1]))
        end -= 1
    rest = "".join(sentences[:end]).rstrip()
    return rest if apologised and (rest or after_answer) else text


def _apologises(sentence: str) -> bool:
    return bool(words.APOLOGY.search(sentence) or words.TRY_AGAIN.search(sentence))


def _masked(text: str) -> str:
    """The text with what is quoted blanked out, character by character."""

    def blank(match: re.Match[str]) -> str:
        return match[0][0] + words.Q * (len(match[0]) - 2) + match[0][-1]

    return _QUOTED.sub(blank, text)


def _is_chinese(text: str) -> bool:
    return bool(re.search(r"[\u4e00-\u9fff]", text))
