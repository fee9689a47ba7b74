"""The `reelay` command line itself."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from bots import cli
from bots.cli import main
from bots.console.exit_codes import EXIT_CODES, NO_VIDEO
from bots.console.oneshot import sorted_words
from core import errors
from core.errors import ReelayError

ROOT = Path(__file__).resolve().parents[2]
PLATFORM_LIBRARIES = ("telegram", "discord", "aiohttp", "docx", "pypdf")


def run(words: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main(words)
    told = capsys.readouterr()
    return int(ended.value.code or 0), told.out, told.err


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(["--help"], capsys)
    assert code == 0
    for command in ("run", "demo", "make", "chat", "studio", "doctor", "keys"):
        assert f"    {command} " in out


@pytest.mark.parametrize("words", [["-v", "make", " "], ["make", "-v", " "], ["make", " "]])
def test_the_log_may_be_asked_for_before_the_command_and_after_it(
    words: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    levels: list[str] = []
    monkeypatch.setattr(cli, "configure", lambda *_, level, **__: levels.append(level))
    code, _, err = run(words, capsys)
    assert code == 2
    assert "say what to make" in err
    assert levels == ["INFO" if "-v" in words else "CRITICAL"]


def test_a_command_that_is_none_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(["dance"], capsys)
    assert (code, out) == (2, "")
    assert "invalid choice: 'dance'" in err


def test_a_setting_that_makes_no_sense_is_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NEMO_API_URL", "nonsense-with-nmv_usr_test-token")
    code, out, err = run(["doctor"], capsys)
    assert (code, out) == (2, "")
    assert err.startswith("reelay: NEMO_API_URL: ")
    assert "nmv_usr_test-token" not in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "value", "answer"),
    [
        ("REELAY_ALLOWD", "telegram:1", "there is no setting REELAY_ALLOWD; did you mean REELAY_ALLOWED?"),
        ("REELAY_MAX_JOBS", "many", "REELAY_MAX_JOBS: give a whole number"),
        ("NEMO_API_URL", "example", "NEMO_API_URL: give a whole address"),
    ],
)
def test_what_is_set_wrongly_is_told_in_plain_words(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    name: str,
    value: str,
    answer: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(name, value)
    code, out, err = run(["doctor"], capsys)
    assert (code, out) == (2, "")
    assert err.startswith(f"reelay: {answer}")


def test_running_without_a_token_says_what_to_do(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("TELEGRAM_BOT_TOKEN", "DISCORD_BOT_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    code, _, err = run(["run"], capsys)
    assert code == 2
    assert "TELEGRAM_BOT_TOKEN" in err
    assert "reelay demo" in err


def test_the_terminal_does_not_wait_for_the_platforms_libraries() -> None:
    modules = "bots.cli, bots.console.oneshot, bots.console.chat, bots.console.demo"
    look = f"import sys, {modules}; print([name for name in {PLATFORM_LIBRARIES!r} if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", look], cwd=ROOT, capture_output=True, text=True, check=True)
    assert found.stdout == "[]\n"


def test_the_studio_speaks_for_itself() -> None:
    command = [sys.executable, "-m", "bots.cli", "studio", "--help"]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert "A NemoVideo-compatible backend" in found.stdout


def test_footage_is_never_replaced_by_the_video_made_of_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("clip.mp4").write_bytes(b"footage")
    code, out, err = run(["make", "cut it to 5 seconds", "clip.mp4", "--out", "./clip.mp4"], capsys)
    assert (code, out) == (2, "")
    assert "give the video another name" in err
    assert Path("clip.mp4").read_bytes() == b"footage"


def test_a_prompt_is_read_from_standard_input_where_a_dash_stands(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bots", "make", "-", "--skill", "none-such"]
    for typed, answer in (("a calm ocean\n", "no skill none-such"), (" \n", "say what to make")):
        ended = subprocess.run(command, cwd=ROOT, input=typed, capture_output=True, text=True, check=False)
        assert (ended.returncode, ended.stdout) == (2, "")
        assert answer in ended.stderr


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_an_answer_that_nobody_takes_is_no_success_and_leaves_no_trace(tmp_path: Path, unbuffered: str) -> None:
    command = [sys.executable, "-m", "bots", "access", "list"]
    surroundings = {**os.environ, "REELAY_DATA_DIR": str(tmp_path), "PYTHONUNBUFFERED": unbuffered}
    reader, writer = os.pipe()
    os.close(reader)
    ended = subprocess.run(
        command, cwd=ROOT, env=surroundings, stdout=writer, stderr=subprocess.PIPE, text=True, check=False
    )
    os.close(writer)
    assert ended.returncode == 1
    assert ended.stderr == ""


@pytest.mark.heavy
def test_the_studio_serves_as_a_process_that_ends_when_it_is_told(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bots.cli", "studio", "--port", "0", "--data", str(tmp_path / "data"), "--quiet"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url = json.loads(process.stdout.readline())["listening"]
        port = int(url.rpartition(":")[2])
        process.terminate()
        assert process.wait(20) == 0
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0, "nobody is left behind who listens"


def test_every_error_with_an_exit_code_exists_and_codes_are_not_shared_with_success() -> None:
    for name, code in EXIT_CODES.items():
        assert issubclass(getattr(errors, name), ReelayError)
        assert code not in (0, 1, 2, NO_VIDEO)


def test_words_and_files_are_told_apart(tmp_path: Path) -> None:
    words = ["a.jpg", "a slideshow", "https://example.com/b.mp4", "of", "these"]
    assert sorted_words(words) == ("a slideshow of these", ("a.jpg", "https://example.com/b.mp4"))
