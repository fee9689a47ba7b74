"""Which shots or files a clause means: "clip 2", "the last two photos", "第二个片段", "beach.mp4"."""

import re
from collections.abc import Sequence

from studio.director.grammar.durations import durations
from studio.director.grammar.numbers import CJK_NUMBER, ORDINAL, number, ordinal
from studio.director.grammar.scenes import SCENE_WORDS
from studio.director.meaning import Which
from studio.director.model import MediaItem, MediaKind

NOUN = (r"(?:video |film )?(?:clips?|scenes?|shots?|segments?|photos?|pictures?|images?|"
    r"slides?|videos?|vids?|pics?|parts?|pieces?|loops?|sections?|files?|ones?|uploads?|"
    r"escenas?|clipes?|fotos?|szenen?|bilder?|bild|plans?|scènes?|cenas?|сцен\w*|фото|клип\w*|кадр\w*)")  # fmt: skip
CJK_NOUN = (r"(?:个|個|段|张|張|幕|条|條|份)?\s?(?:视频片段|片段|视频|镜头|镜|场景|照片|图片|图|"
    r"画面|素材|視頻|シーン|カット|クリップ|段|幕|张)")  # fmt: skip
_LIST = r"\d{1,2}(?:\s?(?:,|and|&|or|-|to|y|und|et|e|и)\s?\d{1,2})*"
_NUMBERED = re.compile(rf"(?<![a-z])(?P<noun>{NOUN})\s?(?:no\.?|number|nr\.?|#)?\s?(?P<list>{_LIST})(?![\d:.]|"
    r"\s?(?:seconds?|secs?|s\b|%|x\b|times))")  # fmt: skip
_ORDINAL = re.compile(
    rf"(?<![a-z])(?P<a>{ORDINAL})(?:\s?(?:,|and|&|y|und|et)\s?(?:the )?(?P<b>{ORDINAL}))?\s(?P<noun>{NOUN})(?![a-z])"
)
_SEVERAL = re.compile(rf"(?<![a-z])(?P<edge>first|last|final) (?P<n>\d|two|three|four|five) (?P<noun>{NOUN})(?![a-z])")
_CJK = re.compile(rf"第\s?(?P<n>{CJK_NUMBER})(?:\s?(?:和|与|、|跟)\s?第?\s?(?P<m>{CJK_NUMBER}))"
    rf"?\s?{CJK_NOUN}|(?P<noun>片段|镜头|场景|视频|照片|图片|素材)\s?(?P<k>\d{{1,2}}|"
    rf"[一二三四五六七八九十]{{1,2}})(?!\d|秒|倍|个|张)")  # fmt: skip
_JOINT = re.compile(rf"(?:between|from(?!.{{0,24}}\band\b)) (?:the )?(?:{NOUN} )?(?P<a>{ORDINAL}|"
    rf"\d{{1,2}})(?: {NOUN})? (?:and|to|"
    rf"&) (?:the )?(?:{NOUN} )?"
    rf"(?P<b>{ORDINAL}|\d{{1,2}})(?: {NOUN})?(?!\s?(?:seconds?|secs?|s|minutes?|秒|:|\.)(?![a-z]))(?![\d:.])")  # fmt: skip
