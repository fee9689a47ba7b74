"""The fork server: it comes when it is needed, goes when it is not, and takes nobody's work with it unsaid."""

import asyncio
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.draft import Draft
from studio.errors import RenderError
from studio.render.children import Children
from studio.render.service import Renderer
from tests.studio.render.films import draft_of, offspring, scene
from tests.studio.render.material import make_photo

pytestmark = pytest.mark.heavy
LONG = Draft.from_json(draft_of(scene(600_000, "snow"), size=(640, 360)))


@pytest.fixture
def children() -> Iterator[Children]:
    with Children() as children:
        yield children


async def under_way(children: Children, folder: Path) -> asyncio.Task[object]:
    """A long render whose first pictures are made."""
    moving = asyncio.Event()
    renderer = Renderer(children)
    task: asyncio.Task[object] = asyncio.create_task(
        renderer.render(LONG, {}, folder / "a.mp4", on_progress=lambda _: moving.set(), preset="ultrafast")
    )
    await asyncio.wait_for(moving.wait(), 60)
    return task


def server(children: Children) -> int:
    """The one that serves now."""
    return children._servers[-1].pid


async def look(children: Children, path: Path) -> str:
    return (await Renderer(children).probe(path, path.name)).kind


async def test_many_at_once_are_children_of_one_server(children: Children, tmp_path: Path) -> None:
    photo = make_photo(tmp_path / "a.jpg")
    assert await asyncio.gather(*(look(children, photo) for _ in range(12))) == ["image"] * 12
    assert len(children._servers) == 1


async def test_a_child_holds_nothing_of_its_server_or_its_siblings(children: Children, tmp_path: Path) -> None:
    first = await under_way(children, tmp_path)
    second = await under_way(children, tmp_path)
    for child in offspring(server(children)):
        sockets = [name for name in Path(f"/proc/{child}/fd").iterdir() if str(name.readlink()).startswith("socket:")]
        assert sorted(int(name.name) for name in sockets) == [0, 1, 2]
    for task in (first, second):
        task.cancel()
    await asyncio.gather(first, second, return_exceptions=True)


async def test_a_child_that_the_system_kills_is_told_plainly(children: Children, tmp_path: Path) -> None:
    task = await under_way(children, tmp_path)
    [child] = offspring(server(children))
    os.kill(child, signal.SIGKILL)
    with pytest.raises(RenderError, match="stopped by the system"):
        await task


async def test_a_server_that_is_killed_takes_its_children_along_and_another_comes(
    children: Children, tmp_path: Path
) -> None:
    task = await under_way(children, tmp_path)
    os.kill(server(children), signal.SIGKILL)
    with pytest.raises(RenderError, match="stopped by the system"):
        await task
    assert await look(children, make_photo(tmp_path / "a.jpg")) == "image"


async def test_a_server_without_work_goes_and_another_comes(tmp_path: Path) -> None:
    photo = make_photo(tmp_path / "a.jpg")
    with Children(idle=0.05) as children:
        assert await look(children, photo) == "image"
        first = children._servers[-1]
        assert await asyncio.to_thread(first.wait, 30) == 0
        assert await look(children, photo) == "image"
        assert server(children) != first.pid


async def test_closing_leaves_no_process(tmp_path: Path) -> None:
    children = Children()
    task = await under_way(children, tmp_path)
    pids = [server(children), *offspring(server(children))]
    children.close()
    with pytest.raises(RenderError):
        await task
    assert not any(Path(f"/proc/{pid}").exists() for pid in pids)
