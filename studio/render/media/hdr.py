"""Pictures of a high dynamic range or of wide colours, brought to BT.709 by a table of colours."""

import tempfile
from collections.abc import Callable
from pathlib import Path

import av
import av.filter
import numpy as np

from studio.render.planes import Field, Size

PQ, HLG = 16, 18  # transfers, and the primaries of BT.2020, as ITU-T H.273 numbers them
WIDE_PRIMARIES = 9
MATRICES = {1: "bt709", 5: "bt601", 6: "bt601", 9: "bt2020", 10: "bt2020"}
WHITE_NITS = 203.0  # ITU-R BT.2408: what paper white is graded to
PEAK_NITS = 1000.0
KNEE = 0.7
STEPS = 33
GAMMA = 2.4
# BT.2020 to BT.709, linear light, from ITU-R BT.2087
TO_BT709 = np.array([[1.6605, -0.5876, -0.0728], [-0.1246, 1.1329, -0.0083], [-0.0182, -0.1006, 1.1187]])
LUMA = np.array([0.2627, 0.6780, 0.0593])


def needs_mapping(frame: av.VideoFrame) -> bool:
    """Whether a frame's colours mean something else than BT.709's."""
    return frame.color_trc in {PQ, HLG} or frame.color_primaries == WIDE_PRIMARIES


class ToneMap:
    """Maps frames that are alike to BT.709, at the wanted size."""

    def __init__(self, frame: av.VideoFrame, wanted: Size) -> None:
        self._alike = _form(frame, wanted)
        matrix = MATRICES.get(frame.colorspace, "bt2020")
        size = f"video_size={frame.width}x{frame.height}:pix_fmt={frame.format.name}:time_base=1/1000:pixel_aspect=1/1"
        graph = av.filter.Graph()
        with tempfile.TemporaryDirectory(prefix="reelay-colours-") as folder:
            table = Path(folder) / "colours.cube"
            write_table(table, frame.color_trc)
            graph.link_nodes(
                graph.add("buffer", f"{size}:range={frame.color_range or 1}"),
                graph.add("scale", f"{wanted[0]}:{wanted[1]}:in_color_matrix={matrix}:flags=bicubic"),
                graph.add("format", "gbrp10"),
                graph.add("lut3d", file=table.as_posix(), interp="tetrahedral"),
                graph.add("scale", "out_color_matrix=bt709:out_range=tv"),
                graph.add("format", "yuv420p"),
                graph.add("buffersink"),
            )
            graph.configure()
        self._graph = graph

    def fits(self, frame: av.VideoFrame, wanted: Size) -> bool:
        """Whether it was made for such frames."""
        return self._alike == _form(frame, wanted)

    def convert(self, frame: av.VideoFrame) -> av.VideoFrame:
        """The frame in BT.709, limited range, 4:2:0."""
        self._graph.vpush(frame)
        return self._graph.vpull()


def _form(frame: av.VideoFrame, wanted: Size) -> tuple[object, ...]:
    colours = (frame.color_trc, frame.color_primaries, frame.colorspace, frame.color_range)
    return (frame.width, frame.height, frame.format.name, colours, wanted)


def write_table(path: Path, transfer: int) -> None:
    """Write the .cube file for a transfer: for each red, green and blue of BT.2020 the BT.709 colour (0..1), red fastest."""
    steps = np.linspace(0, 1, STEPS)
    blue, green, red = np.meshgrid(steps, steps, steps, indexing="ij")
    colours = mapped(np.stack([red, green, blue], axis=-1).reshape(-1, 3), transfer)
    with path.open("w") as file:
        file.write(f"LUT_3D_SIZE {STEPS}\n")
        np.savetxt(file, colours, "%.5f")


def mapped(signal: Field, transfer: int) -> Field:
    """BT.2020 signals (n, 3; 0..1) of a transfer as BT.709 signals; what is brighter than white is rolled off."""
    light = LIGHT.get(transfer, _usual_light)(signal) / WHITE_NITS @ TO_BT709.T
    peak = light.max(axis=1, keepdims=True)
    rolled = np.where(peak > KNEE, KNEE + (1 - KNEE) * -np.expm1((KNEE - peak) / (1 - KNEE)), peak)
    shown = np.clip(light * (rolled / np.maximum(peak, 1e-6)), 0, 1)
    return np.asarray(shown ** (1 / GAMMA))


def _pq_light(signal: Field) -> Field:
    """Nits of a PQ signal, SMPTE ST 2084."""
    power = signal ** (1 / 78.84375)
    return np.asarray(
        10_000 * (np.maximum(power - 0.8359375, 0) / (18.8515625 - 18.6875 * power)) ** (1 / 0.1593017578125)
    )


def _hlg_light(signal: Field) -> Field:
    """Nits of an HLG signal on a display of 1,000 nits, ITU-R BT.2100."""
    bright = (np.exp((signal - 0.55991073) / 0.17883277) + 0.28466892) / 12
    scene = np.where(signal <= 0.5, signal**2 / 3, bright)
    return np.asarray(PEAK_NITS * (scene @ LUMA)[:, None] ** 0.2 * scene)


def _usual_light(signal: Field) -> Field:
    """Nits of wide colours without a high range."""
    return np.asarray(WHITE_NITS * signal**GAMMA)


LIGHT: dict[int, Callable[[Field], Field]] = {PQ: _pq_light, HLG: _hlg_light}
