"""Button data of Telegram's: what we wrote we read again, and what others made up means nothing."""

from bots.telegram.buttons import DATA_LIMIT, LINK_LIMIT, ButtonCodec, ButtonUnreadable
from core.model import Button
from tests.fuzz.feed import Feed, text_of
from tests.fuzz.target import Target
from tests.hostile.words import EVIL

CODEC = ButtonCodec(b"key")
WORDS = (
    *EVIL,
    "f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
    "https://t.me/#reelay1.",
    "1.",
    "=",
    "~",
    "#0",
    "#-1",
    "[" * 3000,
)
ACTIONS = ("cancel", "retry", "export")


def attack(data: bytes) -> None:
    """A keyboard there and back; then data and links that nobody wrote."""
    feed = Feed(data)
    made = [
        Button(feed.text(WORDS), feed.pick(ACTIONS), feed.text(WORDS), only_for=feed.pick((None, "7")))
        for _ in range(3)
    ]
    keyboard = CODEC.keyboard([made])
    links = [keyboard.carrier] if keyboard.carrier else []
    assert all(len(link) <= LINK_LIMIT for link in links)
    meant = {(button.action, button.argument, button.only_for) for button in made}
    for row in keyboard.markup.inline_keyboard if keyboard.markup else ():
        for button in row:
            assert isinstance(button.callback_data, str)
            assert len(button.callback_data.encode()) <= DATA_LIMIT
            press = CODEC.read(button.callback_data, links)
            assert (press.command.name, press.command.argument, press.only_for) in meant
    _made_up(feed)


def _made_up(feed: Feed) -> None:
    links = feed.several(lambda: feed.text(WORDS), 3)
    try:
        CODEC.read(text_of(feed.rest()), links)
    except ButtonUnreadable:
        return
    raise AssertionError("data that nobody wrote was believed")


def seeds() -> list[bytes]:
    """A short argument, a long one, and an id."""
    long = bytes([1, 0, 31]) + b"a" * 31 + bytes([0, 0])
    return [b"", long * 3, bytes([1, 1, 22, 0, 0]) * 3 + b"\0" + b"1.AAAAAAAA7.cancel.=r1", b"1.AAAAAAAA.cancel.#0"]


TARGET = Target(attack, seeds, WORDS)
