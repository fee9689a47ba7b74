"""Rich text as Discord's markdown: read by its rules it is the same text, calls nobody, and every piece fits."""

from bots.discord.formatting import TEXT_LIMIT, length, pieces
from core.model import RichText
from tests.fakes.discord_gateway.markdown import shown
from tests.fuzz.feed import Feed
from tests.fuzz.target import Target
from tests.fuzz.targets.telegram_text import span
from tests.hostile.words import EVIL

URLS = (
    None,
    "https://example.com/a_(b)?q=1",
    "https://example.com/@everyone/*x*",
    "javascript:alert(1)",
    "https://x.test/a b",
)
WORDS = (
    *EVIL,
    *"*_~`|\\<>@#:-[]()\n ",
    "``",
    "```",
    "**",
    "# ",
    "> ",
    "-# ",
    "@everyone",
    "<@123>",
    "http://",
    "https://a.test/*",
    "\n\n",
)
OURS = {"bold", "italic", "code", "link"}


def attack(data: bytes) -> None:
    """Some spans, cut to different sizes."""
    feed = Feed(data)
    limit = feed.pick((TEXT_LIMIT, 150, 300))
    text = RichText.of(*feed.several(lambda: span(feed, URLS), 6))
    cut = pieces(text, limit)
    read = [run for piece in cut for run in shown(piece)]
    assert all(0 < length(piece) <= limit for piece in cut)
    for run in read:
        assert "call" not in run.styles, run
        assert run.styles <= OURS, run
    if len(cut) == 1 and not any(part.url for part in text.spans):
        assert _bare("".join(run.text for run in read)) == _bare(text.plain)


def _bare(text: str) -> str:
    """Without what has no width, and without the blanks that the end of a piece loses."""
    return "".join(text.replace("\u200b", "").split())


def seeds() -> list[bytes]:
    """One span of each style, with each of the words."""
    return [bytes([0, 1, 0, 1, 1, number, style]) for style in range(4) for number in range(len(WORDS))]


TARGET = Target(attack, seeds, WORDS)
