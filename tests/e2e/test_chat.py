"""`reelay chat`, as a process with a pipe or a terminal, killed and started again."""

import os
import pty
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.conftest import Starter
from tests.e2e.films import assert_film
from tests.e2e.films import clip as make_clip
from tests.e2e.stage import Background, Service, until

WORDS = "a 2-second video of snow"
PROMPT = "🧑 "


@dataclass
class Screen:
    """A terminal of which somebody reads everything."""

    master: int
    chat: Background
    seen: bytes = b""

    @property
    def text(self) -> str:
        """All that was shown so far."""
        while True:
            try:
                chunk = os.read(self.master, 65536)
            except (BlockingIOError, OSError):  # nothing more right now, or the other side has closed
                break
            if not chunk:
                break
            self.seen += chunk
        return self.seen.decode(errors="replace")

    def type(self, line: str) -> None:
        """A line and Enter."""
        os.write(self.master, f"{line}\n".encode())

    def interrupt(self) -> None:
        """Ctrl-C."""
        self.chat.process.send_signal(signal.SIGINT)

    def prompts(self) -> int:
        """How often a line was asked for."""
        return self.text.count(PROMPT)


@pytest.fixture
def screen(start: Starter) -> Iterator[Screen]:
    """A chat in a terminal of its own, greeted and waiting for words."""
    master, slave = pty.openpty()
    os.set_blocking(master, False)
    chat = start("chat", stdin=slave, stdout=slave, settings={"TERM": "xterm"})
    os.close(slave)
    screen = Screen(master, chat)
    until(lambda: screen.prompts() >= 1, "a prompt")
    yield screen
    chat.kill()
    os.close(master)


def mp4s(folder: Path) -> list[Path]:
    """The films in a folder, oldest first."""
    return sorted(folder.glob("*.mp4"), key=lambda path: path.stat().st_mtime)


def running(service: Service, call: str) -> list[dict[str, Any]]:
    """Calls of a kind that are under way."""
    return [entry for entry in service.calls(call) if entry["result"] == "open"]


# a pipe


def test_lines_from_a_pipe_are_answered_one_after_the_other(start: Starter, service: Service, tmp_path: Path) -> None:
    chat = start("chat", stdin=subprocess.PIPE)
    chat.write(WORDS, "make the music quieter, 10 %", "/status", "/credits")
    ended = chat.ended()
    assert ended.code == 0, ended
    assert ended.out.index("Hello!") < ended.out.index(WORDS) < ended.out.index("10%")
    assert "\x1b" not in ended.out
    assert [path.stat().st_size > 1000 for path in mp4s(tmp_path)] == [True] * 2
    assert_film(mp4s(tmp_path)[-1], 2)
    assert [entry["text"] for entry in service.calls("run")] == [WORDS, "make the music quieter, 10 %"]


def test_files_are_attached_by_their_paths(start: Starter, service: Service, tmp_path: Path) -> None:
    make_clip(tmp_path / "my clip.mp4", 4)
    chat = start("chat", "--skill", "video-to-generator", stdin=subprocess.PIPE)
    chat.write("/attach nothing.mp4", "/attach", '/attach "unfinished', "/attach 'my clip.mp4' -- cut it to 2 seconds")
    ended = chat.ended()
    assert ended.code == 0, ended
    assert "⚠️ there is no file nothing.mp4" in ended.out
    assert "Which file? /attach clip.mp4" in ended.out
    assert 'there is no file "unfinished' in ended.out
    assert [name for entry in service.calls("upload") for name in entry["uploads"]] == ["my clip.mp4"]
    assert [entry["text"] for entry in service.calls("run")] == ["cut it to 2 seconds"]
    assert_film(mp4s(tmp_path)[-1], 2)
    assert {entry["skill"] for entry in service.calls()} == {"video-to-generator"}


def test_the_last_line_needs_no_end(start: Starter, tmp_path: Path) -> None:
    chat = start("chat", stdin=subprocess.PIPE)
    assert chat.process.stdin is not None
    chat.process.stdin.write(b"/help\r\n/quit")
    ended = chat.ended()
    assert ended.code == 0, ended
    assert "These commands help" in ended.out
    assert "/attach clip.mp4" in ended.out
    assert ended.out.rstrip().endswith(f"{PROMPT}/quit")


def test_lines_from_a_file_are_read_too(start: Starter, tmp_path: Path) -> None:
    lines = tmp_path / "lines.txt"
    lines.write_text("/help\n")
    with lines.open("rb") as source:
        ended = start("chat", stdin=source.fileno()).ended()
    assert ended.code == 0, ended
    assert "These commands help" in ended.out


def test_a_second_chat_is_refused_clearly(start: Starter) -> None:
    first = start("chat", stdin=subprocess.PIPE)
    until(lambda: "Hello!" in first.out, "a greeting")
    second = start("chat").ended()
    assert second.code == 2, second
    assert "another reelay is at work" in second.err
    assert second.err.count("\n") == 1


# a terminal


