"""Buttons that carry their meaning in 64 bytes, and cannot be made up."""

import base64
import uuid
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram import InlineKeyboardMarkup

from bots.telegram.buttons import CARRIER, DATA_LIMIT, LINK_LIMIT, ButtonCodec, ButtonUnreadable, Keyboard
from core.conversation.commands import Word
from core.model import Button, Command

codec = ButtonCodec(b"test key")


def only_data(keyboard: Keyboard) -> str:
    assert isinstance(keyboard.markup, InlineKeyboardMarkup)
    return str(keyboard.markup.inline_keyboard[0][0].callback_data)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(Word),
    st.text(max_size=90) | st.uuids().map(str),
    st.none() | st.integers(1, 2**52).map(str),
)
def test_what_was_written_is_read_back(word: Word, argument: str, only_for: str | None) -> None:
    keyboard = codec.keyboard([[Button("Press", word, argument, only_for=only_for)]])
    data = only_data(keyboard)
    assert 1 <= len(data.encode()) <= DATA_LIMIT
    press = ButtonCodec(b"test key").read(data, [keyboard.carrier] if keyboard.carrier else [])
    assert (press.command, press.only_for) == (Command(word, argument), only_for)


@pytest.mark.parametrize("argument", ["", "12", str(uuid.UUID(int=7)), "meta-video-generation-free", "добавь музыку"])
def test_what_fits_needs_no_link(argument: str) -> None:
    assert codec.keyboard([[Button("Go", Word.SKILL, argument, only_for="7000000000")]]).carrier is None


def test_long_words_ride_in_an_invisible_link() -> None:
    words = ["сделай видео короче и добавь спокойную музыку " * 3, "把它变成竖屏并加上字幕" * 5]
    keyboard = codec.keyboard([[Button("A", Word.EDIT, words[0]), Button("B", Word.EDIT, words[1])]])
    assert keyboard.carrier is not None
    assert keyboard.carrier.startswith(CARRIER)
    assert len(keyboard.carrier) <= LINK_LIMIT
    assert isinstance(keyboard.markup, InlineKeyboardMarkup)
    read = [codec.read(str(button.callback_data), [keyboard.carrier]) for button in keyboard.markup.inline_keyboard[0]]
    assert [press.command.argument for press in read] == words


def test_a_button_that_fits_nowhere_is_left_out() -> None:
    endless = "".join(str(uuid.UUID(int=number**9)) for number in range(200))
    assert codec.keyboard([[Button("Go", Word.EDIT, endless)]]).markup is None


def test_a_button_that_nobody_would_unpack_is_left_out() -> None:
    keyboard = codec.keyboard([[Button("Send this anyway", Word.MAKE, "x" * 100_000)]])
    assert keyboard == Keyboard(None)


def test_addresses_stay_addresses() -> None:
    markup = codec.keyboard([[Button("Open", url="https://example.com")]]).markup
    assert markup is not None
    assert markup.inline_keyboard[0][0].url == "https://example.com"


def test_another_bot_key_makes_them_dead() -> None:
    data = only_data(codec.keyboard([[Button("Go", Word.EXPORT, "3")]]))
    with pytest.raises(ButtonUnreadable):
        ButtonCodec(b"another key").read(data)


def test_a_changed_owner_or_argument_is_noticed() -> None:
    data = only_data(codec.keyboard([[Button("Go", Word.EXPORT, "3", only_for="7")]]))
    for changed in (data.replace("=3", "=4"), data.replace("7.export", "8.export"), data.replace("export", "cancel")):
        with pytest.raises(ButtonUnreadable):
            codec.read(changed)


def test_a_long_argument_without_its_link_is_gone() -> None:
    keyboard = codec.keyboard([[Button("Go", Word.EDIT, "x" * 100)]])
    with pytest.raises(ButtonUnreadable):
        codec.read(only_data(keyboard), ["https://example.com"])


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=64), st.lists(st.text(max_size=40).map(CARRIER.__add__), max_size=1))
def test_no_data_whatsoever_breaks_the_reader(data: str, links: list[str]) -> None:
    for attempt in (data, f"1.{data}", f"1.aaaaaaaa.edit.#{data}", f"1.aaaaaaaa.edit.~{data}"):
        with pytest.raises(ButtonUnreadable):
            codec.read(attempt, links)


def test_half_a_surrogate_pair_in_an_argument_rides_in_the_link() -> None:
    keyboard = codec.keyboard([[Button("Go", Word.EDIT, "half \ud800")]])
    assert keyboard.carrier is not None
    assert codec.read(only_data(keyboard), [keyboard.carrier]).command.argument == "half \ud800"


def test_a_link_nested_beyond_all_sense_is_no_argument() -> None:
    packed = base64.urlsafe_b64encode(zlib.compress(b"[" * 60_000)).decode()
    with pytest.raises(ButtonUnreadable):
        codec.read("1.AAAAAAAA.edit.#0", [CARRIER + packed])
