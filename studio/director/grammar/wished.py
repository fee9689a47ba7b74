"""The wishes of a prompt, clause by clause."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from studio.director.grammar import (
    followups,
    looks,
    manners,
    music,
    overlays,
    purposes,
    text_nouns,
)
from studio.director.grammar.clause import read_clause
from studio.director.grammar.clauses import clauses
from studio.director.grammar.durations import durations
from studio.director.grammar.foreign import Spoken, in_english
from studio.director.grammar.limits import nearly, no_tool
from studio.director.grammar.normal import Source
from studio.director.grammar.quoted import signed
from studio.director.grammar.scenes import mood, scenes
from studio.director.grammar.setting import Setting
from studio.director.grammar.targets import files, places, which
from studio.director.grammar.words import QUOTED
from studio.director.meaning import Which
from studio.director.model import MediaItem, MediaKind
from studio.director.wishes import (
    AddText,
    Arrange,
    Move,
    Remove,
    SetFade,
    SetLength,
    Wish,
)

_ABOUT = re.compile(
    r"^\s*(?:for|in|on|with|take(?!.*\b(?:out|away|off)\b)|from|regarding|pour|für|para|针对|对于|对|给|把|在)"
    r"\s(?:the |my )?(?P<what>[^,:，：]{1,40}?)\s?(?:[,:，：]|$)"
)
_FILLER = re.compile(r"[\W_\d]*(?:start (?:over|again|fresh|from scratch)|unless asked for|i changed my mind|"
    r"on second thoughts?|never ?mind|"
    r"before ?(?:/|-|and)? ?after|(?:my|the|these|those|all|all my) (?:pics|photos|pictures|clips|"
    r"videos|images)|one (?:per|for each|on each|for every) (?:clip|photo|shot|scene|picture|video|"
    r"one)|set it to normal|what'?s left|fix (?:that|it|this)|(?:that'?s |a bit |way )?too much|"
    r"(?:it |put it )?back to normal|"
    r"text only|words only|script|storyboard|brief|prompt|order|details|facts?|tips?|steps?|reasons?|"
    r"please|thanks?|thank you|hi|" r"hello|hey|ok|okay|it|that|this|the video|too|"
    r"as well|now|for me|finish(?:es)?|ends?|starts?|begins?|on (?:them|each|it)|same (?:length|"
    r"duration)(?: each)?|each|"
    r"half|in total|total|me|video|film|clip|a|the|mp4|all|nice|good|great|is all|remove(?: it)?|"
    r"delete(?: it)?|每段配?|每张配?|每个配?|请|谢谢|" r"吧|好|一下|视频)?[\W_\d]*")  # fmt: skip
_AS_IT_IS = re.compile(r"\b(?:keep|leave|same|normal|as usual|unchanged)\b|\bthe rest\b|保持|其他不变|不变|原样|正常")
_LEFT_ALONE = re.compile(r"\b(?:don'?t|do not|without|no need to|never|not) (?:change|changing|touch|touching|alter|altering|"
    r"modify|mess)\b"
    r"|\bleave (?:the |everything |all )?.{0,30}\b(?:alone|as (?:it is|is|they are)|unchanged|untouched|the same)\b|"
    r"\b(?:keep|stays?|remain) (?:the |my |it |"
    r"everything )?.{0,24}(?:as (?:it is|is|they are)|unchanged|the same)\b|(?:不要|别|不用|无需)(?:动|改|碰|变)|"
    r"保持.{0,8}不变|.{1,8}不变$|保留原样"
    r"|nicht (?:ändern|anfassen)|sin cambiar|no (?:cambies|toques)|sans (?:changer|toucher)|ne (?:change|touche)\w* pas|"
    r"não (?:mude|mexa)|sem mudar"
    r"|не (?:меняй|трогай|изменяй)\w*|そのまま|変えないで")  # fmt: skip
_STAYS = re.compile(r"\b(?:keep|leave|retain)\b|保留|留下")
_FIRST_WORDS = re.compile(r"[\W_]*(?:(?:and|then|also|add|put|with|use|make|have|show|it|the|a|an|some|of|for|to|in|on|but|"
    r"no|actually|wait|well|hmm|"
    r"sorry|instead|again|maybe|perhaps|just|can you|could you|would you|i want|i need|i would like|i'd like|hey|you|kindly|"
    r"mit|und|bitte|con|y|por favor|avec|et|com|e|и|с)\s*)*[\W_]*")  # fmt: skip
_DOING = re.compile(r"\s*(?:add|put|use|make|set|change|give|show|play|turn|with|加|配|用|换|放|改|给|添)")


def _sentence_target(prompt: Source, media: Sequence[MediaItem]) -> Which | None:
    """Which shots a whole prompt is about: "For clip 2, …"."""
    match = _ABOUT.match(prompt.low)
    if match is None:
        return None
    named = files(match["what"], media)
    found = Which((), named) if named else Which(places(match["what"]))
    return found or None


@dataclass(slots=True)
class Reading:
    """What has been read so far: wishes, what was not understood, and what no tool does."""

    wishes: list[Wish] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    toolless: list[str] = field(default_factory=list)
    removing: bool = False  # whether the last clause took something away
    worded: bool = False  # whether the last clause was about words for the screen


def _beyond(clause: Source, setting: Setting) -> str:
    """What in a clause no tool does, "" when there is nothing of the kind."""
    pictures = any(item.kind is MediaKind.IMAGE for item in setting.media) or not setting.creates
    drawn = setting.creates and not any(item.kind is not MediaKind.AUDIO for item in setting.media)
    voice = any(item.kind is MediaKind.AUDIO for item in setting.media) and music.OWN_FILE.search(clause.low)
    said = _without_names(re.sub(f"{QUOTED}+", " ", clause.low), setting.media)
    return "" if voice else no_tool(said, own_logo=pictures, drawn=drawn)


def _without_names(low: str, media: Sequence[MediaItem]) -> str:
    """What is said beside the names of files, which may be those of things that no tool makes."""
    for item in media:
        stem = item.filename.rsplit(".", 1)[0].lower()
        low = re.sub(rf"(?<![a-z0-9]){re.escape(stem)}(?![a-z0-9])", " ", low) if len(stem) >= 4 else low
    return low


def wished(prompt: Source, setting: Setting) -> Reading:
    """Every clause of a prompt, read."""
    done = Reading()
    target = _sentence_target(prompt, setting.media)
    spoken = in_english(prompt, setting.language)
    if order := _order_of_files(spoken.english.low, setting.media):
        done.wishes.append(order)
    for clause in clauses(spoken.english):
        opens = target and not done.wishes and _ABOUT.fullmatch(clause.low.strip() + ",")
        if opens or _is_left_alone(clause, done) or _is_beyond(clause, setting, done, spoken):
            continue
        found = _of_clause(clause, setting, target, done) or _follows_in_order(clause, done.wishes)
        done.worded = text_nouns.speaks_of_text(clause) or bool(clause.quotations())
        if not found and not _is_filler(clause, setting) and not _goes_on(clause, done.wishes, prompt.quotations()):
            done.unread.append(spoken.words_of(clause))
    return done


_THE_NEXT = re.compile(r"\s*(?:the|my|all)(?: the)? \w+(?: \w+)?(?: after (?:it|that))?\s*")


def _follows_in_order(clause: Source, wishes: Sequence[Wish]) -> bool:
    """ "The drone first, then the hikes": what follows anyway."""
    ordered = bool(wishes) and isinstance(wishes[-1], Move | Arrange | SetLength)
    return ordered and clause.link.split()[-1:] == ["then"] and _THE_NEXT.fullmatch(clause.low) is not None


def _is_left_alone(clause: Source, done: Reading) -> bool:
    """ "Don't touch the music", and "… but keep the crossfades" after something that goes."""
    kept = _STAYS.search(clause.low) and not durations(clause.low)
    return _LEFT_ALONE.search(clause.low) is not None or bool(done.removing and kept)


def _is_beyond(clause: Source, setting: Setting, done: Reading, spoken: Spoken) -> bool:
    """Whether a clause holds nothing but what no tool does, which is noted."""
    beyond = _beyond(clause, setting)
    if not beyond:
        return False
    shown = setting.creates and bool(scenes(clause.low) or purposes.names_film(clause.low))
    done.toolless.append(beyond if shown else spoken.words_of(clause))
    return not shown


def _of_clause(clause: Source, setting: Setting, target: Which | None, done: Reading) -> bool:
    """Read one clause; whether anything came of it."""
    wishes = done.wishes
    meant = target or (followups.pronoun(clause, wishes[-1]) if wishes else None)
    if _THE_OTHERS.search(clause.low) and not which(clause.low, setting.media):
        meant = _others_than(wishes) or meant
    found = read_clause(clause, replace(setting, removing=done.removing and _goes_on_removing(clause)), meant)
    if setting.creates:
        found = tuple(_inked(wish, clause) for wish in signed(clause, found))
    if wishes and isinstance(wishes[0], Arrange):
        found = tuple(wish for wish in found if not isinstance(wish, Move))
    if setting.creates and not any(isinstance(wish, AddText) for wish in found) and (look := manners.manner(clause)):
        wishes.append(look)
        return True
    if setting.creates and not found and _paints_the_picture(clause, done):
        return True
    if _completes(clause, found, wishes, creates=setting.creates):
        return True
    done.removing = any(isinstance(wish, Remove) for wish in found)
    wishes += found
    return bool(found)


def _inked(wish: Wish, clause: Source) -> Wish:
    """A text without the colour that its clause gives to the picture."""
    if isinstance(wish, AddText) and wish.color and wish.color in overlays.paints(clause.low):
        return replace(wish, color=None)
    return wish


def _paints_the_picture(clause: Source, done: Reading) -> bool:
    """Whether the colour in a clause is that of the picture, not of the words right before it."""
    if overlays.is_colour_alone(clause.low):
        return not done.worded
    return bool(overlays.paints(clause.low))


def _goes_on_removing(clause: Source) -> bool:
    """ "Remove the title, the music and …": a bare thing after a removal goes too."""
    low = clause.low
    bare = re.fullmatch(r"\s*(?:or |nor )?(?:the |all |any |my |its )?[\w\- ]{3,24}\s*", low)
    other = (
        _DOING.match(low),
        looks.look(low),
        looks.fades(low),
        music.LOUDER.search(low),
        music.QUIETER.search(low),
        music.MUSIC.search(low) and (music.level(low) or music.style(low)),
    )
    done = re.search(r"\b(?:only|just)\b|[延缩改换放移到加变]", low)
    ended = re.search(r"[.;!\n。！；]", clause.link)  # a new sentence takes nothing away any more
    return bare is not None and ended is None and not any(other) and done is None and not durations(low)


def _is_filler(clause: Source, setting: Setting) -> bool:
    """Words that ask for nothing, or for what is done anyway."""
    low = clause.low
    joined = setting.media and (purposes.film_style(low) == "joined" or files(low, setting.media))
    said = any(pattern.fullmatch(low) for pattern in (_FILLER, _FIRST_WORDS)) and not re.search(r"[$€£¥₽]\s?\d", low)
    return (
        said or bool(joined) or bool(nearly(low)) or (_AS_IT_IS.search(low) is not None and not re.search(r"\d", low))
    )


def _goes_on(clause: Source, wishes: list[Wish], quoted: tuple[str, ...]) -> bool:
    """ "Title: Thanks for watching, see you next week": what no reader knows after words without quotes belongs to them."""
    last = wishes[-1] if wishes else None
    if (
        not isinstance(last, AddText)
        or not last.text
        or last.text in quoted
        or last.when.start is not None
        or clause.link != ","
        or len(clause.low.split()) > 8
    ):
        return False
    if overlays.effects(clause.low, None) or overlays.paints(clause.low) or music.tune(clause.low):
        return False
    if not clause.follows(last.text) or scenes(clause.low) or mood(clause.low) or re.search(r"\d|:", clause.low):
        return False
    wishes[-1] = replace(
        last, text=f"{last.text}{'，' if re.search('[一-鿿]', last.text) else ', '}{clause.raw.strip(' .')}"
    )
    return True


_LONGEST_FADE = 5_000
_THE_OTHERS = re.compile(
    r"\b(?:the|all)(?: the)? (?:others?|rest|remaining|other ones)\b|其他|其余|剩下的|los demás|die anderen|les autres|"
    r"os outros|остальн\w+|他の"
)


def _others_than(wishes: Sequence[Wish]) -> Which | None:
    """ "The others": all but the shots that the wishes before have named."""
    named = [place for wish in wishes for place in getattr(getattr(wish, "which", None), "places", ())]
    return Which(tuple(dict.fromkeys(named)), others=True) if named else None


def _order_of_files(low: str, media: Sequence[MediaItem]) -> Arrange | None:
    """ "Surf first, then 2041, then 2042": the files in the order in which they are named."""
    named = files(low, media)
    told = re.search(r"\bfirst\b.*\bthen\b|\border\b|\bfollowed by\b|先.*(?:再|然后)|顺序|\bbefore\b.*\bthen\b", low)
    return Arrange(Which((), named)) if told and len(named) > 1 else None


def _lasts(found: tuple[Wish, ...], wishes: list[Wish]) -> bool:
    """ "A fade in, a fade out, 2 seconds each": the length of the fades right before."""
    wish = found[0] if len(found) == 1 else None
    if not wishes or not isinstance(wishes[-1], SetFade) or not isinstance(wish, SetLength) or wish.ms > _LONGEST_FADE:
        return False
    wishes[:] = [replace(other, ms=wish.ms) if isinstance(other, SetFade) else other for other in wishes]
    return True


def _completes(clause: Source, found: tuple[Wish, ...], wishes: list[Wish], *, creates: bool) -> bool:
    """Whether the clause only says more of the last wish, or of the last text before it; then that is changed."""
    if _lasts(found, wishes):
        return True
    texts = [at for at, wish in enumerate(wishes) if isinstance(wish, AddText)]
    if creates and any(isinstance(wish, SetFade) for wish in found):
        texts = []  # "fade out last 2 seconds" is no time of a text
    for at in dict.fromkeys([len(wishes) - 1, *texts[-1:]]):
        if at >= 0 and (more := followups.completed(clause, found, wishes[at], creates)):
            wishes[at : at + 1] = more
            return True
    return False
