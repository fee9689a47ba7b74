"""What the director says."""

import re
from collections.abc import Sequence

from studio.director.grammar.limits import no_tool as no_tool_for
from studio.director.grammar.music import STYLE_NAMES
from studio.director.model import MediaItem, MediaKind, Turn
from studio.director.operations.bench import seconds
from studio.director.operations.scenery import SCENE_NAMES
from studio.director.operations.sound import music_of
from studio.director.operations.texts import texts_of
from studio.director.request import Request
from studio.director.timeline import shots_of

_DONE = {"zh": "完成：", "es": "Listo: ", "de": "Fertig: ", "fr": "C'est fait : ", "pt": "Pronto: ", "ru":
    "Готово: ", "ja": "できました: "}  # fmt: skip


def chinese(request: Request) -> bool:
    """Whether to speak Chinese."""
    return request.language.startswith("zh")


def told(done: Sequence[str], missed: Sequence[str], request: Request) -> str:
    """One reply out of what was done, what was not, and why."""
    zh = chinese(request)
    parts = []
    if done:
        parts.append(_DONE.get(request.language, "Done: ") + ("；" if zh else "; ").join(done) + ("。" if zh else "."))
    parts += [sentence for sentence in dict.fromkeys(missed) if sentence]
    return ("" if zh else " ").join(parts)


def cleared(request: Request) -> str:
    """Everything is off the timeline."""
    if chinese(request):
        return told(["清空了时间线"], ["新视频要什么画面？"], request)
    return told(["cleared the timeline"], ["What should the new video show?"], request)


def not_understood(pieces: Sequence[str], request: Request) -> str:
    """An honest word about what was not understood."""
    shown = [piece[:60] for piece in pieces if len(piece) > 2][:3]
    if not shown:
        return ""
    if chinese(request):
        return "没看懂：" + "、".join(f"“{piece}”" for piece in shown) + "。"
    return "I didn't understand " + " or ".join(f"“{piece}”" for piece in shown) + "."


def no_tool(things: Sequence[str], request: Request) -> str:
    """Something is asked for that no tool does; "" when nothing of the kind is."""
    named = [f"“{thing[:60]}”" for thing in things][:3]
    if not named:
        return ""
    return f"抱歉，我做不了{'、'.join(named)}。" if chinese(request) else f"I have no tool for {' or '.join(named)}."


def shortfalls(request: Request) -> list[str]:
    """What of a prompt is not done as it was asked: beyond every tool, met halfway, not understood."""
    halfway = [limit.chinese if chinese(request) else limit.english for limit in request.limits]
    return [no_tool(request.toolless, request), *halfway, not_understood(request.unread, request)]


def nothing_changed(request: Request) -> str:
    """Said beside a refusal."""
    return "什么都没有改动。" if chinese(request) else "I changed nothing."


def help_text(request: Request) -> str:
    """What works, with examples."""
    if chinese(request):
        return (
            "可以这样说：“剪掉前3秒”、“加标题‘夏日’”、“换成欢快的音乐，音量35%”、“改成竖屏”、"
            "“最后3秒慢动作”，或者“生成一个10秒的城市日落视频”。"
        )
    return (
        "Try something specific: “cut the first 3 seconds”, “add the title ‘Summer’ at the "
        "start”, “upbeat music at 35%”, "
        "“make it vertical”, “slow motion for the last 3 seconds”, or “generate a 10-second "
        "video of a sunset over a city skyline”."
    )


def greeting(request: Request) -> str:
    """Hello."""
    if chinese(request):
        return "你好！告诉我想要什么视频，或者发来照片和视频。" + help_text(request)
    return "Hi! Tell me what video you'd like, or send photos and clips. " + help_text(request)


def thanks(request: Request) -> str:
    """You're welcome."""
    return (
        "不客气！还想改什么就告诉我。"
        if chinese(request)
        else "You're welcome! Tell me whenever you'd like to change something."
    )


def vague(turn: Turn, request: Request) -> str:
    """Offers specifics for what is there; changes nothing."""
    zh, shots = chinese(request), shots_of(turn.draft)
    if not shots and not turn.media:
        return ("想要什么样的视频呢？" if zh else "What should it show? ") + help_text(request)
    offers = _offers(turn)
    if zh:
        return (
            "想怎么改进呢？比如：" + "；".join(offer[1] for offer in offers) + "。告诉我选哪个，我还没有改动任何内容。"
        )
    return (
        "What would make it better? For example: "
        + "; ".join(offer[0] for offer in offers)
        + ". Tell me which; I haven't changed anything yet."
    )


def _offers(turn: Turn) -> list[tuple[str, str]]:
    offers = []
    if not music_of(turn.draft):
        offers.append(("“add upbeat music at 35%”", "“加上欢快的音乐”"))
    if not texts_of(turn.draft):
        offers.append(("“add the title ‘…’ at the start”", "“开头加标题‘…’”"))
    if len(shots_of(turn.draft)) > 1 and not any(shot.lap for shot in shots_of(turn.draft)):
        offers.append(("“add crossfades”", "“加上叠化转场”"))
    if turn.draft.duration > 20_000:
        offers.append(("“make it 15 seconds”", "“剪成15秒”"))
    offers += [("“give it a warm look”", "“调成暖色”"), ("“slow motion for the last 3 seconds”", "“最后3秒慢动作”")]
    return offers[:4]


