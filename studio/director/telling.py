"""What is said about a new film."""

import re
from collections.abc import Sequence

from studio.director import composing, reply
from studio.director.grammar.lettering import colour as lettering_colour
from studio.director.grammar.music import STYLE_NAMES, tune
from studio.director.grammar.overlays import near as near_to
from studio.director.grammar.overlays import paints
from studio.director.grammar.purposes import film_style, names_film
from studio.director.grammar.scenes import mood, scenes
from studio.director.grammar.undrawn import left_out, undrawn
from studio.director.operations.bench import Bench, seconds
from studio.director.operations.canvas import LARGEST
from studio.director.operations.scenery import over_of, shot_title, words_zh
from studio.director.operations.sound import music_of
from studio.director.operations.texts import texts_of
from studio.director.request import Request
from studio.director.timeline import shots_of
from studio.director.wishes import SetCanvas
from studio.draft import Draft

_MUSIC_SENTENCE = re.compile(
    r"(?:added|changed the music to|set the music to) [^“]*\d+%$|(?:加上|配乐换成|音乐音量)[^“]*%"
)


def scenery(made: composing.Film, bench: Bench) -> str:
    """The scenes of a drawn film in words."""
    names = [
        (str(shot.meta.get("scene")), str(shot.meta.get("mood")), over_of(shot.meta)) for shot in shots_of(made.draft)
    ]
    unique = list(dict.fromkeys(names))[:5]
    return bench.say(
        ", then ".join(shot_title(*pair) for pair in unique), "、".join(words_zh(*pair) for pair in unique)
    )


def headline(request: Request, draft: Draft, of: str) -> str:
    """What was made, of what, with which music."""
    size = f"{draft.meta.get('width')}x{draft.meta.get('height')}"
    music = music_of(draft)
    style = STYLE_NAMES.get(str(music[0].meta.get("style")), None) if music else None
    level = round(float(music[0].meta.get("volume", 1)) * 100) if music else 0
    if reply.chinese(request):
        tune = (
            f"，配{style[1]}音乐（{level}%）"
            if style
            else f"，配乐{music[0].meta.get('name', '')}（{level}%）"
            if music
            else ""
        )
        return f"做好了 {seconds(draft.duration)} 的视频（{size}）：{of}{tune}"
    tune = (
        f", with {style[0]} music at {level}%"
        if style
        else f", with {music[0].meta.get('name', '')} at {level}%"
        if music
        else ""
    )
    length = seconds(draft.duration)
    return f"made {_article(length)} {length} video ({size}) of {of}{tune}"


def told(request: Request, start: str, done: Sequence[str], missed: Sequence[str], draft: Draft) -> str:
    """The reply: the headline has named the music already, so its own sentences are left out."""
    told = [words for words in done if not (music_of(draft) and _MUSIC_SENTENCE.match(words))]
    named = [limit.chinese if reply.chinese(request) else limit.english for limit in request.limits]
    unread = reply.not_understood(unused(request, draft), request)
    return reply.told([start, *told], [*missed, reply.no_tool(request.toolless, request), *named, unread], request)


_SAID_ENOUGH = re.compile(r"(?:\b(?:calm|fresh|sweet|nice|cool|cozy|cosy|beautiful|simple|modern|clean|minimal\w*|elegant|"
    r"stylish|friendly|fresh|electric|luxur\w+|bold|playful|edgy|quirky|wholesome|heart-?warming|intense|powerful|natural|"
    r"organic|rustic|"
    r"hip|urban|youthful|sophisticated|crisp|dynamic|snappy|funny|sleek|loud|slow|slowly|fast|catchy|fancy|cute|classy|"
    r"trendy|viral|eye-?catching|colou?rful|pastel|smooth|"
    r"engaging|clear|readable|festive|magical|nostalgic|"
    r"fun|happy|sad|romantic|emotional|exciting|"
    r"professional|premium|luxur\w+|aesthetic|peaceful|relax\w+|quiet|gentle|dreamy|epic|dramatic|cinematic|moody|dark|"
    r"bright|warm|cold|energetic|upbeat|"
    r"inspir\w+|motivational|inspiring|high quality|hd|best|good|great|awesome|amazing|short|quick|long|little|tiny|big|"
    r"video|film|clip|reel|story|loop|"
    r"website|channel|family|friends|customers|mood|vibes?|feel(?:ing)?|atmosphere|style|look|something|anything|like|kind|"
    r"sort|type)\b|感|风格|氛围|好看|简单|高级|大气)")  # fmt: skip


