"""Shots to add, and other scenery for those that are there."""

import re

from studio.director.grammar import looks, music
from studio.director.grammar.durations import durations
from studio.director.grammar.normal import Source
from studio.director.grammar.numbers import number, ordinal
from studio.director.grammar.scenes import mood, scene
from studio.director.grammar.setting import Setting
from studio.director.grammar.targets import files
from studio.director.grammar.words import words
from studio.director.meaning import Which
from studio.director.model import MediaKind
from studio.director.wishes import (
    AddShot,
    Restyle,
    Wish,
)

_ADD_SHOT = words("add", "append", "insert", "include", "put in", "prepend", "attach", "another", "añade", "agrega",
    "füge", "ajoute", "adicione", "добавь", cjk="加|添加|插入|追加|增加|再来",)  # fmt: skip
SHOT_NOUN = words("scenes?", "shots?", "clips?", "footage", "segments?", "views?", "part", "escena", "szene",
    "scène", "plan", "cena", cjk="场景|镜头|画面|片段|段",)  # fmt: skip
_MEDIA_NOUN = {"image": words("photos?", "pictures?", "images?", "pics?", "fotos?", "bild(?:er)?", "imágenes?",
    "imagens?", "фото\\w*", "logo", cjk="照片|图片|相片|图|写真"), "video": words(
    "(?:new |other |uploaded |my |second |last )+(?:clips?|videos?|footage|recordings?)", "(?:uploaded |my )footage",
    cjk="新(?:的)?(?:视频|片段|素材)|我的视频|上传的视频"), "any": words(
    "(?:new |last |uploaded |attached )+(?:files?|uploads?|media)",
    "(?:what|the one) i (?:just )?(?:sent|uploaded|attached)", cjk="新(?:的)?(?:文件|素材)|刚上传的|刚发的"),}  # fmt: skip
_SET_SCENE = words("make", "change", "set", "turn", "switch", "instead", "replace", "let", "move", "transform",
    "convert", "should be", "use", "mach\\w*", "haz", "cambia", "mets", "faça", "сделай", cjk=
    "改成|改为|换成|变成|换|改|变|设为|让",)  # fmt: skip


def read_shot(clause: Source, setting: Setting, _: Which) -> tuple[Wish, ...]:
    low = clause.low
    if setting.creates or not _ADD_SHOT.search(low) or music.MUSIC.search(low) or re.search(r"\bsounds?\b|音效", low):
        return ()
    to = (
        _slot(low) or 1 if _slot(low) or re.search(r"(?:at|to|in) the (?:start|beginning|front)|开头|最前", low) else -1
    )
    spans = durations(low)
    length = spans[0].ms if spans else None
    named = files(low, [item for item in setting.media if item.kind is not MediaKind.AUDIO])
    kind = next((kind for kind, pattern in _MEDIA_NOUN.items() if pattern.search(low)), None)
    if named or (kind and setting.media):
        return (AddShot(media=kind or "any", files=named, to=to, ms=length),)
    view = scene(low)
    if view and (SHOT_NOUN.search(low) or not looks.look(low)):
        return (AddShot(view, mood(low), to=to, ms=length),)
    return (AddShot(media=kind, to=to, ms=length),) if kind else ()


_SLOT = re.compile(r"(?P<side>before|after|between) (?:the )?(?:clips?|scenes?|shots?|photos?)?\s?(?P<n>\d{1,2}|first|"
    r"second|third|fourth)"
    r"(?! ?(?:seconds?|secs?|s|minutes?)(?![a-z]))|第(?P<cn>[一二三四五六\d])(?:个|段)?(?:镜头|片段|"
    r"场景)?(?P<cside>之?前|之?后|和)")  # fmt: skip


def _slot(low: str) -> int | None:
    """The place that a new shot shall have: "between 1 and 2", "after clip 3"."""
    match = _SLOT.search(low)
    if match is None:
        return None
    named = match["n"] or match["cn"]
    place = ordinal(named) or int(number(named) or 1)
    return place if (match["side"] or match["cside"]) in ("before", "前", "之前") else place + 1


_REPLACED = re.compile(r"(?:change|turn|replace|switch|swap|transform) (?:the )?(?P<what>\w+)(?: (?:scene|shot|clip|part))? "
    r"(?:to|into|with|by|for) |把?(?P<cjk>[^，。把]{1,6}?)(?:镜头|场景|画面)?(?:换成|改成|变成|改为)")  # fmt: skip


def read_restyle(clause: Source, setting: Setting, meant: Which) -> tuple[Wish, ...]:
    if setting.creates:
        return ()
    low = re.sub(r"instead of .*|rather than .*|而不是.*", "", clause.low)
    named = _REPLACED.search(low)
    old = scene(named["what"] or named["cjk"]) if named else None
    if old and not meant:
        meant = Which(scenes=(old,))
    low = re.sub(r"(?:change|turn|replace|switch) (?:the )?\w+ (?:to|into|with|by) ", "change to ", low)
    low = re.sub(r"(?:make|turn) the \w+ (?:into )?an? ", "change to ", low)
    view, light = scene(low), mood(low)
    if not old and view in meant.scenes:
        view = None
    if not (view or light) or re.search(r"\bsounds?\b|音效", low):
        return ()
    bare = len(low.split()) <= 4 or re.match(r"\s*(?:how|what) about", low) is not None
    return (Restyle(view, light, meant),) if _SET_SCENE.search(clause.low) or bare or meant else ()
