"""Moments of footage worth starting a segment at: key frames, so that nothing has to be decoded for the way there."""

from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from av.video.reformatter import Colorspace
from av.video.stream import VideoStream

from studio.render.media.opening import footage_of, open_streams, packets, zero_of
from studio.render.planes import Field

THUMB = (96, 54)
MOST_KEYS = 240
LEAST_APART_MS = 250
MOST_CUTS = 40
TAIL_MS = 1500


@dataclass(frozen=True, slots=True)
class KeyFrame:
    """A key frame: when (ms) and a small grey picture of it."""

    moment: int
    thumb: Field


@dataclass(frozen=True, slots=True)
class Survey:
    """What a walk through footage finds, in ms: where its picture ends (0 when it does not say), and its cuts, best first."""

    end: int = 0
    cuts: tuple[int, ...] = ()


def survey(path: Path, duration: int) -> Survey:
    """Walk through a clip that says it is `duration` ms long; no cut lies in its last moments unless there is no other."""
    walk = _Walk(max(LEAST_APART_MS, duration / MOST_KEYS))
    with open_streams(path) as container:
        stream = footage_of(container)
        if stream is not None:
            stream.thread_type = "NONE"
            for packet in packets(container, stream):
                walk.pass_by(packet, zero_of(container))
    end = round(walk.end * 1000)
    return Survey(end, tuple(_best(walk.keys, end or duration)))


class _Walk:
    """The end of the picture (seconds), and key frames at least `apart` ms from each other, each decoded by itself."""

    def __init__(self, apart: float) -> None:
        self.keys: list[KeyFrame] = []
        self.end = 0.0
        self._apart = apart

    def pass_by(self, packet: "av.Packet[VideoStream]", zero: float) -> None:
        """Look at the next packet; `zero` is what the clock shows at the file's start."""
        stamp = packet.pts if packet.pts is not None else packet.dts
        if stamp is None or packet.is_discard:
            return
        moment = float(stamp * packet.time_base) - zero
        length = packet.duration * packet.time_base if packet.duration else 1 / (packet.stream.average_rate or 30)
        self.end = max(self.end, moment + float(length))
        if packet.is_keyframe and packet.pts is not None:
            self._keep(packet, max(0, round(moment * 1000)))

    def _keep(self, packet: "av.Packet[VideoStream]", moment: int) -> None:
        if not self.keys or moment - self.keys[-1].moment >= self._apart:
            self.keys += [KeyFrame(moment, thumb) for thumb in _decoded(packet)[:1]]


def _best(keys: list[KeyFrame], duration: int) -> list[int]:
    known = [key for key in keys if key.moment < duration]
    early = [key for key in known if key.moment <= duration - TAIL_MS] or known[:1]
    return _ranked(early, _scores([key.thumb for key in early]), duration) if early else []


def _decoded(packet: "av.Packet[VideoStream]") -> list[Field]:
    context = packet.stream.codec_context
    try:
        frames = [*context.decode(packet), *context.decode(None)]
    except MemoryError:
        raise
    except av.FFmpegError:
        frames = []
    context.flush_buffers()
    return [_thumb(frame) for frame in frames]


def _thumb(frame: av.VideoFrame) -> Field:
    grey = frame.reformat(*THUMB, "gray", src_colorspace=Colorspace.ITU709, dst_colorspace=Colorspace.ITU709)
    return grey.to_ndarray().astype(np.float32)


def _scores(thumbs: list[Field]) -> list[float]:
    """Detail, a good brightness, and a change from the moment before."""
    stack = np.stack(thumbs)
    detail = np.abs(np.diff(stack, axis=2)).mean(axis=(1, 2))
    light = 1 - np.abs(stack.mean(axis=(1, 2)) - 118) / 137
    change = np.abs(np.diff(stack, axis=0, prepend=stack[:1])).mean(axis=(1, 2))
    scores = detail / (detail.max() + 1e-6) + light + 0.5 * change / (change.max() + 1e-6)
    return [float(score) for score in scores]


def _ranked(keys: list[KeyFrame], scores: list[float], duration: int) -> list[int]:
    """The best first, each next one preferring parts of the footage that were not chosen yet."""
    chosen: list[int] = []
    left = list(range(len(keys)))
    while left and len(chosen) < MOST_CUTS:
        best = max(left, key=lambda order: scores[order] + _distance(keys[order].moment, chosen, duration))
        left.remove(best)
        chosen.append(keys[best].moment)
    return chosen


def _distance(moment: int, chosen: list[int], duration: int) -> float:
    if not chosen:
        return 0.0
    nearest = min(abs(moment - other) for other in chosen) / max(1, duration)
    return min(1.0, nearest * 2 * len(chosen)) * 1.5
