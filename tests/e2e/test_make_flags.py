"""What else can be typed after `reelay make`: flags, mistakes, addresses, and two at once."""

import asyncio
import http.server
import signal
import subprocess
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.e2e.conftest import Starter
from tests.e2e.films import assert_film, clip, look, photos
from tests.e2e.stage import Service, Shell, until
from tests.fakes.studio_process import studio_process

WORDS = "a 2-second video of snow"


@pytest.mark.parametrize(
    ("words", "sentence", "code"),
    [
        ((), "say what to make, for example: reelay make", 2),
        (("",), "say what to make", 2),
        (("holiday.mp4",), "there is no file holiday.mp4", 1),
        ((WORDS, "--skill", "magic"), "there is no skill magic; choose one of ai-video-maker-sora", 2),
        ((WORDS, "--out", "/dev/null/film.mp4"), "cannot be written to", 2),
    ],
)
def test_mistakes_are_told_in_one_line_before_anything_is_started(
    reelay: Shell, service: Service, words: tuple[str, ...], sentence: str, code: int
) -> None:
    ended = reelay("make", *words)
    assert (ended.code, ended.out) == (code, ""), ended
    assert sentence in ended.err.splitlines()[-1]
    assert service.calls() == []


def test_files_alone_say_nothing(reelay: Shell, service: Service, tmp_path: Path) -> None:
    ended = reelay("make", *photos(tmp_path, "a.jpg"))
    assert (ended.code, ended.out) == (2, "")
    assert "say what to make of it" in ended.err
    assert service.calls() == []


def test_a_file_of_a_type_that_is_no_use_is_refused_before_a_byte_is_sent(
    reelay: Shell, service: Service, tmp_path: Path
) -> None:
    (tmp_path / "drawing.svg").write_text("<svg/>")
    ended = reelay("make", WORDS, "drawing.svg")
    assert (ended.code, ended.out) == (13, "")
    assert "drawing.svg is not a file I can use. I take TXT" in ended.err
    assert service.calls() == []


def test_a_file_beyond_the_skill_s_limit_is_refused_before_a_byte_is_sent(
    reelay: Shell, service: Service, tmp_path: Path
) -> None:
    with (tmp_path / "long.mp4").open("wb") as file:
        file.truncate(501 << 20)
    ended = reelay("make", "make it shorter", "long.mp4")
    assert (ended.code, ended.out) == (14, "")
    assert "long.mp4 is 501 MB; the limit here is 500 MB" in ended.err
    assert service.calls() == []


def test_words_that_look_like_files_are_words(reelay: Shell, service: Service) -> None:
    ended = reelay("make", "a", "2-second", "video", "of", "snow,", "called", "“Node.js", "2.0”")
    assert ended.code == 0, ended
    assert [entry["text"] for entry in service.calls("run")] == ["a 2-second video of snow, called “Node.js 2.0”"]


def test_words_may_be_longer_than_any_file_name(reelay: Shell, service: Service) -> None:
    ended = reelay("make", "做一个两秒的下雪视频" + "，雪花慢慢地落在安静的山谷里" * 20)
    assert ended.code == 0, ended


def test_the_command_line_may_name_files_anywhere_among_the_words(
    reelay: Shell, service: Service, tmp_path: Path
) -> None:
    photos(tmp_path, "a.jpg", "b.png")
    ended = reelay("make", "a.jpg", "a 3-second slideshow", "b.png", "of these")
    assert ended.code == 0, ended
    assert [entry["text"] for entry in service.calls("run")] == ["a 3-second slideshow of these"]
    assert [name for entry in service.calls("upload") for name in entry["uploads"]] == ["a.jpg", "b.png"]


def test_a_service_that_is_down_holds_up_no_mistake(reelay: Shell) -> None:
    ended = reelay("make", "make it shorter", "nothing.mp4", NEMO_API_URL="http://127.0.0.1:9")
    assert (ended.code, ended.out) == (1, "")


def test_who_sits_at_the_terminal_runs_it_and_is_let_in_without_quota(reelay: Shell) -> None:
    closed = {"REELAY_ALLOWED": "telegram:123", "REELAY_REQUESTS_PER_HOUR": "1", "REELAY_CHAT_REQUESTS_PER_HOUR": "1"}
    for name in ("one.mp4", "two.mp4"):
        ended = reelay("make", "a 1-second video of snow", "--out", name, **closed)
        assert ended.code == 0, ended


