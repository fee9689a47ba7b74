"""Moments of footage worth starting a segment at: key frames, so that nothing has to be decoded for the way there."""

from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from av.video.stream import VideoStream

from studio.render.media.opening import footage_of, open_streams
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


def find_cuts(path: Path, duration: int) -> list[int]:
    """Key frames of a clip of `duration` ms, the best first, none in the last moments unless there is no other."""
    keys = [key for key in _key_frames(path, duration) if key.moment < duration]
    early = [key for key in keys if key.moment <= duration - TAIL_MS] or keys[:1]
    if not early:
        return []
    return _ranked(early, _scores([key.thumb for key in early]), duration)


def _key_frames(path: Path, duration: int) -> list[KeyFrame]:
    """Key frames at least a little apart: only their packets are decoded, each by itself."""
    found: list[KeyFrame] = []
    apart = max(LEAST_APART_MS, duration / MOST_KEYS)
    with open_streams(path) as container:
        stream = footage_of(container)
        if stream is None:
            return []
        stream.thread_type = "NONE"
        zero = stream.start_time or 0
        try:
            for packet in container.demux(stream):
                if not packet.is_keyframe or packet.pts is None or packet.time_base is None:
                    continue
                moment = max(0, round(float((packet.pts - zero) * packet.time_base) * 1000))
                if not found or moment - found[-1].moment >= apart:
                    found += [KeyFrame(moment, thumb) for thumb in _decoded(stream, packet)[:1]]
        except av.FFmpegError:
            return found  # the rest is damaged
    return found


def _decoded(stream: VideoStream, packet: "av.Packet[VideoStream]") -> list[Field]:
    context = stream.codec_context
    frames = [*context.decode(packet), *context.decode(None)]
    context.flush_buffers()
    return [frame.reformat(*THUMB, "gray").to_ndarray().astype(np.float32) for frame in frames]


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
