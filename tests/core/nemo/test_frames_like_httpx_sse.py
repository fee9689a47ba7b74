"""On streams that keep to the standard our decoder tells what httpx-sse tells, however the bytes are cut."""

import httpx
from httpx_sse import EventSource
from hypothesis import given
from hypothesis import strategies as st

from core.nemo.frames import Frame, FrameDecoder, Signal

text = st.text(st.characters(exclude_characters="\r\n\x00", exclude_categories=["Cs"]), max_size=12)
ends = st.sampled_from(["\n", "\r\n", "\r"])
data_line = text.map(lambda value: f"data: {value}")
event = st.tuples(
    st.sampled_from(["", "event: heartbeat", "id: 7", "retry: 10"]), st.lists(data_line, min_size=1, max_size=3)
)
cuts = st.lists(st.integers(1, 40), max_size=8)


def stream_of(events: list[tuple[str, list[str]]], end: str) -> bytes:
    lines = [line for head, data in events for line in (*([head] if head else []), *data, "")]
    return "".join(line + end for line in lines).encode()


def ours(body: bytes, sizes: list[int]) -> list[tuple[str, str]]:
    decoder = FrameDecoder()
    signals: list[Signal] = []
    for size in sizes:
        signals += decoder.feed(body[:size])
        body = body[size:]
    signals += [*decoder.feed(body), *decoder.finish()]
    return [(frame.event, frame.data) for frame in signals if isinstance(frame, Frame) and frame.complete]


@given(st.lists(event, max_size=5), ends, cuts)
def test_the_same_events_come_out(events: list[tuple[str, list[str]]], end: str, sizes: list[int]) -> None:
    body = stream_of(events, end)
    response = httpx.Response(200, headers={"content-type": "text/event-stream"}, content=body)
    theirs = [(sse.event, sse.data) for sse in EventSource(response).iter_sse() if sse.data.strip("\n")]
    assert [told for told in ours(body, sizes) if told[1]] == theirs
