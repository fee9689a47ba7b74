"""What a clause wants of music and sound."""

import re
from dataclasses import replace

from studio.director.grammar import music as m
from studio.director.grammar.durations import durations
from studio.director.grammar.looks import fades
from studio.director.grammar.normal import Source
from studio.director.grammar.times import edge_length, when
from studio.director.grammar.words import words
from studio.director.meaning import Kind, When, Which
from studio.director.wishes import Duck, Remove, SetMusic, SetVolume, Wish

_ASKS = words("add", "put", "with", "use", "set", "want", "need", "include", "give", "change", "switch", "replace",
    "make", "play", "try", "some", "background", "different", "another", "new", "other", "con", "mit", "avec", "com",
    "añad\\w*", "füge?", "ajoute[rz]?", "adicion\\w*", "добавь\\w*", "с", "pon", "have", cjk=
    "加|配|用|换|放|来|要|添|带|改|つけ|入れ|追加",)  # fmt: skip
_STYLE_ALONE = words("lo-?fi", "upbeat", "ambient", "cinematic score", "edm", "acoustic", cjk="低保真|ローファイ")
_SOMETHING = re.compile(r"\b(?:add|put|play|want|need|use|with) (?:in |on )?(?:something|sth|some)(?: \w+)?\b")
_PLACED = words("start(?:s|ing)?", "begin(?:s|ning)?", "com(?:e|es|ing) in", "kick(?:s)? in", "bring in", "ends?", "stops?",
    "only", "until", "till",
    "from", "during", "plays?", "move", "delay", "empieza\\w*", "empezar", "beginn\\w*", "startet?", "commence\\w*",
    "começ\\w*", "начн\\w*",
    "начина\\w*", cjk="开始|起|到|才|只在|只|之后|进入|始")  # fmt: skip
_IN_PLACE_OF = words("replace", "instead of", "in place of", "swap", "ersetze?", "remplace[rz]?", "reemplaza",
    "substitu\\w+", "замени\\w*",
    cjk="替换|换掉|代替|换成|覆盖")  # fmt: skip
_SWITCH = words("different", "another", "other", "change", "new", "switch", "replace", cjk="换|别的|另一")
_BACK = words(
    "unmute",
    "(?:bring|turn|put|get|want) (?:the |its |my )?.{0,20}(?:sound|audio|voice)s? (?:back|on)",
    "with sound",
    "keep (?:the )?(?:original )?(?:sound|audio|voices?)",
    cjk="恢复声音|打开声音|取消静音|保留原声|原声保留|恢复原声",
)


_LEVEL_ALONE = words("louder", "quieter", "(?<!not )too (?:loud|quiet)", "lower (?:it|that)",
    "keep (?:it|that) (?:low|quiet|down|soft)", "turn (?:it|that) (?:up|down)", cjk= "大声一?点|小声一?点")  # fmt: skip


_INTO_THE_SONG = re.compile(
    r"(?:\d|seconds?|secs?|s|mark|minutes?) (?:mark )?(?:of|in|into|in to|off|from) (?:the |my |"
    r"that )?(?:song|track|music|tune|mp3|audio file)\b|"
    r"(?:song|track|music|tune)(?:'s)? (?:should )?(?:starts?|begins?) (?:at|from) its\b|(?:歌|音乐|"
    r"曲子?)的?第?.{1,5}秒(?:开始|起)")  # fmt: skip


_EXCEPT = re.compile(
    r"\b(?:except|but|other than|apart from|besides)(?: for| in| during)? (?:the )?(?:first|last)|除了"
)
_MUTED_THING = re.compile(
    r"(?:mute|silence) (?:the|my|his|her|their|that|those) (?!videos?|clips?|film|music|song|track|"
    r"whole|entire|sounds?|audio|everything|" r"first|second|third|last|other|rest|part|beginning|end)[a-z]+")  # fmt: skip


def _silence(low: str, which: Which) -> tuple[Wish, ...]:
    if _MUTED_THING.search(low) and not which:
        return (Remove(Kind.SOUND),)
    own, tune = m.OWN_SOUND.search(low), m.MUSIC.search(low)
    muted = m.MUTE.search(low) is not None
    if (own or muted) and not tune and (kept := _EXCEPT.search(low)) and (edge := edge_length(low[kept.start() :])):
        return (Remove(Kind.SOUND, which), SetVolume(Kind.SOUND, 1.0, which=which, when=edge))
    time = _heard(low)
    if muted and not own and not tune and not which and time and (time.start is not None or time.edge or time.share):
        return (SetVolume(Kind.ALL_SOUND, 0.0, when=time),)
    if tune and time and not which and not muted:
        return (SetVolume(Kind.MUSIC, 0.0, when=time),)
    if tune:
        return (Remove(Kind.MUSIC, which),)
    if which and time.length is None and time.start is None:
        time = When()  # "the last clip" is a clip, not a time
    if time and not tune:
        return (SetVolume(Kind.SOUND, 0.0, which=which, when=time),)
    if own and m.first_own(low):
        return (Remove(Kind.SOUND, which),)
    if own or muted:
        return (Remove(Kind.SOUND if which else Kind.ALL_SOUND, which),)
    return ()


_BY_AMOUNT = re.compile(
    r"\b(?:by|um|de|en|на)\b|\b(?:up|down) \d|\d\s?%\s?(?:louder|quieter|more|less|higher|lower|softer)|(?:增加|提高|调高|"
    r"降低|调低|减少|减小)(?!到|至|为)"
)


