"""The catalogues are whole and true to the code, and a broken one never silences the bot."""

import gettext
import io
import re
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Message
from structlog.testing import capture_logs

from bots.telegram.commands import descriptions
from core import locales
from core.conversation.handling.openings import OPENINGS
from core.errors import ReelayError
from core.fetching import UrlFetcher
from core.http import HttpPool
from core.intents import classify
from core.language import detect
from core.locales import LANGUAGES, Phrase, Speech, canonical
from core.skills import load_skills
from tools.locales import catalogues

TRANSLATED = tuple(catalogues.LOCALES)
UP_TO_DATE = "run `make locales`, and translate what it names"


@cache
def _ids() -> frozenset[str]:
    """What the code says now."""
    return frozenset(str(each.id) for each in catalogues.template() if each.id)


def _messages(language: str) -> list[Message]:
    return [message for message in catalogues.read(language) if message.id]


def _forms(text: object) -> list[str]:
    return [text] if isinstance(text, str) else list(text)  # type: ignore[call-overload]


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


# the catalogues


def test_every_language_but_english_has_a_catalogue() -> None:
    assert {"en", *TRANSLATED} == set(LANGUAGES)


def test_the_template_holds_what_the_code_says_now() -> None:
    kept = catalogues.parsed(catalogues.TEMPLATE, None)
    assert {str(each.id) for each in kept if each.id} == _ids(), UP_TO_DATE


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_catalogue_is_whole(language: str) -> None:
    assert {str(each.id) for each in _messages(language)} == _ids(), UP_TO_DATE
    assert catalogues.missing(catalogues.read(language)) == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_translation_takes_the_fields_of_its_sentence(language: str) -> None:
    for message in _messages(language):
        wanted = _fields(_forms(message.id)[-1])
        for form in _forms(message.string):
            assert _fields(form) == wanted, form


@pytest.mark.parametrize("language", TRANSLATED)
def test_emoji_commands_and_addresses_stay_as_they_are(language: str) -> None:
    for message in _messages(language):
        sentence = _forms(message.id)[0]
        kept = re.findall(
            r"(?<!\w)/[a-z]+\b|https://|^[^\w\s“\"({…]+(?= )|\b(?:MP4|TXT|DOCX|PDF|9:16|1080p)\b", sentence
        )
        for form in _forms(message.string):
            assert all(piece in form for piece in kept), form


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_neither_begin_nor_end_with_space_the_sentence_has_not(language: str) -> None:
    for message in _messages(language):
        for form in _forms(message.string):
            assert form == form.strip()
            assert form.count("\n") == _forms(message.id)[0].count("\n")


@pytest.mark.parametrize("language", TRANSLATED)
def test_what_is_compiled_is_what_is_written(language: str) -> None:
    compiled = (catalogues.FOLDER / f"{language}.mo").read_bytes()
    assert compiled == catalogues.as_mo(catalogues.read(language)), UP_TO_DATE


@pytest.mark.parametrize("name", ["reelay.pot", *(f"{language}.po" for language in TRANSLATED)])
def test_the_files_carry_no_dates_no_names_and_no_places_outside_the_project(name: str) -> None:
    text = (catalogues.FOLDER / name).read_text(encoding="utf-8")
    assert not re.search(r"-Date:|Last-Translator|Generated-By|\d{4}-\d\d-\d\d", text)
    places = re.findall(r"^#: (.*)$", text, re.MULTILINE)
    assert places
    assert all(place.startswith(("bots/", "core/")) for line in places for place in line.split())


# speaking


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("zh-CN", "zh"),
        ("zh_Hans", "zh"),
        ("pt-br", "pt"),
        ("pt_BR", "pt"),
        ("es-419", "es"),
        ("EN-us", "en"),
        ("ja", "ja"),
    ],
)
def test_a_platforms_tag_is_one_of_our_languages(tag: str, language: str) -> None:
    assert canonical(tag) == language
    assert Speech(tag).language == language


@pytest.mark.parametrize("tag", [None, "", "ko", "tlh", "-", "../de"])
def test_any_other_tag_is_answered_in_english(tag: str | None) -> None:
    assert Speech(tag)("Cancel") == "Cancel"


@pytest.mark.parametrize(
    ("language", "number", "said"),
    [
        ("en", 1, "behind 1 request"),
        ("en", 0, "behind 0 requests"),
        ("ru", 1, "впереди 1 запрос"),
        ("ru", 3, "впереди 3 запроса"),
        ("ru", 5, "впереди 5 запросов"),
        ("ru", 11, "впереди 11 запросов"),
        ("ru", 21, "впереди 21 запрос"),
        ("ru", 112, "впереди 112 запросов"),
        ("de", 1, "noch 1 Auftrag davor"),
        ("de", 0, "noch 0 Aufträge davor"),
        ("fr", 0, "après 0 demande"),
        ("fr", 2, "après 2 demandes"),
        ("pt", 0, "depois de 0 pedido"),
        ("pt", 2, "depois de 2 pedidos"),
        ("es", 1, "detrás de 1 petición"),
        ("es", 0, "detrás de 0 peticiones"),
        ("zh", 7, "前面还有 7 个请求"),
        ("ja", 1, "あと 1 件待ち"),
    ],
)
def test_numbers_take_the_plural_of_their_language(language: str, number: int, said: str) -> None:
    assert Speech(language).count("behind {n} request", "behind {n} requests", number) == said


