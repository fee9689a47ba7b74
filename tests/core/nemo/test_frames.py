"""Server-sent events by the standard's own cases (WHATWG HTML, 9.2.6), and by what real servers add to them."""

import tracemalloc
from collections import deque

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import OutcomeUnknown
from core.nemo import frames as decoding
from core.nemo.frames import Frame, FrameDecoder, Oversized, Pulse, Signal


def decoded(*chunks: bytes) -> list[Signal]:
    frames, signals = FrameDecoder(), list[Signal]()
    for chunk in chunks:
        signals.extend(frames.feed(chunk))
    return [*signals, *frames.finish()]


@pytest.mark.parametrize(
    ("stream", "signals"),
    [
        (b"data: YHOO\ndata: +2\ndata: 10\n\n", [Frame("YHOO\n+2\n10")]),
        (b": test stream\n\ndata: first event\nid: 1\n\n", [Pulse(), Frame("first event")]),
        (b"data:second event\nid\n\ndata:  third\n\n", [Frame("second event"), Frame(" third")]),
        (b"data\n\ndata\ndata\n\ndata:", [Pulse(), Pulse(), Frame("", complete=False)]),
        (b"data:test\n\ndata: test\n\n", [Frame("test"), Frame("test")]),
        (b"event: heartbeat\n\n", [Pulse()]),
        (b"event: heartbeat\ndata: {}\n\n", [Frame("{}", "heartbeat")]),
        (b"retry: 3000\n\n", [Pulse()]),
        (b"id: 7\n\n", [Pulse()]),
        (b"\n\n\n", []),
        (b"\xef\xbb\xbfdata: a\n\n", [Frame("a")]),
        (b"data: a\r\ndata: b\r\n\r\n", [Frame("a\nb")]),
        (b"data: a\rdata: b\r\r", [Frame("a\nb")]),
        ("data: a\u2028b\u0085c\n\n".encode(), [Frame("a\u2028b\u0085c")]),
        (b"data: \xff\xfe\n\n", [Frame("\ufffd\ufffd")]),
        (b"data: {\"a\":1}", [Frame('{"a":1}', complete=False)]),
        (b"data: {\"a\":1}\n", [Frame('{"a":1}', complete=False)]),
        (b'{"code":1001}\n', [Frame('{"code":1001}')]),
        (b'data: {"error": "one\ntwo "x"\n\n', [Frame('{"error": "one\ntwo "x"')]),
        (b"nonsense: 1\n\n", [Pulse()]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("step", [1, 2, 3, 1000])
def test_a_stream_is_decoded_however_it_is_cut_into_chunks(stream: bytes, signals: list[Signal], step: int) -> None:
    chunks = [stream[start : start + step] for start in range(0, len(stream), step)]
    assert decoded(*chunks) == signals


@given(st.lists(st.sampled_from([b"\r", b"\n", b"\r\n", b"data: x", b": c", b"", b"data:", b"id: 1"]), max_size=30))
def test_the_cuts_between_chunks_make_no_difference(pieces: list[bytes]) -> None:
    stream = b"".join(pieces)
    whole = decoded(stream)
    assert decoded(*(stream[place : place + 1] for place in range(len(stream)))) == whole
    assert decoded(*pieces) == whole


@given(st.binary(max_size=400))
def test_any_bytes_at_all_are_decoded(stream: bytes) -> None:
    decoded(stream)


def test_an_event_beyond_all_size_is_skipped_and_the_next_one_heard() -> None:
    chunks = [b"data: ", *[b"x" * 65536] * 20, b"\n\ndata: after\n\n"]
    assert decoded(*chunks) == [Oversized(), Frame("after")]


def test_an_event_of_many_lines_beyond_all_size_is_skipped_too() -> None:
    assert decoded(*[b"data: " + b"x" * 1000 + b"\n"] * 2000, b"\ndata: after\n\n") == [Oversized(), Frame("after")]


@pytest.mark.parametrize("chunk", [b"x" * 2000, b"data:\n" * 300, b"data:ab\n" * 250])
def test_a_line_or_an_event_without_end_costs_no_memory_and_is_given_up(
    chunk: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decoding, "MAX_EVENT", 16 * 1024)
    monkeypatch.setattr(decoding, "MAX_SKIPPED", 64 * 1024)
    frames = FrameDecoder()
    tracemalloc.start()
    with pytest.raises(OutcomeUnknown):
        deque((signal for _ in range(1000) for signal in frames.feed(chunk)), maxlen=0)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8 * decoding.MAX_EVENT
