"""A whole message to an intent: one clause or several, with files or without, in any of our languages.

Two promises lead every decision. A message that may have meant an export (which is free) never starts a paid run by
itself, and one that may have meant an edit is never taken for something else: both come back doubtful.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from core.intents.grammar import Reading, covered, only_options, only_praise, readings, values
from core.intents.intent import Intent, IntentKind
from core.intents.tokens import QUOTED, URL, Token, tokens_of
from core.intents.vocabulary import Vocabulary, vocabularies

_LONGEST_REQUEST = 40  # tokens (a CJK character is one); no request for an export is longer
_SPLITS = 8
FORMATS = ("mov", "webm", "gif", "avi", "mkv", "mp3", "wav", "m4a", "aac", "webp", "prores")
"""What people ask for in the place of an MP4."""


def classify(text: str, *, has_files: bool = False, has_timeline: bool | None = None) -> Intent:
    """What a message asks for.

    `has_files` says that files came with it; `has_timeline` whether there is something to export already (None: not
    known). Never raises; the time it takes grows with the first 600 words only.
    """
    tokens = tokens_of(text)
    spoken = [token for token in tokens if token.text != URL]
    if not spoken:
        return Intent(IntentKind.UPLOAD if has_files or tokens else IntentKind.AGENT, text.strip())
    intent = _together(text, spoken)
    if len(spoken) < len(tokens) and not has_files:
        intent = _with_link(intent, spoken)
    if has_files:
        intent = _with_files(intent, spoken)
    if has_timeline is False:
        intent = _without_timeline(intent, spoken)
    return intent


def _words(tokens: Sequence[Token]) -> list[str]:
    return [token.text for token in tokens]


def _together(text: str, tokens: Sequence[Token]) -> Intent:
    whole = _clause(text.strip(), tokens)
    if whole.kind is not IntentKind.AGENT and not whole.doubtful:
        return whole
    return _ending(text, tokens) or _beginning(text, tokens) or whole


def _clause(words: str, tokens: Sequence[Token]) -> Intent:
    agent = Intent(IntentKind.AGENT, words, 0.9)
    if len(tokens) > _LONGEST_REQUEST:
        return agent
    said = _words(tokens)
    found = _best(said)
    if found is None:
        return _without_core(agent, said)
    vocabulary, reading = found
    options = _options(said, vocabulary) if reading.kind is IntentKind.EXPORT else {}
    if reading.complete and not reading.doubts:
        return Intent(reading.kind, words, 1.0 if reading.strong else 0.9, options=options)
    if reading.complete and reading.kind is IntentKind.EXPORT and "negation" not in reading.roles:
        return Intent(reading.kind, words, 0.6, doubtful=True, other=IntentKind.AGENT, options=options)
    if reading.complete or _in_doubt(reading, said):
        return Intent(IntentKind.AGENT, words, 0.5, doubtful=True, other=reading.kind, options=options)
    return agent


def _without_core(agent: Intent, words: Sequence[str]) -> Intent:
    """Approval, or how an export should be, may well ask for the export."""
    praise = any(only_praise(words, each) for each in vocabularies())
    how = next((each for each in vocabularies() if only_options(words, each)), None)
    if not praise and how is None:
        return agent
    options = _options(words, how) if how is not None else {}
    return replace(agent, doubtful=True, other=IntentKind.EXPORT, confidence=0.5, praise=praise, options=options)


def _best(words: Sequence[str]) -> tuple[Vocabulary, Reading] | None:
    candidates = [(vocabulary, reading) for vocabulary in vocabularies() for reading in readings(words, vocabulary)[:2]]
    return min(candidates, key=lambda item: _rank(item[1]), default=None)


def _rank(reading: Reading) -> tuple[int, bool, bool, int]:
    return (len(reading.rest), reading.complete and reading.doubts, not reading.strong, -reading.edits)


def _in_doubt(reading: Reading, words: Sequence[str]) -> bool:
    """Whether an incomplete reading is close enough to ask."""
    if not reading.strong or not reading.opening or QUOTED in words:
        return False
    rest, unknown = len(reading.rest), len(reading.rest) - reading.edits
    if reading.kind is IntentKind.EXPORT:
        return rest <= 1 or (reading.edits == 0 and len(words) <= 12)
    return unknown <= 1 and reading.edits == 0 and len(words) <= 4


def _options(words: Sequence[str], vocabulary: Vocabulary) -> Mapping[str, str]:
    options: dict[str, str] = {}
    for name, phrases in (("resolution", vocabulary.resolutions), ("aspect", vocabulary.ratios)):
        found = values(words, phrases)
        if found:
            options[name] = found[-1]
    formats = [word for word in words if word in FORMATS]
    return {**options, "format": formats[-1]} if formats else options


def _splits(tokens: Sequence[Token]) -> Iterator[tuple[int, int, bool]]:
    """Where a message may fall in two: the first token of the second part, where the joint before it begins, and
    whether the sentence says so itself. Longest second part first."""
    words = _words(tokens)
    found: dict[int, tuple[int, bool]] = {at: (at, True) for at in range(1, len(tokens)) if tokens[at].opens}
    for vocabulary in vocabularies():
        for at in range(1, len(tokens)):
            length, _ = vocabulary.joints.longest(words, at)
            if length and at + length < len(tokens):
                joined_to_the_verb = vocabulary.language == "ja"
                found.setdefault(at + length, (at + length if joined_to_the_verb else at, False))
    for at in sorted(found)[-_SPLITS:]:
        yield at, found[at][0], found[at][1]


def _ending(text: str, tokens: Sequence[Token]) -> Intent | None:
    """Work for the agent and a request after it: "make it 10 seconds and export it"."""
    for at, joint, spoken in _splits(tokens):
        last = _clause("", tokens[at:])
        if last.kind is IntentKind.AGENT or last.doubtful:
            continue
        first = _clause("", tokens[:joint])
        if first.kind is not IntentKind.AGENT or (first.doubtful and not first.other):
            return None
        if first.doubtful and first.other is IntentKind.EXPORT and _only_praise(tokens[:joint]):
            return replace(last, words=text.strip())
        return _after_edit(text, tokens, at=at, joint=joint, spoken=spoken, last=last)
    return None


def _only_praise(tokens: Sequence[Token]) -> bool:
    return any(only_praise(_words(tokens), vocabulary) for vocabulary in vocabularies())


def _after_edit(text: str, tokens: Sequence[Token], *, at: int, joint: int, spoken: bool, last: Intent) -> Intent:
    before = text[: tokens[joint - 1].end].strip()
    quoted = any(covered(_words(tokens[:joint]), vocabulary.quoting) for vocabulary in vocabularies())
    # 'add a button that says save and download': the last word may belong to the text on the button
    words = text.strip() if quoted and not spoken and len(tokens) - at < 2 else before
    if last.kind is IntentKind.UPLOAD:
        return Intent(IntentKind.AGENT, text.strip(), 0.8)
    earlier = _ending(before, tokens[:joint]) if words == before else None
    if earlier is None or earlier.kind is not IntentKind.AGENT or earlier.doubtful:
        earlier = Intent(IntentKind.AGENT, words, 0.9)
    if last.kind is IntentKind.EXPORT:
        return replace(earlier, then_export=True, options={**earlier.options, **last.options})
    return replace(earlier, confidence=0.8, also=(*earlier.also, last.kind))


def _beginning(text: str, tokens: Sequence[Token]) -> Intent | None:
    """A request and work for the agent after it: the order matters, so it is asked."""
    for at, joint, _ in _splits(tokens):
        first = _clause("", tokens[:joint])
        if first.kind is not IntentKind.EXPORT or first.doubtful:
            continue
        last = _clause("", tokens[at:])
        if _only_praise(tokens[at:]):
            return replace(first, words=text.strip())
        if last.kind is IntentKind.AGENT:
            return Intent(IntentKind.AGENT, text.strip(), 0.5, doubtful=True, other=IntentKind.EXPORT)
        return Intent(IntentKind.EXPORT, text.strip(), 0.9, options=first.options, also=(last.kind,))
    return None


def _with_link(intent: Intent, spoken: Sequence[Token]) -> Intent:
    """A link beside words: "download https://…" fetches it; other words say what to do with what is there."""
    fetch = intent.kind in (IntentKind.EXPORT, IntentKind.UPLOAD) or _says_nothing(spoken)
    return Intent(IntentKind.UPLOAD, intent.words, 0.9) if fetch else intent


def _with_files(intent: Intent, spoken: Sequence[Token]) -> Intent:
    if _says_nothing(spoken) or _only_praise(spoken):
        return Intent(IntentKind.UPLOAD, intent.words, 0.9)
    return intent


def _says_nothing(tokens: Sequence[Token]) -> bool:
    words = _words(tokens)
    return any(len(covered(words, vocabulary.praise)) == len(words) for vocabulary in vocabularies())


def _without_timeline(intent: Intent, spoken: Sequence[Token]) -> Intent:
    """With nothing to export yet, "give me a video" can only ask for one to be made."""
    some = intent.kind is IntentKind.EXPORT and intent.doubtful and not intent.options
    weak = (found := _best(_words(spoken))) is not None and not found[1].strong
    return Intent(IntentKind.AGENT, intent.words, 0.8) if some and weak else intent