_CJK_JOINT = re.compile(
    rf"第\s?(?P<a>{CJK_NUMBER})\s?(?:{CJK_NOUN}|个)?\s?(?:和|与|到|跟|、)\s?第?\s?(?P<b>{CJK_NUMBER})\s?(?:{CJK_NOUN}|"
    rf"个)?\s?(?:之间|中间)"
)
_DONE_TO = (
    r"(?<![a-z])(?:remove|delete|drop|cut|make|speed up|slow down|duplicate|repeat|trim|shorten|extend|reverse|"
    r"split|lengthen)"
)
_AFTER_SCENE = r"(?= \d|\s*$| (?:last|longer|shorter|faster|slower|brighter|darker|be|to \d))"
_SHALL = r"(?= (?:should|could|must|needs? to|has to|to be|lasts?|shorter|longer|for \\d))"
_CJK_SHOWN = re.compile(r"(?:那个|那段)?(?:镜头|场景|画面|片段)")
_JA = re.compile(rf"(?P<n>{CJK_NUMBER})\s?番目")
_OTHERS = re.compile(
    rf"(?:except|but|other than|apart from|besides|excluding)\s(?:for )?(?:the )?(?:(?:\w+ )?(?:\w+ )?\d|{ORDINAL})|"
    r"除了第|(?<!删)除第.{1,6}(?:以外|之外|外)"
)
_SCENE_NOUN = r"(?:scenes?|shots?|clips?|parts?|views?|segments?|ones?|pictures?)"
_SHOWN = {
    name: re.compile(
        rf"(?<![a-z])the (?:{pattern.pattern}) {_SCENE_NOUN}(?![a-z])|{_DONE_TO} the (?:{pattern.pattern}){_AFTER_SCENE}|"
        rf"(?<![a-z])the (?:{pattern.pattern}){_SHALL}"
        rf"|(?:{pattern.pattern})(?:的)?{_CJK_SHOWN.pattern}"
    )
    for name, pattern in SCENE_WORDS.items()
}
_CJK_EDGE = re.compile(rf"(?P<edge>最后|最前面的|开头的|最後|中间)(?:的)?(?:那|一)?{CJK_NOUN}")


def _numbers(text: str) -> tuple[int, ...]:
    run = re.fullmatch(r"(\d+)\s?(?:-|to)\s?(\d+)", text)
    if run and int(run[1]) < int(run[2]):
        return tuple(range(int(run[1]), int(run[2]) + 1))
    return tuple(int(figure) for figure in re.findall(r"\d+", text))


_VERB_ORDINAL = re.compile(rf"(?:speed up|slow down|remove|mute|delete|trim|cut|reverse|duplicate|brighten|darken|shorten|"
    rf"extend) (?:the )?(?P<a>{ORDINAL})"
    rf"(?=$| (?:in|by|to|\d|for))(?! \d+ ?(?:s|sec|seconds?)\b)")  # fmt: skip


def _latin(text: str) -> tuple[int, ...]:
    joint = _JOINT.search(text)
    if joint:
        return _into_second(joint)
    several = _SEVERAL.search(text)
    if several:
        count = int(number(several["n"]) or 1)
        return tuple(range(1, count + 1)) if several["edge"] == "first" else tuple(range(-count, 0))
    listed = _NUMBERED.search(text)
    if listed:
        return _numbers(listed["list"])
    found = _ORDINAL.search(text)
    if not found:
        bare = re.search(rf"(?<![a-z])the (?P<a>{ORDINAL})\s*$", text) or _VERB_ORDINAL.search(text)
        return (place,) if bare and (place := ordinal(bare["a"])) is not None else ()
    named = (ordinal(found["a"]), ordinal(found["b"]) if found["b"] else None)
    return tuple(place for place in named if place is not None)


def _into_second(match: re.Match[str]) -> tuple[int, ...]:
    """Between two neighbours lies what leads into the second of them."""
    named = [ordinal(match[name]) or number(match[name]) or 0 for name in ("a", "b")]
    return (int(max(named)),) if min(named) > 0 else (int(min(named)),)


_CJK_BARE = re.compile(
    rf"第\s?(?P<n>{CJK_NUMBER})\s?(?:个|段|张)(?=取|截|的|放|移|加|静|倒|慢|快|变|改|用|要|只)(?P<m>(?!))?(?P<k>(?!))?"
)
_CJK_SEVERAL = re.compile(
    r"(?P<edge>前|后|最后|头)(?P<n>[两二三四五]|\d)(?:个|段|张|条)(?:片段|镜头|视频|照片|场景)?(?P<joint>之间|中间)?(?!秒)"
)


