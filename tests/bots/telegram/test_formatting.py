"""Text as Telegram takes it: escaped, balanced, and cut within its limits."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bots.telegram.formatting import essence, split, to_html, to_plain, units, with_short_addresses
from core.model import RichText, Span, Style
from tests.fakes.telegram_server.markup import parse_html

TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n<>&\"'"), max_size=60)
SPANS = st.builds(Span, TEXT, st.sampled_from(Style), st.none() | st.just('https://example.com/?a=1&b="2"'))


def test_markup_characters_are_shown_as_they_are() -> None:
    text = RichText.of("1 < 2 & ", Span("<b>bold</b>", Style.BOLD))
    assert to_html(text) == "1 &lt; 2 &amp; <b>&lt;b&gt;bold&lt;/b&gt;</b>"
    assert parse_html(to_html(text))[0] == "1 < 2 & <b>bold</b>"


def test_code_of_several_lines_is_a_block() -> None:
    assert to_html(RichText.of(Span("a\nb", Style.CODE))) == "<pre>a\nb</pre>"


def test_plain_text_keeps_the_targets_of_links() -> None:
    assert to_plain(RichText.of(Span("here", url="https://example.com"))) == "here (https://example.com)"
    assert to_plain(RichText.of(Span("https://example.com", url="https://example.com"))) == "https://example.com"


def test_length_is_counted_in_utf_16_units() -> None:
    assert [units(text) for text in ("abc", "не", "🎬", "👩‍👧")] == [3, 2, 2, 5]


def test_a_long_text_is_cut_at_the_end_of_a_paragraph() -> None:
    first, second = "a" * 3000 + ".", "b" * 3000
    assert [piece.plain for piece in split(RichText.of(f"{first}\n\n{second}"))] == [first, second]


def test_a_style_goes_on_over_a_cut() -> None:
    pieces = split(RichText.of(Span("word " * 2000, Style.BOLD)))
    assert len(pieces) == 3
    assert all(to_html(piece).startswith("<b>word") and to_html(piece).endswith("word</b>") for piece in pieces)


@settings(max_examples=150, deadline=None)
@given(st.lists(SPANS, max_size=8), st.integers(4, 80))
def test_every_piece_fits_and_nothing_but_blanks_is_lost(spans: list[Span], limit: int) -> None:
    text = RichText.of(*spans)
    pieces = split(text, limit)
    for piece in pieces:
        assert 0 < units(piece.plain) <= limit
        shown, _ = parse_html(to_html(piece))
        assert shown == piece.plain
    assert "".join("".join(piece.plain for piece in pieces).split()) == "".join(text.plain.split())


def test_a_long_address_is_shown_by_where_it_leads_and_leads_there() -> None:
    address = "https://cdn.example.com/a/" + "signature" * 20 + "/film.mp4?token=" + "x" * 80
    (span,) = with_short_addresses(RichText.of(Span(address, url=address))).spans
    assert (span.text, span.url) == ("cdn.example.com/…/film.mp4", address)
    short = RichText.of(Span("https://example.com/a", url="https://example.com/a"), Span(address))
    assert with_short_addresses(short) == short


def test_the_essence_is_the_headline_and_the_link() -> None:
    link = Span("the video", url="https://example.com/a")
    text = RichText.of(Span("Ready", Style.BOLD), "\n\nWhat changed\n\nand more\n\n🔗 ", link)
    assert to_html(essence(text, 100)) == '<b>Ready</b>\n\n🔗 <a href="https://example.com/a">the video</a>'
    assert essence(text, 8).plain == "Ready"
    assert essence(text, 3).plain == ""
    assert essence(RichText.of("Ready\n\nWhat changed"), 100).plain == "Ready"


@settings(max_examples=100, deadline=None)
@given(st.lists(SPANS, max_size=8), st.integers(1, 80))
def test_an_essence_always_fits(spans: list[Span], limit: int) -> None:
    short = essence(RichText.of(*spans), limit)
    assert units(short.plain) <= limit
    assert parse_html(to_html(short))[0] == short.plain


def test_an_address_that_is_none_is_shown_as_it_is() -> None:
    text = RichText.of(Span("https://[" + "x" * 60, url="https://[" + "x" * 60))
    assert with_short_addresses(text) == text
