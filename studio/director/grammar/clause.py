"""One clause, read: the readers in their order, the first that knows what it is about has it."""

import re
from dataclasses import replace

from studio.director.grammar import lettering, looks, music, text_nouns, texts
from studio.director.grammar.bare import read_bare, read_shown
from studio.director.grammar.canvas import canvas
from studio.director.grammar.cuts import each_shot, lasts_a_while, read_cut, read_length
from studio.director.grammar.durations import durations
from studio.director.grammar.framing import read_drifting, read_framing
from studio.director.grammar.inlays import read_inlay
from studio.director.grammar.limits import nearly
from studio.director.grammar.normal import Source
from studio.director.grammar.orders import read_order
from studio.director.grammar.passing import passing
from studio.director.grammar.quoted import read_quoted
from studio.director.grammar.removals import read_removal
from studio.director.grammar.scenes import scene
from studio.director.grammar.setting import Setting
from studio.director.grammar.shots import SHOT_NOUN, read_restyle, read_shot
from studio.director.grammar.sounds import read_sound
from studio.director.grammar.speeds import read_playing, read_speed
from studio.director.grammar.targets import files, which
from studio.director.grammar.times import edge_length, when
from studio.director.grammar.unquoted import unquoted
from studio.director.grammar.words import words
from studio.director.meaning import Kind, When, Which
from studio.director.model import MediaKind
from studio.director.picture_wishes import Flip
from studio.director.wishes import (
    AddText,
    ChangeText,
    KeepOnly,
    Move,
    Remove,
    Restore,
    SetFade,
    SetLength,
    SetLook,
    SetMusic,
    SetVolume,
    Wish,
)

_SCENIC = ("dark", "bright", "warm", "cool")  # said of a place, not of a filter


def read_clause(clause: Source, setting: Setting, target: Which | None = None) -> tuple[Wish, ...]:
    """The wishes of one clause; () when it is about nothing we know. `target`: the shots that the sentence is about."""
    pictures = [item for item in setting.media if item.kind is not MediaKind.AUDIO]
    meant = which(clause.low, pictures) or target or Which()
    if found := _inlaid(clause, setting, target) or (() if setting.creates else read_shown(clause)):
        return found
    for reader in (_restored, _order, _framed, _to_the_song, _words, _speed, _playing, _time, _removal, read_shot):
        found = reader(clause, setting, meant)
        if found:
            return found
    shown = _manner(clause, setting, meant)
    if setting.creates or not shown:
        shown = (*shown, *read_quoted(clause, setting))
    return shown or _its_text(clause, setting) or (() if setting.creates else read_bare(clause))


def _inlaid(clause: Source, setting: Setting, target: Which | None) -> tuple[Wish, ...]:
    if setting.creates and not _pictures(setting):
        return ()
    return read_inlay(clause, tuple(setting.media), target or Which(), removing=setting.removing)


def _framed(clause: Source, setting: Setting, meant: Which) -> tuple[Wish, ...]:
    if text_nouns.speaks_of_text(clause) or (clause.quotations() and meant.still):
        return ()
    if setting.creates and not _pictures(setting):
        return read_drifting(clause)
    found = read_framing(clause, meant)
    # "Horizontally" says how it is mirrored, and not what form the film has.
    form = () if any(isinstance(wish, Flip) for wish in found) else _form(clause)
    return (*found, *form) if found else ()


def _pictures(setting: Setting) -> bool:
    """Whether the person sent any."""
    return any(item.kind is not MediaKind.AUDIO for item in setting.media)


_SAYS_NOW = re.compile(
    r"\s*(?i:please |now |actually |no,? |and )*(?i:change|rename|edit|correct|fix) (?i:it|that|"
    r"this) (?i:to|into) (?P<said>[A-ZÀ-ÞА-Я][^,;\ue000]{1,80})$")  # fmt: skip


def _says_now(clause: Source) -> ChangeText | None:
    """ "Change it to Hello World": other words, unless they name a scene or the film's form."""
    said = _SAYS_NOW.match(clause.raw)
    if said is None or _form(clause) or (" " not in said["said"].strip() and scene(said["said"].lower())):
        return None
    return ChangeText(text=said["said"].strip(" .!"))


def _its_text(clause: Source, setting: Setting) -> tuple[Wish, ...]:
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


_BACK = words("(?:put|bring|get|add|want|turn)(?: me)? .{0,24}\\bback(?: in| on)?(?! to | in colou?r)",
    "(?:put|bring|get|turn|add) back (?:in |on )?"
    "(?:the|my) \\w+", "restore (?:the|my) \\w+", "re-?add", "(?:need|want) (?:the |my )?\\w+ back", "devuelve",
    "zurückholen", "wieder (?:hin|ein|rein)",
    "remets?", "coloque de volta", "верни",
    cjk="加回来|加回|放回来?|找回|恢复(?!上|原|颜|正|彩|声)|还原(?!颜)|戻して")  # fmt: skip