def _cjk(text: str) -> tuple[int, ...]:
    if several := _CJK_SEVERAL.search(text):
        count = int(number(several["n"]) or 1)
        if several["joint"]:
            return (2,) if several["edge"] in "前头" and count == 2 else ()
        return tuple(range(1, count + 1)) if several["edge"] in "前头" else tuple(range(-count, 0))
    joint = _CJK_JOINT.search(text)
    if joint:
        return (int(max(number(joint["a"]) or 1, number(joint["b"]) or 1)),)
    counted = _JA.search(text)
    if counted:
        return (int(number(counted["n"]) or 1),)
    match = _CJK.search(text) or _CJK_BARE.search(text)
    if match:
        values = [number(piece) for piece in (match["n"], match["m"], match["k"]) if piece]
        return tuple(int(value) for value in values if value and value >= 1)
    edge = _CJK_EDGE.search(text)
    if edge:
        return (0,) if edge["edge"] == "中间" else (-1,) if "最后" in edge["edge"] or "後" in edge["edge"] else (1,)
    return ()


def places(text: str) -> tuple[int, ...]:
    """The places of the shots that a lower-case text names, () when none."""
    for span in durations(text):  # "10-second video" names no second video
        text = text[: span.start] + "#" * (span.end - span.start) + text[span.end :]
    return _latin(text) or _cjk(text)


def _stem(filename: str) -> str:
    return filename.rsplit(".", 1)[0].lower()


_COMMON = {"video", "clip", "photo", "image", "picture", "music", "song", "audio", "movie", "file", "upload",
    "media", "product", "title", "scene", "intro", "city", "ocean"}  # fmt: skip


def _by_figures(stem: str, text: str, media: Sequence[MediaItem]) -> int:
    """ "2041" for IMG_2041.MOV, when no other file has these figures."""
    figures = re.findall(r"\d{3,}", stem)
    if not figures or sum(figures[-1] in other.filename for other in media) != 1:
        return -1
    match = re.search(rf"(?<![\d.:]){figures[-1]}(?![\d:]|\s?(?:s|sec\w*|seconds?|秒|%|x|p)\b)", text)
    return match.start() if match else -1


def files(text: str, media: Sequence[MediaItem]) -> tuple[str, ...]:
    """The ids of the media whose file is named in a lower-case text, in the text's order."""
    found: list[tuple[int, str]] = []
    for item in media:
        name, stem = item.filename.lower(), _stem(item.filename)
        at = text.find(name) if name else -1
        at = _by_figures(stem, text, media) if at < 0 else at
        if at < 0 and len(stem) >= 4 and stem not in _COMMON:
            said = r"[ _.\-]".join(re.escape(part) for part in re.split(r"[ _.\-]+", stem))
            match = re.search(rf"(?<![a-z0-9]){said}(?![a-z0-9])", text)
            at = match.start() if match else -1
        if at >= 0:
            found.append((at, item.id))
    return tuple(dict.fromkeys(identity for _, identity in sorted(found))) or _by_word(text, media)


_DULL_WORDS = frozenset(["img", "vid", "mov", "dsc", "pxl", "the", "and", "for", "new", "old", "cam", "raw",
    "day", "end", "top", "big", "one", "two", "all", "mix", "pic", "mvi", "dji", "low", "high", "part",
    "parts", "final", "take", "takes", "scene", "shot", "clip", "clips", "video", "videos", "photo", "photos",
    "image", "movie", "file", "draft", "version", "copy", "edit", "edited", "export", "last", "first",
    "second", "third", "this", "that", "with", "from", "music", "song", "audio", "screen", "title", "text",
    "logo", "next", "other", "both", "camera"])  # fmt: skip


def _by_word(text: str, media: Sequence[MediaItem]) -> tuple[str, ...]:
    """ "Each hike" for hike_1.mp4 and hike_2.mp4: a word that some files share and others have not."""
    words_of = {item.id: set(re.findall(r"[a-z]{3,}", _stem(item.filename))) - _DULL_WORDS - _COMMON for item in media}
    for word in dict.fromkeys(word for known in words_of.values() for word in known):
        those = tuple(name for name, known in words_of.items() if word in known)
        said = re.search(rf"(?<![a-z])(?:the|each|every|both|all|my|any)(?: the| my)? {word}(?:s|es)?(?![a-z])", text)
        if said and len(those) < len(media):
            return those
    return ()