# addresses


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """A web server with a clip on this machine."""
    folder = tmp_path / "site"
    folder.mkdir()
    clip(folder / "clip.mp4", 4)
    handler = partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name it has
        return


def test_an_address_inside_one_s_own_network_is_not_fetched(reelay: Shell, service: Service, site: str) -> None:
    ended = reelay("make", "cut it to 2 seconds", f"{site}/clip.mp4")
    assert (ended.code, ended.out) == (1, "")
    assert "⚠️ I cannot fetch that link" in ended.err
    assert service.calls("upload", "run") == []


def test_an_address_that_the_operator_allows_is_material(reelay: Shell, service: Service, site: str) -> None:
    ended = reelay("make", "cut it to 2 seconds", f"{site}/clip.mp4", REELAY_ALLOW_PRIVATE_URLS="true")
    assert ended.code == 0, ended
    assert_film(ended.path, 2)


# the embedded studio, and another one


@pytest.mark.heavy
async def test_another_studio_by_its_address_gives_the_same_as_the_embedded_one(tmp_path: Path, start: Starter) -> None:
    words = "a 1-second video of a sunset over a city skyline with the title “Same”"
    full = ("--preset", "veryfast")
    async with studio_process(tmp_path / "other", *full, scale=1.0) as other:
        theirs = start("make", words, "--out", "theirs.mp4", settings={"NEMO_API_URL": other.url})
        assert (await asyncio.to_thread(theirs.ended)).out == "theirs.mp4\n"
        assert len(await other.calls("run")) == 1
        ours = start("make", words, "--out", "ours.mp4", "--studio", settings={"NEMO_API_URL": other.url})
        assert (await asyncio.to_thread(ours.ended)).out == "ours.mp4\n"
        assert len(await other.calls("run")) == 1, "--studio beats NEMO_API_URL"
    one, two = look(tmp_path / "theirs.mp4"), look(tmp_path / "ours.mp4")
    assert one == two
    assert (one.width, one.height, one.frames) == (1920, 1080, 30)
    assert (tmp_path / "theirs.mp4").stat().st_size == pytest.approx((tmp_path / "ours.mp4").stat().st_size, rel=0.1)


# several at once


def test_the_second_of_two_waits_its_turn(start: Starter, service: Service, tmp_path: Path) -> None:
    service.rehearse({"do": "slow", "call": "run", "seconds": 2, "nth": [1]})
    first = start("make", WORDS, "--out", "first.mp4")
    until(lambda: service.calls("run"), "a run")
    second = start("make", WORDS, "--out", "second.mp4")
    until(lambda: "waiting for my turn" in second.err, "a word on it")
    assert len(service.calls("run")) == 1
    assert (first.ended().code, second.ended().code) == (0, 0)
    assert [look(tmp_path / name).frames for name in ("first.mp4", "second.mp4")] == [60, 60]
    assert len(service.calls("token")) == 1, "they share one of the few free tokens"


@pytest.mark.parametrize("call", ["run", "export"])
def test_a_killed_one_does_not_disturb_the_next(start: Starter, service: Service, tmp_path: Path, call: str) -> None:
    service.rehearse({"do": "slow", "call": call, "seconds": 20, "nth": [1]})
    first = start("make", "a 2-second slideshow", str(photos(tmp_path, "a.jpg")[0]), "--out", "first.mp4")
    until(lambda: service.calls("poll" if call == "export" else call), f"the {call}")
    first.kill()
    runs = len(service.calls("run"))
    second = start("make", WORDS, "--out", "second.mp4").ended()
    assert second.code == 0, second
    assert second.out == "second.mp4\n"
    assert "slideshow" not in second.err
    assert not (tmp_path / "first.mp4").exists()
    assert [entry["text"] for entry in service.calls("run")[runs:]] == [WORDS], "nothing of the first was sent again"


def test_ctrl_c_ends_it_quietly(start: Starter, service: Service) -> None:
    service.rehearse({"do": "slow", "call": "run", "seconds": 30})
    made = start("make", WORDS)
    until(lambda: service.calls("run"), "a run")
    made.process.send_signal(signal.SIGINT)
    ended = made.ended()
    assert (ended.code, ended.out) == (130, "")
    assert "Traceback" not in ended.err


def test_a_pipe_for_output_holds_the_path_alone(start: Starter, tmp_path: Path) -> None:
    made = start("make", WORDS, stdout=subprocess.PIPE)
    out, _ = made.process.communicate(timeout=60)
    assert look(tmp_path / out.decode().strip()).frames == 60
    assert made.err.count("🎬 Your video is ready.") == 1
