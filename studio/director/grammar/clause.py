"""One clause, read: the readers in their order, the first that knows what it is about has it."""

import re

from studio.director.grammar import looks, music, text_nouns
from studio.director.grammar.bare import read_bare, read_shown
from studio.director.grammar.canvas import form
from studio.director.grammar.cuts import each_shot, is_of_the_film, lasts_a_while, read_cut, read_length
from studio.director.grammar.durations import durations
from studio.director.grammar.framing import read_drifting, read_framing
from studio.director.grammar.inlays import read_inlay
from studio.director.grammar.normal import Source
from studio.director.grammar.orders import read_order
from studio.director.grammar.passing import passing
from studio.director.grammar.quoted import read_quoted
from studio.director.grammar.removals import read_removal
from studio.director.grammar.setting import Setting
from studio.director.grammar.shots import SHOT_NOUN, read_restyle, read_shot
from studio.director.grammar.sounds import read_sound
from studio.director.grammar.speeds import read_playing, read_speed
from studio.director.grammar.targets import files, which
from studio.director.grammar.times import when
from studio.director.grammar.wordings import read_its_look, read_words
from studio.director.grammar.words import words
from studio.director.meaning import Kind, When, Which
from studio.director.model import MediaKind
from studio.director.picture_wishes import Flip
from studio.director.wishes import (
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
    for reader in (_restored, _order, _framed, _to_the_song, read_words, _speed, _playing, _time, _removal, read_shot):
        found = reader(clause, setting, meant)
        if found:
            return found
    shown = _manner(clause, setting, meant)
    if setting.creates or not shown:
        shown = (*shown, *read_quoted(clause, setting))
    return shown or read_its_look(clause, setting) or (() if setting.creates else read_bare(clause))


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
    shape = () if any(isinstance(wish, Flip) for wish in found) else form(clause.low)
    return (*found, *shape) if found else ()


def _pictures(setting: Setting) -> bool:
    """Whether the person sent any."""
    return any(item.kind is not MediaKind.AUDIO for item in setting.media)


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
    return (*found, *form(clause.low)) if found else ()


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
    return (*found, *form(clause.low)) if found else ()


def _removal(clause: Source, setting: Setting, meant: Which) -> tuple[Wish, ...]:
    if music.MUSIC.search(clause.low) or music.OWN_SOUND.search(clause.low) or music.MUTE.search(clause.low):
        return (Remove(Kind.MUSIC),) if setting.removing and music.MUSIC.search(clause.low) else ()
    found = read_removal(clause, meant, setting.removing)
    return tuple(wish for wish in found if not (setting.creates and isinstance(wish, KeepOnly)))


# The length that ends a clause about music is the film's: "… with epic music 15s".
_LENGTH_LAST = re.compile(
    r"(?<!first )(?<!last )\b\d{1,3} ?(?:s|secs?|seconds?|sek\w*|segundos?|secondes?|сек\w*|秒)\s*$"
)


def _manner(clause: Source, setting: Setting, meant: Which) -> tuple[Wish, ...]:
    """What a clause says of sound, transitions, form, colours and length, all at once if it likes."""
    named_audio = files(clause.low, [item for item in setting.media if item.kind is MediaKind.AUDIO])
    sound = read_sound(clause, meant, named_audio)
    shifts, used = passing(clause, meant, bool(sound))
    if any(isinstance(wish, SetFade) and wish.kind is not Kind.SHOT for wish in shifts):
        sound = ()
    colour = _colour(clause, setting, sounds=bool(sound))
    length = () if used or _has_a_time(clause, setting, meant, sound) else _length(clause, setting, meant)
    styled = read_restyle(clause, setting, meant) if not (sound or shifts) else ()
    return (*sound, *shifts, *form(clause.low), *((SetLook(colour, meant),) if colour else ()), *styled, *length)


def _colour(clause: Source, setting: Setting, *, sounds: bool) -> str | None:
    """The look that a clause asks for: "warm" music is no warm picture, and a dark forest no dark filter."""
    low = clause.low
    shown = looks.look(low)
    if sounds and not re.search(r"look|colou?r|filter|色", low):
        return None
    scenic = setting.creates and shown in _SCENIC
    return None if (scenic or text_nouns.speaks_of_text(clause)) and not looks.LOOK_NOUN.search(low) else shown


def _has_a_time(clause: Source, setting: Setting, meant: Which, sound: tuple[Wish, ...]) -> bool:
    """Whether the time in a clause is that of something in the film, and not the film's length."""
    low = clause.low
    if lasts_a_while(low) and not setting.creates and not meant and not each_shot(low):
        return True
    if any(isinstance(wish, SetVolume) and wish.when for wish in sound):
        return True
    if not sound or is_of_the_film(low):
        return False
    alone = when(low) == When(length=when(low).length) and not re.search(r"s(?:ec\w*)? of ", low)
    return not (setting.creates and (_LENGTH_LAST.search(low) or (alone and clause.quotations())))


def _length(clause: Source, setting: Setting, meant: Which) -> tuple[Wish, ...]:
    return read_length(clause, Which() if setting.creates else meant, creates=setting.creates)