def unused(request: Request, draft: Draft) -> tuple[str, ...]:
    """What of a prompt for a film stands nowhere in it: neither shown, nor written, nor heard, nor what the film is about."""
    written = " ".join(
        str(text.meta.get("text", "")) + str(text.meta.get("sub", "")) for text in texts_of(draft)
    ).lower()
    shown = " ".join(beat.words for beat in request.beats[1:] or ()).lower()
    about = f"{request.subject} {request.stand_in} {shown}".lower()
    return tuple(piece for piece in request.unread if not _counts(piece.lower(), written, about, request))


def _counts(piece: str, written: str, about: str, request: Request) -> bool:
    if (
        scenes(piece)
        or mood(piece)
        or near_to(piece)
        or paints(piece)
        or any(lettering_colour(piece) in beat.colours for beat in request.beats)
        or undrawn(piece)
        or names_film(piece)
        or tune(piece)
        or film_style(piece)
    ):
        return True
    if (
        _SAID_ENOUGH.search(piece)
        or piece in about
        or any(part and part in piece for part in (request.subject.lower(), request.stand_in.lower()))
    ):
        return True
    said = [word for word in re.findall(r"[^\W_]+", piece) if len(word) > 2 or word.isdigit()]
    return any(word in written for word in said) or len(re.findall(r"[^\W\d_]", piece)) < 3


def remarks(request: Request, made: composing.Film, bench: Bench) -> list[str]:
    """The honest words: caps, repeats, what cannot be drawn."""
    of_its_kind = _of_the_files(made, bench) if made.items else _of_the_drawing(request, made, bench)
    return [*_of_the_form(request, made, bench), *of_its_kind]


def _of_the_form(request: Request, made: composing.Film, bench: Bench) -> list[str]:
    said = []
    form = request.first(SetCanvas)
    if isinstance(form, SetCanvas) and (form.lines or 0) > LARGEST:
        said.append(bench.say("1080p is the most I render.", "目前最高 1080p。"))
    if made.capped:
        most = seconds(made.draft.duration)
        said.append(
            bench.say(
                f"{most} is the longest I make here, so it is shorter than you asked.",
                f"这里最长只能做 {most}，所以比您要求的短。",
            )
        )
    if made.repeated:
        said.append(
            bench.say("The footage is shorter than that, so parts of it repeat.", "素材不够长，部分内容会重复。")
        )
    return said


def _of_the_files(made: composing.Film, bench: Bench) -> list[str]:
    used = {shot.meta.get("media") for shot in shots_of(made.draft)}
    given, fits = len(made.items), sum(item.id in used for item in made.items)
    if fits == given:
        return []
    return [
        bench.say(
            f"There is room for {fits} of your {given} files in that time; a longer video shows them all.",
            f"这个时长只放得下 {given} 个文件中的 {fits} 个；视频再长一些就能全部放下。",
        )
    ]


def _of_the_drawing(request: Request, made: composing.Film, bench: Bench) -> list[str]:
    words = _undrawn(request, made)
    said = [bench.say(*words)] if words else []
    shown = {str(shot.meta.get("scene")) for shot in shots_of(made.draft)}
    shown |= {word for shot in shots_of(made.draft) for word in over_of(shot.meta)}
    missing = left_out(" ".join(beat.words.lower() for beat in made.beats), shown)
    if missing:
        said.append(
            bench.say(
                f"One picture shows one scenery, so there is no {_listed(missing)} in it.",
                f"一个画面只能画一种风景，所以里面没有{'、'.join(missing)}。",
            )
        )
    return said


def _undrawn(request: Request, made: composing.Film) -> tuple[str, str] | None:
    """What is not to be seen and why, in English and in Chinese."""
    if request.undrawable:
        return (
            f"I only draw sceneries without people, animals or things, so it shows no {_listed(request.undrawable)}.",
            f"我只能画风景，画不了人物、动物和物品，所以里面没有{'、'.join(request.undrawable)}。",
        )
    if request.stand_in and request.announces:
        return (
            "I only draw sceneries, so the words stand before a fitting backdrop; send photos to show the real thing.",
            "我只能画风景，所以文字配上了合适的背景；发来照片就能展示实景。",
        )
    if request.stand_in:
        return (
            f"I only draw sceneries, so I can't show “{request.stand_in}” itself: I took the nearest backdrop.",
            f"我只能画风景，画不出“{request.stand_in}”本身，所以用了最接近的画面。",
        )
    if any(beat.words for beat in made.beats):
        return None
    return (
        "You named no scene that I can draw, so I took the nearest mood: say for example “a "
        "sunset over a city skyline” to change it.",
        "您没有提到我能画的场景，所以用了最接近的氛围；可以说“城市日落”来更换。",
    )


def _listed(names: Sequence[str]) -> str:
    """ "fog, castle or bridge"."""
    return " or ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)


def _article(length: str) -> str:
    return "an" if re.match(r"8|1[18](?!\d)", length) else "a"