_UPLOADS = re.compile(
    rf"(?<![a-z])(?:{ORDINAL}|other) (?:videos?|vids?|files?|uploads?|recordings?)(?![a-z])|"
    rf"(?<![a-z])(?:video|file|upload) \d{{1,2}}(?!\d)|" r"第.{1,3}?(?:个|段|条)?(?:视频|文件|素材)(?!片段)")  # fmt: skip
_FORMED = {"upright": re.compile(
    r"(?<![a-z])the (?:vertical|portrait|upright|tall) (?:one|clip|video|vid|shot|photo|pic|"
    r"picture)s?(?![a-z])|竖(?:屏|版|的)?那(?:个|段|张)"), "wide": re.compile(
    r"(?<![a-z])the (?:horizontal|landscape|wide) (?:one|clip|video|vid|shot|photo|pic|"
    r"picture)s?(?![a-z])|横(?:屏|版|的)?那(?:个|段|张)"), }  # fmt: skip


_STILL = re.compile(
    r"(?<![a-z])(?:on|over|during|for|of|make|put) the (?:freeze|frozen|still)(?:[- ]frame| part|"
    r" picture| image)?(?![a-z])|定格(?:处|的时候|画面)上?")  # fmt: skip


_LONGEST = re.compile(
    r"(?<![a-z])the (?:(?P<long>longer|longest)|shorter|shortest) (?:one|clip|video|vid|file|"
    r"recording)(?![a-z])")  # fmt: skip


def _formed(text: str, media: Sequence[MediaItem]) -> tuple[str, ...]:
    """ "The vertical one": uploads meant by their form, as long as not all of them have it."""
    seen = [item for item in media if item.width > 0 and item.height > 0]
    for form, pattern in _FORMED.items():
        if pattern.search(text):
            found = tuple(item.id for item in seen if (item.height > item.width) == (form == "upright"))
            return found if len(found) < len(seen) else ()
    by_length = sorted((item for item in media if item.duration > 0), key=lambda item: item.duration)
    if (measured := _LONGEST.search(text)) and len(by_length) > 1:
        return (by_length[-1 if measured["long"] else 0].id,)
    return ()


def which(text: str, media: Sequence[MediaItem] = ()) -> Which:
    """Which shots a clause means; falsy when it means all."""
    if _STILL.search(text):
        return Which(still=True)
    named = files(text, media) or _formed(text, media) if media else ()
    if named:
        return Which((), named)
    placed = places(text)
    if placed:
        return Which(placed, others=_OTHERS.search(text) is not None, uploads=_UPLOADS.search(text) is not None)
    photos = _photos_named(text, media)
    return Which((), photos) if photos else Which(scenes=_scene_named(text))


_PHOTO = re.compile(
    r"(?<![a-z])(?:the|that|my|das|die|la|le|el|las|les|los|a|o) (?:photo|photograph|pic|foto|fotografía)(?P<s>s?)(?![a-z])"
    r"|(?<![a-z])(?:use|take) (?:the|my) (?:picture|image)(?P<used>s?) (?:as|for)"
    r"|(?<![a-z])(?:move|put|place|bring|shift|remove|delete|drop) (?:the|that|my) (?:picture|image)(?P<more>s?)(?![a-z])"
    r"|(?:把|将|让|那张)(?:这张|那张)?(?:照片|图片)|фото(?=\s)"
)


def _photos_named(text: str, media: Sequence[MediaItem]) -> tuple[str, ...]:
    """The one photo among clips, as "the photo"; all of several, as "the photos"."""
    match = _PHOTO.search(text)
    photos = tuple(item.id for item in media if item.kind is MediaKind.IMAGE)
    if match is None or not photos or not any(item.kind is MediaKind.VIDEO for item in media):
        return ()
    return photos if len(photos) == 1 or match["s"] or match["more"] or match["used"] else ()


def _scene_named(text: str) -> tuple[str, ...]:
    """ "The forest scene", "make the forest longer": a shot meant by what it shows."""
    if "the " not in text and not _CJK_SHOWN.search(text):
        return ()
    return next(((name,) for name, pattern in _SHOWN.items() if pattern.search(text)), ())