def _volume(low: str, which: Which) -> tuple[Wish, ...]:
    level = m.percent(low)
    own = m.OWN_SOUND.search(low) is not None and m.MUSIC.search(low) is None
    tune = m.MUSIC.search(low) is not None
    kind = Kind.SOUND if own or (which and not tune) else Kind.MUSIC if tune else Kind.ALL_SOUND
    part = _heard(low) if tune and not which else When()
    by_amount = _BY_AMOUNT.search(low) is not None and not re.search(r"\b(?:to|at)\s?\d", low)
    if level is not None and not by_amount:
        return (SetVolume(kind, level, which=which, when=part),)
    if m.QUIETER.search(low) and re.search(r"\b(?:by|in) half\b|\bhalve\b|减半|一半", low):
        return (SetVolume(kind, factor=0.5, which=which, when=part),)
    if m.QUIETER.search(low):
        return (SetVolume(kind, factor=max(0.05, 1 - level) if level else 0.6, which=which, when=part),)
    if m.LOUDER.search(low):
        return (SetVolume(kind, factor=1 + level if level else 1.5, which=which, when=part),)
    return ()


def read_sound(clause: Source, which: Which, files: tuple[str, ...]) -> tuple[Wish, ...]:
    """Music to add, change, quieten, duck or silence."""
    low = clause.low
    if re.search(r"(?:remove|cut|trim|delete|skip)\b.{0,12}\b(?:silences?|pauses|dead air)", low):
        return ()  # no tool for that
    tune, own = m.MUSIC.search(low), m.OWN_SOUND.search(low)
    if tune and re.search(r"\b(?:keep|leave|same)\b|保留|不变", low) and not m.style(low):
        return ()  # it stays as it is
    if m.DUCK.search(low):
        return (Duck(m.NEGATION.search(low) is None),)
    if _BACK.search(low):
        return (SetVolume(Kind.SOUND, 1.0, which=which),)
    if (tune or m.OWN_FILE.search(low)) and _INTO_THE_SONG.search(low) and (spans := durations(low)):
        return (SetMusic("same", begin=spans[0].ms),)
    if (files or m.VOICE.search(low)) and _heard(low) and _PLACED.search(low) and not _ASKS.search(low):
        return (SetMusic("same", when=_heard(low)),)
    if m.OWN_FILE.search(low) or ((tune or own) and files):
        voice = m.VOICE.search(low) is not None
        mine = SetMusic(
            own=True, voice=voice, volume=m.level(low) or (1.0 if voice else None), files=files, when=_heard(low)
        )
        mine = replace(mine, which=Which(which.places, (), which.scenes)) if not voice else mine
        return (Remove(Kind.SOUND, which), mine) if own and _IN_PLACE_OF.search(low) else (mine,)
    if ((m.NEGATION.search(low) or re.search(r"\boff\s*$", low)) and (tune or own)) or m.MUTE.search(low):
        return _silence(low, which)
    something = _SOMETHING.search(low) is not None and m.style(low) is not None
    levelled = m.style(low) is not None and m.percent(low) is not None  # "electronic 50%"
    named = _STYLE_ALONE.search(low) or m.names_instrument(low) or something or levelled
    if not (tune or own or named or m.VOLUME.search(low) or _LEVEL_ALONE.search(low)):
        return ()
    found = tuple(_while(wish, which, low) for wish in _music(low, which, bool(tune)))
    replaced = own and _IN_PLACE_OF.search(low) and any(isinstance(wish, SetMusic) for wish in found)
    return (Remove(Kind.SOUND, which), *found) if replaced else found


_WHILE_SEEN = re.compile(r"\b(?:on|over|under|underneath|during|for|to|behind|while|only|in)\b|在|给|只")


def _while(wish: Wish, which: Which, low: str) -> Wish:
    """Music for shots that are named plays while they are seen; "party music" is for all of a party.mp4."""
    if which.files and not _WHILE_SEEN.search(low):
        return wish
    return replace(wish, which=which) if isinstance(wish, SetMusic) and not wish.when else wish


def _music(low: str, which: Which, tune: bool) -> tuple[Wish, ...]:
    told = (
        tune
        or m.percent(low) is not None
        or _STYLE_ALONE.search(low)
        or m.names_instrument(low)
        or _SOMETHING.search(low)
    )
    style = m.style(low) if told else None
    heard = _heard(low)
    if tune and style is None and heard and _PLACED.search(low) and m.percent(low) is None:
        return (SetMusic("same", when=heard),)
    louder_or_quieter = m.LOUDER.search(low) or m.QUIETER.search(low)
    if louder_or_quieter or (style is None and m.percent(low) is not None):
        changed = _volume(low, which)
        if changed:
            return changed
    if style:
        return (SetMusic(style, volume=m.level(low), when=heard),)
    if not tune:
        return ()
    return (SetMusic("other" if _SWITCH.search(low) else "auto", volume=m.level(low), when=heard),)


def _heard(low: str) -> When:
    """When in the film music plays; a mere length ("15 seconds of music") is no place in it."""
    if fades(low):
        return When()
    found = when(low)
    if found.edge == "middle" and _PLACED.search(low):
        return When(share=(0.5, 1.0))
    bare = found.start is None and found.end is None and found.edge is None and found.share is None
    return When() if bare or found.edge == "all" else found
