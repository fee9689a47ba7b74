"""A conversation is in its people's language from the greeting to the result, with no English left over."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from core.errors import OutcomeUnknown, OutOfCredits
from core.locales import LANGUAGE_NAMES, LANGUAGES, Speech
from core.model import AgentText, DeliveryKind, DraftJson, KeepAlive, ToolCall
from core.timeline import draw
from tests.fakes.backend import FakeRun, draft_of
from tests.fakes.house import BEN, GROUP, House, house, local_file
from tools.locales import catalogues

FIRST_WORDS = {
    "zh": "帮我做一个十秒的城市日落视频",
    "es": "Haz un vídeo de diez segundos de una puesta de sol",
    "de": "Mach mir ein Video von einem Sonnenuntergang über der Stadt",
    "fr": "Fais une vidéo de dix secondes d'un coucher de soleil",
    "pt": "Faça um vídeo de dez segundos de um pôr do sol",
    "ru": "Сделай видео на десять секунд: закат над городом",
    "ja": "街に沈む夕日の10秒の動画を作って",
}
DONE = {
    "zh": "做好了。",
    "es": "Hecho.",
    "de": "Erledigt.",
    "fr": "C'est fait.",
    "pt": "Feito.",
    "ru": "Готово.",
    "ja": "できました。",
}
OTHER_SCRIPTS = ("zh", "ja", "ru")
LEFT_AS_IT_IS = re.compile(
    r"https?://\S*|/\w+|\w+\.(?:mp4|txt|xyz)"
    r"|\b(?:NemoVideo|Ana|Ben|Lumen|Meta|AI|BGM|URL|forget|MB)\b"
    r"|\b(?:MP4|MOV|AVI|WEBM|MKV|JPG|PNG|GIF|WEBP|MP3|WAV|M4A|AAC|TXT|DOCX|PDF)\b|" + "|".join(LANGUAGE_NAMES.values())
)
"""Names, commands, file types: the same in every language."""


def film(title: str) -> DraftJson:
    clip = {"d": 3000, "m": {"name": "Lumen", "start": 0}}
    sound = {"d": 3000, "m": {"name": "Lumen", "start": 0, "volume": 0.35}}
    draft = draft_of(title)
    return {**draft, "t": [{"tt": 0, "sg": [clip]}, {"tt": 1, "sg": [sound]}, {"tt": 7, "sg": draft["t"][0]["sg"]}]}


async def conversation(home: House, language: str) -> None:
    """What a person does on the first day, answered in `language`; the platform says it in its locale."""
    say, done = Speech(language), DONE[language]
    home.backend.will_run(
        FakeRun((done,), (ToolCall("add_music"), KeepAlive(), ToolCall("trim"), AgentText(done)), film("Lumen")),
        FakeRun((), (), film("Lumen Lumen")),
        FakeRun(cut=OutcomeUnknown()),
    )
    await ask(home, language, command=("start", ""))
    await ask(home, language, FIRST_WORDS[language])
    await ask(home, language, say("Add a title"))
    await ask(home, language, say("Make the music quieter"))
    home.backend.will_fail("run", OutOfCredits())
    await ask(home, language, say("Make the colours warmer"))
    home.backend.will_run(FakeRun((done,), (), film("Lumen")))
    for word in (
        "help",
        "status",
        "credits",
        "timeline",
        "history",
        "projects",
        "skill",
        "settings",
        "language",
        "link",
    ):
        await ask(home, language, command=(word, ""))
    for word, argument in (
        ("settings", "auto_export off"),
        ("export", "9"),
        ("projects", "999"),
        ("token", ""),
        ("retry", "r0"),
    ):
        await ask(home, language, command=(word, argument))
    for word in ("cancel", "allow", "bogus", "upload", "make", "undo", "new", "status", "export"):
        await ask(home, language, command=(word, ""))
    await ask(home, language, command=("upload", "http://127.0.0.1/lumen.mp4"))


async def ask(home: House, language: str, text: str = "", command: tuple[str, str] | None = None) -> None:
    await home.say(text, command=command, locale=language)
    await home.settled()


def everything(home: House) -> Iterator[str]:
    contents = [delivery.order.content for delivery in home.messenger.sends]
    contents += [content for _, content in home.messenger.edits]
    for content in contents:
        yield content.text.plain
        yield from (button.label for row in content.buttons for button in row)


@cache
def english_pieces(language: str) -> frozenset[str]:
    """The pieces between the fields of English sentences that are said in other words in a language."""
    found = set[str]()
    for message in catalogues.read(language):
        for form in [message.id] if isinstance(message.id, str) else message.id:
            pieces = {piece.strip() for piece in re.split(r"\{\w+\}", form) if len(piece.strip()) >= 8}
            found |= {piece for piece in pieces if piece not in str(message.string)}
    return frozenset(found)


@pytest.mark.parametrize("language", sorted(FIRST_WORDS))
async def test_nothing_of_a_whole_conversation_is_left_in_english(language: str, tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        await conversation(home, language)
        said = set(everything(home))
    assert len(said) > 60
    assert [text for text in said if any(piece in text for piece in english_pieces(language))] == []
    if language in OTHER_SCRIPTS:
        assert {text: words for text in said if (words := latin_words(text))} == {}


def latin_words(text: str) -> list[str]:
    return re.findall("[A-Za-z]{2,}", LEFT_AS_IT_IS.sub(" ", text))


@pytest.mark.parametrize("language", sorted(FIRST_WORDS))
async def test_first_words_are_answered_in_their_language_though_the_app_is_in_english(
    language: str, tmp_path: Path
) -> None:
    async with house(tmp_path) as home:
        await home.say(FIRST_WORDS[language], locale="en")
        await home.settled()
        [result] = home.texts(DeliveryKind.RESULT)
        sent = [delivery.order.content.language for delivery in home.messenger.sends]
    assert result.startswith(Speech(language)("🎬 Your video is ready."))
    assert set(sent) == {language}


@pytest.mark.parametrize("language", ["de", "zh", "ru"])
async def test_a_group_and_files_that_cannot_be_used_are_answered_in_the_language(
    language: str, tmp_path: Path
) -> None:
    say = Speech(language)
    async with house(tmp_path) as home:
        await home.say(command=("start", ""), chat=GROUP, person=BEN, locale=language)
        await home.settled(GROUP)
        await home.say(files=[local_file(tmp_path / "lumen.xyz", b"?")], locale=language)
        await home.settled()
        await home.say(files=[local_file(tmp_path / "lumen.txt", b"")], locale=language)
        await home.settled()
        said = list(everything(home))
    assert any(say("🎬 Hello everybody! We can work on one video together here.") in text for text in said)
    assert [text for text in said if any(piece in text for piece in english_pieces(language))] == []


async def test_what_has_no_words_is_answered_as_the_person_was_before(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        await home.say(command=("start", ""), locale="en")
        await home.say("Сделай видео про закат над городом", locale="en")
        await home.settled()
        await home.say(command=("export", ""), locale="en")
        await home.settled()
        await home.say(command=("credits", ""), locale="en")
        await home.settled()
        results, answers = home.texts(DeliveryKind.RESULT), home.texts(DeliveryKind.ANSWER)
    assert [result.startswith("🎬 Ваше видео готово.") for result in results] == [True, True]
    assert answers[-1].startswith("💳 Доступно кредитов")


async def test_a_few_characters_that_two_languages_share_are_taken_for_the_one_spoken_before(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        await home.say(FIRST_WORDS["ja"], locale="en")
        await home.settled()
        await home.say("保存", locale="en")  # both Chinese and Japanese for "save"
        await home.settled()
        results = home.texts(DeliveryKind.RESULT)
    assert [result.startswith("🎬 動画ができました。") for result in results] == [True, True]


async def test_everybody_in_a_group_is_answered_in_their_own_language(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        await home.say("Сделай видео про закат над городом", chat=GROUP, locale="ru")
        await home.settled(GROUP)
        await home.say(command=("status", ""), chat=GROUP, person=BEN, locale="de")
        await home.settled(GROUP)
        [answer] = home.texts(DeliveryKind.ANSWER, chat=GROUP)
    assert "Gerade läuft nichts." in answer


async def test_the_words_of_a_command_tell_the_language_its_name_does_not(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        await home.say("/make ein Video über die Alpen", command=("make", "ein Video über die Alpen"), locale="en")
        await home.settled()
        [result] = home.texts(DeliveryKind.RESULT)
    assert result.startswith("🎬 Dein Video ist fertig.")


@pytest.mark.parametrize("language", ["de", "zh", "ru"])
async def test_the_timeline_picture_is_lettered_in_the_language(language: str, tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        home.backend.will_run(FakeRun((DONE[language],), (), film("Lumen")))
        await home.say(FIRST_WORDS[language], locale=language)
        await home.settled()
        await home.say(command=("timeline", ""), locale=language)
        await home.until(lambda: bool(home.messenger.sends[-1].order.content.media))
        picture = home.messenger.sends[-1].order.content.media
        assert picture is not None
        draw(film("Lumen"), tmp_path / "expected.png", Speech(language))
        assert Path(picture.path).read_bytes() == (tmp_path / "expected.png").read_bytes()


async def test_a_chosen_language_stays_whatever_is_written(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        await home.say(command=("language", "ja"))
        await home.say("make a video of the sea with calm music", locale="en")
        await home.settled()
        [result] = home.texts(DeliveryKind.RESULT)
    assert result.startswith("🎬 動画ができました。")


def test_first_words_are_tried_in_every_language() -> None:
    assert set(FIRST_WORDS) == set(DONE) == set(LANGUAGES) - {"en"}