def state_words(turn: Turn, request: Request) -> str:
    """What is on the timeline, in a sentence."""
    draft, zh = turn.draft, chinese(request)
    shots = shots_of(draft)
    if not shots:
        return "时间线还是空的。" if zh else "The timeline is empty."
    music, texts = music_of(draft), texts_of(draft)
    names = ", ".join(f"“{text.meta.get('text', '')}”" for text in texts[:3])
    if zh:
        said = f"影片长 {seconds(draft.duration)}，共 {len(shots)} 个片段"
        return (
            said
            + (f"，配乐{music[0].meta.get('name', '')}" if music else "，没有配乐")
            + (f"，文字{names}。" if names else "。")
        )
    said = f"The film is {seconds(draft.duration)} long with {len(shots)} clip{'s' if len(shots) > 1 else ''}"
    said += f", music {music[0].meta.get('name', '')}" if music else ", no music"
    return said + (f", text {names}." if names else ".")


_OWN_MUSIC = re.compile(r"\b(?:my|own|upload|send)\b.*\b(?:song|music|audio|mp3|track)\b|(?:自己|上传).*(?:音乐|歌)")
_OF_MUSIC = ("music", "style", "音乐", "风格")
_OF_SCENES = ("scene", "draw", "场景", "画")
_OF_THE_FILM = ("long", "length", "duration", "timeline", "clips", "多长", "时间线", "几个", "what do", "so far")


def question(turn: Turn, request: Request, low: str) -> str:
    """An answer to a question; changes nothing."""
    if missing := no_tool_for(low):
        return no_tool((missing,), request)
    if _OWN_MUSIC.search(low):
        zh = "可以：把音频文件发过来，再说“用我的歌”。"
        return zh if chinese(request) else "Yes: send the audio file here and say “use my song”."
    if any(word in low for word in _OF_MUSIC):
        return _music_there_is(request)
    if any(word in low for word in _OF_SCENES):
        return _scenes_there_are(request)
    if any(word in low for word in _OF_THE_FILM) and shots_of(turn.draft):
        return state_words(turn, request)
    return _what_this_is(request) + help_text(request)


def _music_there_is(request: Request) -> str:
    if chinese(request):
        return f"音乐风格有：{'、'.join(name for _, name in STYLE_NAMES.values())}；也可以发来自己的音频。"
    return f"I can play {', '.join(name for name, _ in STYLE_NAMES.values())} music, or an audio file that you send."


def _scenes_there_are(request: Request) -> str:
    if chinese(request):
        names = "、".join(name for _, name in SCENE_NAMES.values())
        return f"可以画这些场景：{names}，配日出、白天、日落或夜晚，还可以加雨、雪、雾、烟花、落叶、花瓣、彩纸、气球或爱心。"
    names = ", ".join(name for name, _ in SCENE_NAMES.values())
    return (
        f"I draw {names}, at sunrise, by day, at sunset or at night, with rain, snow, fog, fireworks, falling leaves, "
        "petals, confetti, balloons or hearts over them; no people or animals."
    )


def _what_this_is(request: Request) -> str:
    if chinese(request):
        return "我是不带 AI 的剪辑助手：可以从文字生成风景画面，剪辑您的照片和视频，加标题、字幕、音乐和转场。"
    return (
        "I'm an editing assistant without AI: I draw sceneries from words, cut your photos "
        "and clips, and add titles, captions, music and transitions. "
    )


def out_of_place(kind: str, request: Request) -> str:
    """Exports and accounts happen elsewhere."""
    if kind == "export":
        return (
            "导出不在这一步进行：直接说“导出”即可得到 MP4。"
            if chinese(request)
            else "Exports happen outside this chat run: just say “export” on its own and you get the MP4."
        )
    return (
        "积分和账户不在这里处理：直接说“积分”可以查询。"
        if chinese(request)
        else "Credits and accounts are handled outside this chat run: ask for “credits” on its own."
    )


def need_media(request: Request) -> str:
    """The person speaks of material that is not there."""
    kind = {"image": ("photos", "照片"), "video": ("clips", "视频"), "audio": ("audio", "音频")}.get(
        request.says_media or "", ("files", "素材")
    )
    if chinese(request):
        return f"还没有收到您的{kind[1]}。请先发过来，我再制作；在此之前不会扣积分。"
    return f"I don't have your {kind[0]} yet: send them here and repeat what you'd like, and I'll make it. Nothing was charged."


def need_subject(request: Request) -> str:
    """A film is wanted, and nothing says of what."""
    if chinese(request):
        return (
            "想要什么画面呢？我可以画城市、大海、海滩、群山、沙漠、森林、草地、房屋、雨、雪、星空、"
            "纯色、抽象和产品展示，也可以用您的照片和视频。比如“生成一个10秒的城市日落视频”。"
        )
    return (
        "What should it show? I draw cities, oceans, beaches, mountains, deserts, forests, meadows, houses, "
        "rain, snow, space, plain, abstract and product scenes, or I cut your own photos and clips. "
        "For example “a 10-second video of a sunset over a city skyline”."
    )


def material(items: Sequence[MediaItem], request: Request) -> str:
    """What a film was made from: "3 photos and 1 clip"."""
    photos = sum(item.kind is MediaKind.IMAGE for item in items)
    clips = sum(item.kind is MediaKind.VIDEO for item in items)
    if chinese(request):
        return "和".join(
            part for part in (f"{photos} 张照片" if photos else "", f"{clips} 个视频" if clips else "") if part
        )
    return " and ".join(
        part
        for part in (
            f"{photos} photo{'s' if photos > 1 else ''}" if photos else "",
            f"{clips} clip{'s' if clips > 1 else ''}" if clips else "",
        )
        if part
    )
