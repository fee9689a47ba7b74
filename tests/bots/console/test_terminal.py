"""What a terminal shows, and what a pipe gets."""

import io

from hypothesis import given
from hypothesis import strategies as st

from bots.console.terminal import CLEAR, Terminal, fitted, stage_of


def shown(terminal_text: str) -> str:
    """What is left on the screen's last line."""
    return terminal_text.rsplit("\n", 1)[-1].rsplit(CLEAR, 1)[-1]


def test_a_live_terminal_edits_its_progress_in_place() -> None:
    out = io.StringIO()
    terminal = Terminal(out, live=True)
    terminal.progress("🎞 Rendering…\n▰▱ 10 %")
    terminal.progress("🎞 Rendering…\n▰▰ 90 %")
    assert out.getvalue().count("\n") == 0
    assert shown(out.getvalue()) == "\x1b[2m🎞 Rendering… ▰▰ 90 %\x1b[0m"
    terminal.say("done")
    assert shown(out.getvalue()[:-1]) == "done"


def test_a_pipe_gets_a_line_for_each_stage() -> None:
    out = io.StringIO()
    terminal = Terminal(out, live=False)
    for status in ("Rendering…\n10 %", "Rendering…\n90 %", "Fetching…\n0:12"):
        terminal.progress(status)
    terminal.say("done")
    assert out.getvalue() == "  Rendering…\n  Fetching…\ndone\n"
    assert terminal.bold("x") == "x"


def test_a_pipe_gets_a_line_for_every_two_minutes_of_a_long_wait() -> None:
    out = io.StringIO()
    terminal = Terminal(out, live=False)
    for clock in (
        "0:30",
        "2:00 · for Ada\n⏳ Still working…",
        "3:59\n⏳ Still working…",
        "1:04:10\n⏳ Still working…",
        "1:04:20",
    ):
        terminal.progress(f"Generating…\n{clock}")
    lines = ["Generating…", "⏳ Still working… 2:00", "⏳ Still working… 64:00", "Generating…"]
    assert out.getvalue() == "".join(f"  {line}\n" for line in lines)


def test_a_stream_that_is_no_terminal_is_not_live() -> None:
    assert not Terminal(io.StringIO()).live


def test_a_reader_who_left_stops_nothing() -> None:
    class Left(io.StringIO):
        def flush(self) -> None:
            raise BrokenPipeError

    terminal = Terminal(Left())
    terminal.say("first")
    terminal.progress("second")
    assert terminal.gone


def test_what_is_said_while_a_line_is_asked_for_goes_above_it() -> None:
    out = io.StringIO()
    terminal = Terminal(out, live=True)
    terminal.progress("working")
    terminal.prompt("> ")
    terminal.progress("still working")
    terminal.say("done")
    assert "still" not in out.getvalue()
    assert out.getvalue().endswith(CLEAR + "done\n> ")
    terminal.answered()
    terminal.progress("next")
    assert shown(out.getvalue()) == "\x1b[2mnext\x1b[0m"


@given(st.text(), st.integers(1, 40))
def test_a_line_fits_its_width(text: str, columns: int) -> None:
    line = " ".join(text.split())
    cut = fitted(line, columns)
    assert cut == line or cut.endswith("…")
    assert len(cut) <= columns


def test_wide_characters_take_two_cells() -> None:
    assert fitted("渲染视频中", 10) == "渲染视频中"
    assert fitted("渲染视频中", 9) == "渲染视…"


def test_a_stage_is_the_first_line_of_a_status() -> None:
    assert [stage_of(text) for text in ("", "one", "\none\ntwo")] == ["", "one", "one"]
