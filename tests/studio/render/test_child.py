"""The child process: progress, limits, cancelling, plain words when it fails."""

import asyncio
import json
import os
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from studio.draft import Draft
from studio.errors import RenderError
from studio.render.children import environment
from studio.render.limits import RenderLimits
from tests.studio.render.films import CHILDREN, RENDERER, draft_of, offspring, rendered, scene
from tests.studio.render.material import make_clip

pytestmark = pytest.mark.heavy


async def test_cancelling_kills_the_child_and_leaves_nothing(tmp_path: Path) -> None:
    moving = asyncio.Event()
    draft = Draft.from_json(draft_of(scene(600_000, "snow"), size=(640, 360)))
    task = asyncio.create_task(
        RENDERER.render(draft, {}, tmp_path / "a.mp4", on_progress=lambda _: moving.set(), preset="ultrafast")
    )
    await asyncio.wait_for(moving.wait(), 60)
    children = offspring(CHILDREN._servers[-1].pid)
    assert children
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not any(Path(f"/proc/{child}").exists() for child in children)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("limits", "sentence"),
    [
        (RenderLimits(cpu_seconds=2), "computing time"),
        (RenderLimits(memory_bytes=400 * 1024**2), "memory"),
        (RenderLimits(file_bytes=200_000), "larger than an export|not fit"),
        (RenderLimits(wall_seconds=1.5), "longer than it may"),
    ],
)
async def test_a_render_that_takes_too_much_is_stopped_with_a_plain_word(
    tmp_path: Path, limits: RenderLimits, sentence: str
) -> None:
    draft = Draft.from_json(draft_of(scene(300_000, "snow"), size=(1280, 720)))
    with pytest.raises(RenderError, match=sentence):
        await RENDERER.render(
            draft, {}, tmp_path / "a.mp4", on_progress=lambda _: None, limits=limits, preset="ultrafast", crf=10
        )
    assert list(tmp_path.iterdir()) == []


async def test_a_file_that_is_no_media_is_told_plainly(tmp_path: Path) -> None:
    words = tmp_path / "words"
    words.write_text("no film")
    with pytest.raises(RenderError, match="cannot be read"):
        await rendered(draft_of({"d": 500, "m": {"media": "w"}}), tmp_path / "a.mp4", {"w": words})
    assert not (tmp_path / "a.mp4").exists()


async def test_an_export_that_cannot_be_written_is_told_plainly(tmp_path: Path) -> None:
    with pytest.raises(RenderError):
        await rendered(draft_of(scene(300)), tmp_path / "nowhere" / "a.mp4")


def test_the_child_answers_in_json_lines_and_a_gigabyte_is_enough_for_many_cuts(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "clip.mp4", size=(640, 360), frames=300, gop=30)
    cuts = [
        {
            "st": order * 900,
            "d": 1000,
            "m": {"media": "c", "in": order * 1000, "transition": {"kind": "slide", "d": 100}},
        }
        for order in range(9)
    ]
    limits = {
        "memory_bytes": 1024**3,
        "cpu_seconds": 60,
        "file_bytes": 10**9,
        "wall_seconds": 60,
        "stall_seconds": 60,
        "niceness": 0,
    }
    job: dict[str, Any] = {
        "task": "render",
        "draft": draft_of(*cuts, size=(640, 360)),
        "media": {"c": str(clip)},
        "output": str(tmp_path / "a.part"),
    }
    job |= {"preset": "ultrafast", "crf": 23, "scale": 1.0, "limits": limits}
    done = subprocess.run(
        [sys.executable, "-m", "studio.render.child"],
        input=json.dumps(job),
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert all("progress" in line for line in lines[:-1])
    assert lines[-1] == {"result": {"width": 640, "height": 360, "duration": 8200}}


def test_no_name_of_a_secret_reaches_the_child() -> None:
    command = "import os; from studio.render.children import environment; print('\\n'.join(environment()))"
    env = {**os.environ, "NEMO_TOKEN": "x", "REELAY_SECRET_KEY": "y"}
    told = subprocess.run([sys.executable, "-c", command], env=env, capture_output=True, text=True, check=True).stdout
    assert not re.search("TOKEN|SECRET", told)


async def test_progress_rises_to_100(tmp_path: Path) -> None:
    told: list[int] = []
    draft = Draft.from_json(draft_of(scene(2000)))
    await RENDERER.render(draft, {}, tmp_path / "a.mp4", on_progress=told.append, preset="ultrafast")
    assert told[-1] == 100
    assert told.count(100) == 1
    assert len(told) > 20
    assert all(later > earlier for earlier, later in pairwise(told))