def test_a_terminal_shows_progress_in_one_line_that_edits_itself(screen: Screen, tmp_path: Path) -> None:
    screen.type(WORDS)
    until(lambda: screen.prompts() >= 2 and mp4s(tmp_path), "an answer")
    live = [part for part in screen.text.split("\r\x1b[2K") if part.startswith("\x1b[2m")]
    assert any("Rendering" in part for part in live)
    assert all("\n" not in part.split("\x1b[0m")[0] for part in live)
    assert screen.text.count("✅ Done") == 1


def test_ctrl_c_stops_waiting_and_a_second_one_leaves(screen: Screen, service: Service) -> None:
    service.rehearse({"do": "slow", "call": "run", "seconds": 30})
    screen.type(WORDS)
    until(lambda: running(service, "run"), "a run")
    screen.interrupt()
    until(lambda: screen.prompts() >= 2, "the prompt")
    assert "It goes on meanwhile" in screen.text
    assert running(service, "run"), "the work goes on"
    screen.interrupt()
    assert screen.chat.process.wait(20) == 0
    assert len(service.calls("run")) == 1


def test_what_ends_while_a_line_is_asked_for_is_shown_above_it(
    screen: Screen, service: Service, tmp_path: Path
) -> None:
    service.rehearse({"do": "slow", "call": "run", "seconds": 1})
    screen.type(WORDS)
    until(lambda: running(service, "run"), "a run")
    screen.interrupt()
    until(lambda: "It goes on meanwhile" in screen.text, "a word on it")
    until(lambda: "✅ Done" in screen.text, "the end")
    assert screen.text.rstrip("\n").endswith(PROMPT)
    assert len(mp4s(tmp_path)) == 1


def test_cancel_stops_what_goes_on(screen: Screen, service: Service) -> None:
    service.rehearse({"do": "slow", "call": "run", "seconds": 30})
    screen.type(WORDS)
    until(lambda: running(service, "run"), "a run")
    screen.interrupt()
    until(lambda: screen.prompts() >= 2, "the prompt")
    screen.type("/cancel")
    until(lambda: "⏹ Cancelled" in screen.text, "the end")
    until(lambda: not running(service, "run"), "the end of the run")


# killed


def test_a_chat_killed_during_an_edit_goes_on_with_what_came_of_it(
    start: Starter, service: Service, tmp_path: Path
) -> None:
    service.rehearse({"do": "slow", "call": "run", "seconds": 2, "nth": [1]})
    chat = start("chat", stdin=subprocess.PIPE)
    chat.write(WORDS)
    until(lambda: running(service, "run"), "a run")
    chat.kill()
    again = start("chat").ended()
    assert again.code == 0, again
    assert "Welcome back" in again.out
    assert "Picking up what was under way" in again.out
    assert len(service.calls("run")) == 1, "it was not sent twice"
    assert "I have not sent it again" in again.out, "dropping the stream ended the run, and people are told"


def test_a_chat_killed_after_the_change_still_makes_its_film(start: Starter, service: Service, tmp_path: Path) -> None:
    service.rehearse({"do": "slow", "call": "state", "seconds": 30, "nth": [2]})
    chat = start("chat", stdin=subprocess.PIPE)
    chat.write(WORDS)
    until(lambda: len(service.calls("state")) >= 2, "a look at what came of it")
    chat.kill()
    service.rehearse()
    again = start("chat").ended()
    assert again.code == 0, again
    assert_film(mp4s(tmp_path)[0], 2)
    assert len(service.calls("run")) == 1
    assert len(service.calls("render")) == 1


def test_a_chat_killed_during_an_export_delivers_it(start: Starter, service: Service, tmp_path: Path) -> None:
    service.rehearse({"do": "slow", "call": "export", "seconds": 3})
    chat = start("chat", stdin=subprocess.PIPE)
    chat.write(WORDS)
    until(lambda: service.calls("poll"), "a render")
    chat.kill()
    assert mp4s(tmp_path) == []
    again = start("chat").ended()
    assert again.code == 0, again
    assert [assert_film(path, 2).frames for path in mp4s(tmp_path)] == [60]
    assert len(service.calls("run")) == 1
    assert len(service.calls("render")) == 1, "one export was asked for, under one id"
    quiet = start("chat").ended()
    assert "Picking up" not in quiet.out
    assert len(mp4s(tmp_path)) == 1


def test_a_chat_killed_before_the_export_arrived_asks_for_it_once(
    start: Starter, service: Service, tmp_path: Path
) -> None:
    service.rehearse({"do": "mute", "call": "render", "seconds": 30, "nth": [1]})
    chat = start("chat", stdin=subprocess.PIPE)
    chat.write(WORDS)
    until(lambda: service.calls("render"), "an export on its way")
    chat.kill()
    again = start("chat").ended()
    assert again.code == 0, again
    assert len(mp4s(tmp_path)) == 1
    ids = {entry["render_id"] for entry in service.calls("render")}
    assert len(ids) == 1
    assert len(service.calls("run")) == 1


def test_the_project_is_kept_between_starts(start: Starter, service: Service) -> None:
    first = start("chat", stdin=subprocess.PIPE)
    first.write(WORDS)
    assert first.ended().code == 0
    second = start("chat", stdin=subprocess.PIPE)
    second.write("/status", "make it black and white")
    ended = second.ended()
    assert f"We were at “{WORDS}”" in ended.out
    assert "Timeline (" in ended.out
    assert len(service.calls("session")) == 1
