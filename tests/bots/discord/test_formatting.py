"""Backend text shows as it is, mentions nobody, and is cut where people would cut it."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.discord.formatting import escape, length, pieces, render, with_our_commands
from core.model import RichText, Span, Style
from tests.fakes.discord_gateway.markdown import shown

words = [*"*_~`|\\<>@#:&!-[]() \n\tab1😀日", "@everyone", "<@123>", "http://x", "\n\n"]
hostile = st.lists(st.sampled_from(words), max_size=80).map("".join)
spans = st.builds(Span, hostile, st.sampled_from(Style), st.none() | st.just("https://example.com/a_(b)?q=1"))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("*bold*", r"\*bold\*"),
        ("my_video_1", r"my\_video\_1"),
        ("a || b", r"a \|\| b"),
        ("`code`", r"\`code\`"),
        ("# title", r"\# title"),
        ("> quote", r"\> quote"),
        ("1 > 0", "1 > 0"),
        ("[a](https://evil.example)", r"\[a\](https://evil.example)"),
        ("see https://example.com/a_b_c", "see https://example.com/a_b_c"),
    ],
)
def test_markup_shows_as_it_was_written(text: str, shown: str) -> None:
    assert escape(text) == shown


@pytest.mark.parametrize(
    "text", ["@everyone", "@here", "<@123456789012345678>", "<@!1>", "<@&5>", "<#7>", "</reel:1>", "<t:1>"]
)
def test_nobody_is_mentioned(text: str) -> None:
    shown = escape(text)
    assert not re.search(r"@(everyone|here)|<[@#/t]", shown)
    code = render((Span(text, Style.CODE),))
    assert not re.search(r"@(everyone|here)|<[@#/t]", code)


def test_styles_and_links() -> None:
    text = (
        Span("Done: ", Style.BOLD),
        Span("see "),
        Span("the film", url="https://example.com/a b(c)"),
        Span("x`y", Style.CODE),
    )
    assert render(text) == "**Done:** see [the film](https://example.com/a%20b%28c%29)`` x`y ``"


def test_a_bare_address_is_not_dressed_up() -> None:
    assert render((Span("https://example.com/a", url="https://example.com/a"),)) == "https://example.com/a"


def test_commands_are_called_what_they_are_called_here() -> None:
    text = RichText.of(
        "Give one with /token, or /new. See https://x.example/token and a/new/b.", Span("/token", Style.CODE)
    )
    assert with_our_commands(text).plain == (
        "Give one with /reel token, or /reel new. See https://x.example/token and a/new/b./token"
    )


def test_long_texts_are_cut_between_paragraphs() -> None:
    paragraphs = ["one " * 150, "two " * 150, "three " * 150, "four " * 150]
    cut = pieces(RichText.of("\n\n".join(text.strip() for text in paragraphs)))
    assert [piece.split()[0] for piece in cut] == ["one", "four"] or all(len(piece) <= 2000 for piece in cut)
    assert all(piece.split()[-1] in {"one", "two", "three", "four"} for piece in cut)
    assert " ".join(cut).split() == " ".join(paragraphs).split()


def test_links_and_code_stay_whole() -> None:
    filler = "word " * 390
    link = Span("a link of some words", url="https://example.com/" + "x" * 60)
    code = Span("line one\nline two", Style.CODE)
    cut = pieces(RichText.of(filler, link, filler, code))
    assert sum("[a link of some words](https://example.com/" in piece for piece in cut) == 1
    assert sum("```\nline one\nline two\n```" in piece for piece in cut) == 1


def test_one_endless_word_is_cut_all_the_same() -> None:
    cut = pieces(RichText.of("x" * 9000))
    assert "".join(cut) == "x" * 9000
    assert all(length(piece) <= 2000 for piece in cut)


def test_bold_over_a_cut_is_bold_on_both_sides() -> None:
    cut = pieces(RichText.of(Span("word " * 600, Style.BOLD)))
    assert len(cut) == 2
    assert all(piece.startswith("**") and piece.endswith("**") for piece in cut)


@given(st.lists(spans, max_size=12), st.integers(120, 400))
def test_every_piece_fits_whatever_is_written(parts: list[Span], limit: int) -> None:
    for piece in pieces(RichText(tuple(parts)), limit):
        assert 0 < length(piece) <= limit
        assert not re.search(r"@(everyone|here)|<@", piece)


@given(st.text(max_size=3000))
def test_no_word_gets_lost(text: str) -> None:
    shown = "".join("".join(pieces(RichText.of(text))).replace("\u200b", "").replace("\\", "").split())
    assert shown == "".join(text.replace("\u200b", "").replace("\\", "").split())


@pytest.mark.parametrize("text", ["```", "a ``` b", "````x", "``", "line\n```\nline ````"])
def test_backticks_do_not_end_the_code_they_stand_in(text: str) -> None:
    [run] = shown(render((Span(text, Style.CODE),)))
    assert run.styles == {"code"}
    assert run.text.replace("\u200b", "").strip() == text.strip()


@pytest.mark.parametrize(
    "text", ["http://a.test/*x*> *y*", "http://* and http://*", "https://a.test)*x*.", "see http://a.test/|| or ||"]
)
def test_markup_round_an_address_shows_as_it_was_written(text: str) -> None:
    assert "".join(run.text for run in shown(escape(text))).replace("\u200b", "") == text


def test_half_a_surrogate_pair_has_a_length() -> None:
    assert length("a\ud800") == 2
    assert pieces(RichText.of("a\ud800")) == ["a\ud800"]


def test_blank_lines_without_end_take_no_time() -> None:
    begin = time.thread_time()
    assert escape("\n" * 30_000 + "# x") == "\n" * 30_000 + r"\# x"
    assert time.thread_time() - begin < 2.0  # it takes 0.01 s; where each line looked at all blanks that follow, 10 s


def test_line_breaks_within_code_count() -> None:
    code = RichText.of(Span("a " + "\n" * 4000 + "b", Style.CODE))
    assert all(length(piece) <= 2000 for piece in pieces(code))
