"""Footage of other kinds of picture: a high range, wide colours, half pictures."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from studio.render.canvas import Canvas
from studio.render.media.clip import Clip, FrameReader
from studio.render.media.hdr import HLG, PQ, mapped
from studio.render.media.inspection import inspect
from tests.studio.render.material import brightness_clock, make_clip

# Signals of grey at so many nits: SMPTE ST 2084, and ITU-R BT.2100 on a display of 1,000 nits.
PQ_GREY = {26.0: 0.3792, 100.0: 0.5081, 203.0: 0.5807, 1000.0: 0.7518}
HLG_GREY = {26.0: 0.3800, 203.0: 0.7500, 1000.0: 1.0}


@pytest.mark.parametrize(("transfer", "greys"), [(PQ, PQ_GREY), (HLG, HLG_GREY)])
def test_grey_below_white_is_as_bright_as_it_was_graded(transfer: int, greys: dict[float, float]) -> None:
    shown = mapped(np.array([[greys[26.0]] * 3]), transfer)
    assert shown[0] == pytest.approx([(26 / 203) ** (1 / 2.4)] * 3, abs=0.02)


@pytest.mark.parametrize(("transfer", "greys"), [(PQ, PQ_GREY), (HLG, HLG_GREY)])
def test_what_is_brighter_than_white_is_still_told_apart(transfer: int, greys: dict[float, float]) -> None:
    white, bright = mapped(np.array([[greys[203.0]] * 3, [greys[1000.0]] * 3]), transfer)[:, 1]
    assert 0.9 < white < bright <= 1.0


def test_a_wide_colour_keeps_its_hue_and_an_inner_one_its_place() -> None:
    red = np.array([0.6274, 0.0691, 0.0164]) ** (1 / 2.4)  # BT.709's full red, in BT.2020
    assert mapped(red[None] * 0.7, 1)[0] == pytest.approx([0.7, 0.0, 0.0], abs=0.03)
    assert (mapped(np.array([[0.0, 1.0, 0.0]]), 1)[0] * 100).round().tolist()[1] > 90


def test_footage_of_a_high_range_comes_out_at_the_size_of_the_canvas(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "a.mp4", frames=3, painter=brightness_clock((160, 90), 60), hlg=True)
    shown = [Clip(clip, Canvas(*size)).frame(0.0) for size in ((320, 180), (96, 54))]
    assert [picture.size for picture in shown] == [(320, 180), (96, 54)]


def test_footage_of_a_rare_colour_space_is_looked_at_and_shown(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    with av.open(path.as_posix(), "w") as out:
        stream = out.add_stream("libx264", rate=30, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = 160, 90, "yuv420p"
        stream.codec_context.colorspace = 8  # YCgCo, which the scaler does not know
        for number in range(3):
            frame = av.VideoFrame.from_ndarray(np.full((90, 160, 3), 120, np.uint8), format="rgb24").reformat(
                format="yuv420p"
            )
            frame.pts, frame.time_base = number, Fraction(1, 30)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    assert inspect(path)["cuts"] == [0]
    assert Clip(path, Canvas(64, 36)).frame(0.0).size == (64, 36)


def combs(picture: np.ndarray) -> float:
    """How much every line differs from both its neighbours."""
    lines = picture.astype(int)
    return float(np.abs(2 * lines[1:-1] - lines[:-2] - lines[2:]).mean())


def test_interlaced_footage_is_shown_without_combs_and_in_its_time(tmp_path: Path) -> None:
    """A white bar moves by four pixels from one half picture to the next."""
    path = tmp_path / "a.ts"
    with av.open(path.as_posix(), "w") as out:
        stream = out.add_stream("mpeg2video", rate=25, options={"flags": "+ildct+ilme", "qscale": "2"})
        stream.width, stream.height, stream.pix_fmt = 160, 96, "yuv420p"
        stream.codec_context.bit_rate = 4_000_000
        for number in range(12):
            picture = np.zeros((96, 160, 3), np.uint8)
            for half in (0, 1):
                left = 8 * number + 4 * half
                picture[half::2, left : left + 40] = 255
            out.mux(stream.encode(interlaced(picture, number)))
        out.mux(stream.encode(None))
    with av.open(path.as_posix()) as container:
        raw = [frame.to_ndarray(format="gray") for frame in container.decode(video=0)]
    read = list(FrameReader(path, 0.0))
    shown = [frame.to_ndarray(format="gray") for _, frame in read]
    assert combs(shown[6]) < combs(raw[6]) / 3
    assert [round(moment, 2) for moment, _ in read] == [round(number / 25, 2) for number in range(12)]


def interlaced(picture: np.ndarray, number: int) -> av.VideoFrame:
    """A frame that says it is two half pictures, the upper one first."""
    graph = av.filter.Graph()
    size = "video_size=160x96:pix_fmt=yuv420p:time_base=1/25:pixel_aspect=1/1"
    graph.link_nodes(graph.add("buffer", size), graph.add("setfield", "tff"), graph.add("buffersink")).configure()
    frame = av.VideoFrame.from_ndarray(picture, format="rgb24").reformat(format="yuv420p")
    frame.pts, frame.time_base = number, Fraction(1, 25)
    graph.vpush(frame)
    return graph.vpull()