def _restored(clause: Source, setting: Setting, meant: Which) -> tuple[Wish, ...]:
    """ "Put the music back": a kind of thing that was there before."""
    low = clause.low
    if setting.creates or clause.quotations() or not _BACK.search(low):
        return ()
    if music.MUSIC.search(low):
        return (Restore(Kind.MUSIC),)
    if text_nouns.speaks_of_text(clause):
        return (Restore(text_nouns.text_kind(low)),)
    return (Restore(Kind.SHOT, meant),) if meant or SHOT_NOUN.search(low) else ()


_EXCHANGED = words("swap", "switch", "exchange", cjk="交换|对调|互换")


def _order(clause: Source, _: Setting, meant: Which) -> tuple[Wish, ...]:
    if clause.quotations() and not _EXCHANGED.search(clause.low):
        return ()  # words to be put somewhere
    found = read_order(clause.low, meant)
    spans = durations(clause.low)
    if spans and len(found) == 1 and isinstance(found[0], Move) and lasts_a_while(clause.low):
        return (*found, SetLength(spans[0].ms, found[0].which))
    return found


_IN_ALL = words("in total", "total", "altogether", "overall", cjk="总共|一共|总长|总时长")


_STAYS_LONGER = re.compile(
    r"\b(?:stays?|lasts?|holds?|remains?|shown?|visible|keep|on screen|there)\b.{0,24}\blonger\b|"
    r"\blonger on screen\b|停留.{0,2}(?:久|长)一?点")  # fmt: skip
_GONE_AFTER = re.compile(r"(?:remove|delete|hide|lose|drop|take (?:off|away|out)|get rid of)\b.{2,24}\bafter \d")


def _lasting(clause: Source) -> ChangeText | None:
    """How long a text that is there shall stand: "let the title stay longer", "remove the text after 2 seconds"."""
    low, kind = clause.low, text_nouns.text_kind(clause.low)
    if not clause.quotations() and _STAYS_LONGER.search(low) and not durations(low):
        return ChangeText(kind, longer=2_000)
    gone = _GONE_AFTER.search(low)
    spans = durations(low[gone.start() :]) if gone else ()
    return ChangeText(kind, when=When(length=spans[0].ms)) if spans else None


def _words(clause: Source, setting: Setting, meant: Which) -> tuple[Wish, ...]:
    if not setting.creates and (swapped := texts.exchanged(clause) or _says_now(clause)):
        return (swapped,)
    about = text_nouns.speaks_of_text(clause)
    if about and (lasting := _lasting(clause)):
        return (lasting,)
    if about and (setting.removing or music.NEGATION.search(clause.low)) and not unquoted(clause):
        return read_removal(clause, meant, setting.removing)
    found = texts.read_text(clause)
    if found is None or (setting.creates and _wordless(found, clause)):
        return ()
    if isinstance(found, ChangeText) and found == ChangeText(found.kind) and nearly(clause.low):
        return ()
    if meant and isinstance(found, AddText):
        found = replace(found, which=meant)
    if (
        setting.creates
        and isinstance(found, AddText)
        and found.when == When(length=found.when.length)
        and _IN_ALL.search(clause.low)
    ):
        return (replace(found, when=When()), SetLength(found.when.length or 0))
    if setting.creates and isinstance(found, AddText):
        found, extra = _films_own_length(found, clause)
        if extra:
            return (found, *extra, *_form(clause))
    form = canvas(clause.low) if setting.creates else None
    length = read_length(clause, Which(), creates=True) if setting.creates and _names_film(clause.low) else ()
    return tuple(wish for wish in (found, form, *length) if wish is not None)


# "Make an outro “Bye”, 8s": such a film has no opening or end of its own.
_IS_ITSELF = re.compile(
    r"\s*(?:please |can you |i need |i want |make |create |generate |design |do |give |me )+(?:an?|my|our) (?:[\w-]+ ){0,2}?"
    r"(?:outro|bumper|end (?:screen|card))(?![a-z])"
)


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


_FILM = words("videos?", "films?", "clips?", "promos?", "teasers?", "trailers?", "montages?", "gifs?", "intros?",
    "slide ?shows?", "reels?", "ads?", "movies?", cjk=
    "视频|短片|影片|宣传片|幻灯片|广告",)  # fmt: skip


def _names_film(low: str) -> bool:
    return _FILM.search(low) is not None


_PLAYED = re.compile(
    r"motion|slow-?mo|speed|\d ?x\b|\bx\d|faster|slower|\d%|慢动作|慢镜头|倍|加速|放慢|快放|スロー|зам|ускор|zeitlupe|lenta|"
    r"ralenti"
)


