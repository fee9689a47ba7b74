"""POST /run_sse, as the protocol page describes it."""

from pathlib import Path

from tests.fakes.studio_server import events, studio_at


async def test_a_generation_is_told_tool_by_tool_and_then_in_words(tmp_path: Path) -> None:
    async with studio_at(tmp_path) as nemo:
        headers, session = await nemo.ready()
        response = await nemo.run(headers, session, "make waves")
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("text/event-stream")
    kinds = [next(iter(part)) for event in events(response) for part in event["content"]["parts"]]
    assert kinds[:4] == ["functionCall", "functionResponse", "functionCall", "functionResponse"]
    assert set(kinds[4:]) == {"text"}


async def test_the_final_event_repeats_the_pieces(tmp_path: Path) -> None:
    async with studio_at(tmp_path) as nemo:
        headers, session = await nemo.ready()
        told = [event for event in events(await nemo.run(headers, session, "hello")) if "content" in event]
    pieces = [event["content"]["parts"][0]["text"] for event in told if event.get("partial")]
    final = [event for event in told if not event.get("partial")]
    assert len(pieces) > 1
    assert [event["content"]["parts"][0]["text"] for event in final] == ["".join(pieces)]
    assert final[0]["content"]["role"] == "model"
    assert {"invocationId", "author", "id", "timestamp"} <= final[0].keys()
