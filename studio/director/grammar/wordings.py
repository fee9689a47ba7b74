"""What a clause wants of the words in the picture: new ones, other ones, another look, more time, or none."""

import re
from dataclasses import replace

from studio.director.grammar import lettering, music, text_nouns, texts
from studio.director.grammar.canvas import canvas, form
from studio.director.grammar.cuts import is_of_the_film, read_length
from studio.director.grammar.durations import durations
from studio.director.grammar.limits import nearly
from studio.director.grammar.normal import Source
from studio.director.grammar.removals import read_removal
from studio.director.grammar.scenes import scene
from studio.director.grammar.setting import Setting
from studio.director.grammar.times import edge_length, when
from studio.director.grammar.unquoted import unquoted
from studio.director.grammar.words import words
from studio.director.meaning import When, Which
from studio.director.wishes import AddText, ChangeText, SetLength, Wish

_SAYS_NOW = re.compile(
    r"\s*(?i:please |now |actually |no,? |and )*(?i:change|rename|edit|correct|fix) (?i:it|that|"
    r"this) (?i:to|into) (?P<said>[A-ZÀ-ÞА-Я][^,;\ue000]{1,80})$")  # fmt: skip
_STAYS_LONGER = re.compile(
    r"\b(?:stays?|lasts?|holds?|remains?|shown?|visible|keep|on screen|there)\b.{0,24}\blonger\b|"
    r"\blonger on screen\b|停留.{0,2}(?:久|长)一?点")  # fmt: skip
_GONE_AFTER = re.compile(r"(?:remove|delete|hide|lose|drop|take (?:off|away|out)|get rid of)\b.{2,24}\bafter \d")
_IN_ALL = words("in total", "total", "altogether", "overall", cjk="总共|一共|总长|总时长")
# "Make an outro “Bye”, 8s": such a film has no opening or end of its own.
_IS_ITSELF = re.compile(
    r"\s*(?:please |can you |i need |i want |make |create |generate |design |do |give |me )+(?:an?|my|our) (?:[\w-]+ ){0,2}?"
    r"(?:outro|bumper|end (?:screen|card))(?![a-z])"
)


def read_words(clause: Source, setting: Setting, meant: Which) -> tuple[Wish, ...]:
    """The wishes of a clause about words in the picture (`meant`: the shots it names); () when it is about none."""
    if not setting.creates and (swapped := texts.exchanged(clause) or _says_now(clause)):
        return (swapped,)
    about = text_nouns.speaks_of_text(clause)
    if about and (lasting := _lasting(clause)):
        return (lasting,)
    if about and (setting.removing or music.NEGATION.search(clause.low)) and not unquoted(clause):
        return read_removal(clause, meant, setting.removing)
    found = texts.read_text(clause)
    if isinstance(found, ChangeText) and found == ChangeText(found.kind) and nearly(clause.low):
        return ()
    if meant and isinstance(found, AddText):
        found = replace(found, which=meant)
    if found is None or not setting.creates:
        return (found,) if found else ()
    return () if _wordless(found, clause) else _of_a_new_film(found, clause)


def _of_a_new_film(found: Wish, clause: Source) -> tuple[Wish, ...]:
    """The words of a film that is still to be made, with the length and the form said along with them."""
    if isinstance(found, AddText):
        if found.when == When(length=found.when.length) and _IN_ALL.search(clause.low):
            return (replace(found, when=When()), SetLength(found.when.length or 0))
        found, extra = _films_own_length(found, clause)
        if extra:
            return (found, *extra, *form(clause.low))
    length = read_length(clause, Which(), creates=True) if is_of_the_film(clause.low) else ()
    return (found, *form(clause.low), *length)


def _says_now(clause: Source) -> ChangeText | None:
    """ "Change it to Hello World": other words, unless they name a scene or the film's form."""
    said = _SAYS_NOW.match(clause.raw)
    if said is None or canvas(clause.low) or (" " not in said["said"].strip() and scene(said["said"].lower())):
        return None
    return ChangeText(text=said["said"].strip(" .!"))


def _lasting(clause: Source) -> ChangeText | None:
    """How long a text that is there shall stand: "let the title stay longer", "remove the text after 2 seconds"."""
    low, kind = clause.low, text_nouns.text_kind(clause.low)
    if not clause.quotations() and _STAYS_LONGER.search(low) and not durations(low):
        return ChangeText(kind, longer=2_000)
    gone = _GONE_AFTER.search(low)
    spans = durations(low[gone.start() :]) if gone else ()
    return ChangeText(kind, when=When(length=spans[0].ms)) if spans else None


def _films_own_length(found: AddText, clause: Source) -> tuple[AddText, tuple[Wish, ...]]:
    """ "A beach, 10s intro text …": a length before the word for the text is the film's."""
    if _IS_ITSELF.match(clause.low):
        return replace(found, when=When(edge="all")), (SetLength(found.when.length),) if found.when.length else ()
    nouns = [match.start() for row in (text_nouns.TITLE, text_nouns.CAPTION, text_nouns.TAGLINE, text_nouns.PLAIN_TEXT)
        for match in row.finditer(clause.low)]  # fmt: skip
    spans = durations(clause.low[: min(nouns)]) if nouns else ()
    if not spans or found.when.start is not None or edge_length(clause.low[: min(nouns)]):
        return found, ()
    rest = clause.part(min(nouns), len(clause.low))
    return replace(found, when=when(rest.low)), (SetLength(spans[0].ms),)


def _wordless(found: Wish, clause: Source) -> bool:
    """A mere mention of text in a prompt for a new film: "from text prompts"."""
    named = any(noun.search(clause.low) for noun in (text_nouns.TITLE, text_nouns.CAPTION, text_nouns.TAGLINE))
    screen = re.search(
        r"\b(?:end|outro|intro|closing|opening) (?:screens?|cards?|slides?)\b", clause.low
    ) and durations(clause.low)
    return isinstance(found, AddText | ChangeText) and found.text is None and bool(not named or screen)


def read_its_look(clause: Source, setting: Setting) -> tuple[Wish, ...]:
    """ "Make it blue", "move it to the top": nothing but words in the picture have a colour, a size and a place."""
    if setting.creates or not re.match(
        r"\s*(?:please )?(?:make|turn|move|put|set|place) (?:it|that|this|them)\b|"
        r"\s*把它",
        clause.low,
    ):
        return ()
    found = ChangeText(
        color=lettering.colour(clause.low), size=lettering.size(clause.low), place=lettering.place(clause.low)
    )
    return (found,) if found != ChangeText() else ()
