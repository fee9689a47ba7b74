"""Lines of standard input, whatever it is."""

import asyncio
import os
from pathlib import Path

from bots.console.keyboard import Keyboard


async def lines_of(descriptor: int) -> list[str]:
    keyboard, found = Keyboard(descriptor), []
    async with asyncio.timeout(10):
        while (line := await keyboard.line()) is not None:
            found.append(line)
    return found


async def test_lines_come_whole_however_they_were_written() -> None:
    reader, writer = os.pipe()
    text = "one\r\nzwei ü\n\n四\nlast".encode()
    for index in range(len(text)):
        os.write(writer, text[index : index + 1])
    os.close(writer)
    try:
        assert await lines_of(reader) == ["one", "zwei ü", "", "四", "last"]
    finally:
        os.close(reader)


async def test_a_file_is_read_like_a_pipe(tmp_path: Path) -> None:
    path = tmp_path / "lines"
    path.write_bytes(b"one\n\xff\n")
    with path.open("rb") as file:
        assert await lines_of(file.fileno()) == ["one", "\ufffd"]


async def test_a_descriptor_that_is_gone_is_the_end() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    os.close(writer)
    assert await lines_of(reader) == []


async def test_the_loop_goes_on_while_nothing_is_typed() -> None:
    reader, writer = os.pipe()
    waiting = asyncio.create_task(Keyboard(reader).line())
    for _ in range(10):
        await asyncio.sleep(0)
    assert not waiting.done()
    os.write(writer, b"at last\n")
    assert await asyncio.wait_for(waiting, 10) == "at last"
    os.close(writer)
    os.close(reader)
