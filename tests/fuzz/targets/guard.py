"""The guard over the backend's words: a secret in them is never relayed, however its text is cut into pieces."""

from core.nemo import redact
from core.nemo.told import ToldText
from tests.fuzz.feed import Feed
from tests.fuzz.target import Target
from tests.hostile.words import EVIL

BODY = "QxZ7kW9vJ2mT4pL8"
"""What must not come through, in any of the shapes below."""
SECRETS = (
    f"nmv_usr_{BODY}",
    f"clm_{BODY}",
    f"Bearer {BODY}",
    f"eyJ{BODY}.{BODY}.{BODY}",
    f"123456:{BODY}-{BODY}-{BODY}",
    f"sk-{BODY}",
    f"https://a.test/v.mp4?X-Amz-Signature={BODY}",
    f"https://a.test/видео/v.mp4?a=1&token={BODY}",
    f"https://me:{BODY}@a.test/v",
    f"http://10.0.0.1/{BODY}",
    f"http://[::1]:80/{BODY}",
    f"s3://bucket/{BODY}",
    f"https://api.telegram.test/bot123456:{BODY}-{BODY}-{BODY}/getMe",
)
AROUND = (" ", "\n", "(", ")", "「", "，", ". ", "\t", "**", "")


def attack(data: bytes) -> None:
    """Secrets among other words, read as a whole and in pieces."""
    feed = Feed(data)
    text = " ".join(feed.several(lambda: _passage(feed), 3))
    assert BODY not in redact(text), redact(text)
    assert redact(redact(text)) == redact(text)
    _told(text, feed)


def _passage(feed: Feed) -> str:
    secret = feed.pick(SECRETS)
    return f"{feed.text(EVIL)} {feed.pick(AROUND)}{secret}{feed.pick(AROUND)} {feed.text(EVIL)}"


def _told(text: str, feed: Feed) -> None:
    told = ToldText()
    loose = feed.chance()
    shown, at = "", 0
    while at < len(text):
        size = 1 + feed.byte() % 64
        piece = text[at : at + size]
        shown += "".join(delta.text for delta in (told.loose_piece(piece) if loose else told.piece(piece)))
        at += size
    assert BODY not in shown, shown
    assert not any(BODY in done.text for done in told.flush())


def seeds() -> list[bytes]:
    """Each secret by itself."""
    return [
        bytes([1, number, around, around, 0, 0, 7, 7])
        for number in range(len(SECRETS))
        for around in range(len(AROUND))
    ]


TARGET = Target(attack, seeds, EVIL)