def test_per_cent_and_braces_in_values_are_said_as_they_are() -> None:
    said = Speech("de")("Volume of “{name}”: {old} % → {new} %", name="{new} 100% {}", old=100, new=35)
    assert said == "Lautstärke von „{new} 100% {}“: 100 % → 35 %"


def test_nothing_is_said_for_nothing() -> None:
    assert Speech("de")("") == ""


def test_a_sentence_that_no_catalogue_knows_is_said_in_english() -> None:
    assert Speech("ja")("Nobody translated {this}.", this="it") == "Nobody translated it."


async def test_the_reason_inside_a_refusal_is_said_in_the_same_language() -> None:
    async with HttpPool() as http:
        with pytest.raises(ReelayError) as caught:
            await UrlFetcher(http).check("http://127.0.0.1/secret.mp4")
    assert Speech("de")(caught.value.sentence, **caught.value.fields()) == (
        "Ich kann diesen Link nicht öffnen: er führt nicht zu einer öffentlichen Adresse."
    )


def test_a_phrase_with_fields_is_filled_in_inside() -> None:
    reason = Phrase("the file is larger than {limit_mb} MB", limit_mb=5)
    assert str(reason) == "the file is larger than 5 MB"
    said = Speech("ru")("I cannot fetch that link: {reason}.", reason=reason)
    assert said == "Не могу открыть эту ссылку: файл больше 5 МБ."


# what is broken


@pytest.mark.parametrize("broken", ["{nam}", "{name", "{}", "{name.bad}", "{name[3x]}", "{name:99q}"])
def test_a_broken_translation_falls_back_to_english_and_is_logged_once(
    broken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    speech = _speaking({"Hello {name}": broken}, monkeypatch)
    with capture_logs() as logs:
        assert [speech("Hello {name}", name="Ana") for _ in range(3)] == ["Hello Ana"] * 3
    assert [log["event"] for log in logs] == ["a translation does not take its fields"]


def test_a_broken_plural_falls_back_to_the_english_form(monkeypatch: pytest.MonkeyPatch) -> None:
    speech = _speaking({("{n} clip", "{n} clips"): ("{m}", "{m}")}, monkeypatch)
    assert [speech.count("{n} clip", "{n} clips", number) for number in (1, 2)] == ["1 clip", "2 clips"]


def test_a_mistake_in_english_is_not_hidden() -> None:
    with pytest.raises(KeyError):
        Speech("de")("A sentence that lacks its {field}.", other=1)


@pytest.mark.parametrize("content", [b"", b"\xde\x12\x04\x95", b"rubbish" * 100, None])
def test_a_catalogue_that_cannot_be_read_leaves_english(
    content: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if content is not None:
        (tmp_path / "de.mo").write_bytes(content)
    monkeypatch.setattr(locales, "_FOLDER", tmp_path)
    locales._catalogue.cache_clear()
    try:
        assert Speech("de")("Cancel") == "Cancel"
    finally:
        locales._catalogue.cache_clear()


def _speaking(translations: dict[str | tuple[str, str], str | tuple[str, str]], patch: pytest.MonkeyPatch) -> Speech:
    catalogue = catalogues.Catalogue(locale="de")
    for sentence, said in translations.items():
        catalogue.add(sentence, said)
    made = gettext.GNUTranslations(io.BytesIO(catalogues.as_mo(catalogue)))
    patch.setattr(locales, "_catalogue", lambda _: made)
    locales._complain.cache_clear()
    return Speech("de")


# where translations meet what else has rules


@pytest.mark.parametrize("language", TRANSLATED)
def test_telegrams_menu_is_in_the_language(language: str) -> None:
    english, translated = descriptions(Speech("en")), descriptions(Speech(language))
    assert all(1 <= len(text) <= 256 and text != english[word] for word, text in translated.items())


@pytest.mark.parametrize("language", LANGUAGES)
def test_examples_and_next_steps_are_understood_as_what_they_are(language: str) -> None:
    say, english = Speech(language), Speech("en")
    by_skill = {sentence for skill in load_skills().values() for sentence in (*skill.examples, *skill.next_steps)}
    for sentence in sorted(by_skill.union(*OPENINGS.values())):
        said = say(sentence)
        asked = classify(said, has_files=False, has_timeline=True)
        meant = classify(english(sentence), has_files=False, has_timeline=True)
        assert (asked.kind, asked.doubtful) == (meant.kind, meant.doubtful), said
        assert detect(said, language) == language, said