def _speed(clause: Source, setting: Setting, meant: Which) -> tuple[Wish, ...]:
    if looks.TRANSITION_NOUN.search(clause.low) or looks.transition(clause.low):
        return ()  # it is the transition that is too slow
    if music.MUSIC.search(clause.low) and not re.search(
        r"\b(?:video|clip|film|everything|scene|shot)\b|视频|画面", clause.low
    ):
        return ()  # slow music is no slow film
    if setting.creates and not _PLAYED.search(clause.low):
        return ()  # "a slow, romantic video" is a mood
    found = read_speed(clause, meant)
    return (*found, *_form(clause)) if found else ()


_WITH_THE_SONG = re.compile(
    r"\b(?:until|till|for as long as|as long as|to match|to fit|to the (?:end|length) of|"
    r"same length as|for the length of|"
    r"(?:match|fit|to) (?:the )?(?:length|duration) (?:of|to)) (?:my |the )?(?:whole |entire )?"
    r"(?:song|music|track|audio|voice-?over|narration|recording)\b|(?:和|跟|与)(?:歌|音乐|歌曲)一样长")  # fmt: skip


def _to_the_song(clause: Source, setting: Setting, _: Which) -> tuple[Wish, ...]:
    """ "Loop it until the song ends": as long as the person's own song."""
    songs = [item for item in setting.media if item.kind is MediaKind.AUDIO and item.duration > 0]
    if setting.creates or not songs or not _WITH_THE_SONG.search(clause.low):
        return ()
    if music.VOICE.search(clause.low):
        return (SetLength(songs[-1].duration),)
    return (SetMusic(own=True, files=(songs[-1].id,)), SetLength(songs[-1].duration))


def _playing(clause: Source, setting: Setting, meant: Which) -> tuple[Wish, ...]:
    found = read_playing(clause, meant)
    if setting.creates and not re.search(r"\bit\b|times|twice|遍|次|\bback\b|reverse|倒", clause.low):
        return ()  # "a loop of …" is a film
    return found


def _time(clause: Source, _: Setting, meant: Which) -> tuple[Wish, ...]:
    quiet = music.MUTE.search(clause.low) or (
        music.OWN_SOUND.search(clause.low) and not re.search(r"\b(?:picture|video|clip)\b", clause.low)
    )
    if music.MUSIC.search(clause.low) or looks.fades(clause.low) or quiet or music.VOICE.search(clause.low):
        return ()
    found = read_cut(clause, meant)
    return (*found, *_form(clause)) if found else ()


def _removal(clause: Source, setting: Setting, meant: Which) -> tuple[Wish, ...]:
    if music.MUSIC.search(clause.low) or music.OWN_SOUND.search(clause.low) or music.MUTE.search(clause.low):
        return (Remove(Kind.MUSIC),) if setting.removing and music.MUSIC.search(clause.low) else ()
    found = read_removal(clause, meant, setting.removing)
    return tuple(wish for wish in found if not (setting.creates and isinstance(wish, KeepOnly)))


def _form(clause: Source) -> tuple[Wish, ...]:
    found = canvas(clause.low)
    return (found,) if found else ()


# The length that ends a clause about music is the film's: "… with epic music 15s".
_LENGTH_LAST = re.compile(
    r"(?<!first )(?<!last )\b\d{1,3} ?(?:s|secs?|seconds?|sek\w*|segundos?|secondes?|сек\w*|秒)\s*$"
)


def _manner(clause: Source, setting: Setting, meant: Which) -> tuple[Wish, ...]:
    low = clause.low
    named_audio = files(low, [item for item in setting.media if item.kind is MediaKind.AUDIO])
    sound = read_sound(clause, meant, named_audio)
    shifts, used = passing(clause, meant, bool(sound))
    if any(isinstance(wish, SetFade) and wish.kind is not Kind.SHOT for wish in shifts):
        sound = ()
    form = _form(clause)
    shown = None if text_nouns.speaks_of_text(clause) and not looks.LOOK_NOUN.search(low) else looks.look(low)
    shown = None if setting.creates and shown in _SCENIC and not looks.LOOK_NOUN.search(low) else shown
    colour = shown if not (sound and not re.search(r"look|colou?r|filter|色", low)) else None
    brief = lasts_a_while(low) and not setting.creates and not meant and not each_shot(low)
    partly = any(isinstance(wish, SetVolume) and wish.when for wish in sound)
    its = setting.creates and when(low) == When(length=when(low).length) and not re.search(r"s(?:ec\w*)? of ", low)
    told = setting.creates and (_names_film(low) or _LENGTH_LAST.search(low) or (its and clause.quotations()))
    told = told or _names_film(low)
    unasked = used or brief or partly or (sound and not told)
    length = () if unasked else read_length(clause, Which() if setting.creates else meant, creates=setting.creates)
    styled = read_restyle(clause, setting, meant) if not (sound or shifts) else ()
    found = (*sound, *shifts, *form, *((SetLook(colour, meant),) if colour else ()), *styled, *length)
    return tuple(found)
