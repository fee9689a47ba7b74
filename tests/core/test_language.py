"""The language of a message: by script and everyday words; short texts follow the platform's locale."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.intents import cases
from core.language import detect
from core.locales import LANGUAGES

SENTENCES = {
    "en": ["a 10-second video of a sunset over a city skyline", "make it shorter please", "Turn this into a promo"],
    "zh": ["做一个十秒的日落视频", "导出 1080p MP4", "把 title 改成 Hello"],
    "es": ["añade música alegre y un título", "Hazlo más corto por favor", "¿cuántos créditos me quedan?"],
    "de": ["mach es kürzer bitte", "Füge ruhige Musik hinzu", "ein Video über die Alpen"],
    "fr": ["ajoute un titre avec un fondu", "fais une vidéo de dix secondes", "coupe les premières secondes"],
    "pt": ["adiciona um título e música", "faz um vídeo do pôr do sol", "não quero música"],
    "ru": ["сделай видео про закат", "Добавь музыку", "экспорт в 1080p MP4"],
    "ja": ["夕日の動画を作って", "音楽を追加", "MP4で書き出して"],
    "ko": ["일몰 영상을 만들어 주세요"],
    "ar": ["اصنع فيديو عن غروب الشمس"],
    "fa": ["یک ویدیو از غروب بگیر با چند گل"],
    "uk": ["зроби відео про захід сонця, будь ласка, її"],
    "he": ["תכין סרטון של שקיעה"],
    "th": ["ทำวิดีโอพระอาทิตย์ตก"],
    "hi": ["सूर्यास्त का वीडियो बनाओ"],
    "el": ["φτιάξε ένα βίντεο"],
    "it": ["aggiungi un titolo con la musica e taglia questo per favore, grazie"],
    "nl": ["maak een video van het strand met muziek"],
    "pl": ["zrób film o morzu i dodaj muzykę"],
    "tr": ["bir gün batımı videosu yap ve müzik ekle lütfen"],
    "vi": ["làm một video hoàng hôn với nhạc"],
}


@pytest.mark.parametrize(("language", "text"), [(code, text) for code, texts in SENTENCES.items() for text in texts])
def test_a_sentence_is_recognised_without_a_hint(language: str, text: str) -> None:
    assert detect(text) == language


FIRST_WORDS = {
    "es": ["ponlo en vertical", "un anuncio de 30 segundos", "una presentación con estas fotos"],
    "de": ["Diashow aus diesen Fotos", "Blende am Ende aus", "guten Tag"],
    "fr": ["salut", "combien de crédits me reste-t-il ?", "enlève le dernier clip"],
    "pt": ["oi", "bom dia, tudo bem?", "adicione legendas", "remova o último clipe"],
}


@pytest.mark.parametrize(("language", "text"), [(code, text) for code, texts in FIRST_WORDS.items() for text in texts])
def test_a_few_words_are_believed_though_the_app_is_in_english(language: str, text: str) -> None:
    assert detect(text, "en-US") == language


@pytest.mark.parametrize("text", ["photos of my dog", "tag my friends in it", "I am a fan of rain", "warm it up a tad"])
def test_english_stays_english_in_an_english_app(text: str) -> None:
    assert detect(text, "en-US") == "en"


@pytest.mark.parametrize(
    "text", ["", "1080p", "👍", "https://example.org/el/video.mp4", "export", "IMG_2034.mp4", "ok"]
)
def test_what_says_nothing_follows_the_locale_and_then_english(text: str) -> None:
    assert detect(text, "de-AT") == "de"
    assert detect(text, "pt_BR") == "pt"
    assert detect(text) == "en"
    assert detect(text, "tlh-Klingon!") == "en"


def test_words_beat_the_locale() -> None:
    assert detect("make a video of the sea with calm music", "de-DE") == "en"
    assert detect("mach ein Video über das Meer", "en-US") == "de"


def test_a_few_han_characters_follow_a_japanese_locale() -> None:
    assert detect("保存", "ja") == "ja"
    assert detect("保存", "zh-CN") == "zh"
    assert detect("保存") == "zh"


def test_the_labelled_phrases_are_mostly_recognised_with_their_locale_and_never_lost_to_a_stranger() -> None:
    table = [case for case in cases("intents.tsv") if len(case.phrase) > 12]
    right = sum(detect(case.phrase, case.language) == case.language for case in table)
    assert right / len(table) > 0.98
    assert {detect(case.phrase) for case in table} <= set(LANGUAGES)


@given(st.text(max_size=300), st.none() | st.text(max_size=8))
def test_any_text_has_a_two_letter_language(text: str, locale: str | None) -> None:
    assert len(detect(text, locale)) == 2
